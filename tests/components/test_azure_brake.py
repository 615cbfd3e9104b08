"""A brake on Azure alone in a Pulumi program: what the guard makes of it, and what the program reads."""

from typing import Any

import pytest

from apexai.graph import Resource, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program

GROUP = "/subscriptions/s/resourceGroups/models"
PROGRAM = """
import pulumi_azure_native as azure
from apexai.components import AzureBrake, AzureScope, BudgetGuard, read_azure_brake

group = "/subscriptions/s/resourceGroups/models"
storage = azure.storage.StorageAccount(
    "scorer", account_name="scorer1a2b", resource_group_name="models", kind="StorageV2", sku={"name": "Standard_LRS"}
)
brake = read_azure_brake("scorer", storage=storage, resource_group="models")
azure.app.ContainerApp(
    "scorer",
    container_app_name="scorer",
    resource_group_name="models",
    template={"scale": {"max_replicas": brake.state.apply(lambda state: 1 if state.is_braked else 10)}},
)
BudgetGuard(
    "budget",
    limit="$500/month",
    alerts=["finops@example.com"],
    on_breach="throttle",
    scope=AzureScope(
        scope=group,
        resource_group="models",
        brake=AzureBrake(
            kind="container-app",
            app=f"{group}/providers/Microsoft.App/containerApps/scorer",
            state=f"{group}/providers/Microsoft.Storage/storageAccounts/scorer1a2b/blobServices/default/containers/brake",
            name="scorer-1a2b",
            region="westeurope",
            maximum=10,
            workspace=f"{group}/providers/Microsoft.OperationalInsights/workspaces/logs",
        ),
    ),
)
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> ResourceGraph:
    directory = tmp_path_factory.mktemp("program")
    script = directory / "program.py"
    script.write_text(PROGRAM)
    return capture_program(ScriptProgram(script=script, project="brakes", directory=directory)).graph


def the(graph: ResourceGraph, type_: str, name: str) -> Resource:
    (found,) = [item for item in graph.of_type(f"azure-native:{type_}") if item.name == name]
    return found


def test_offline_the_program_declares_what_is_released(graph: ResourceGraph) -> None:
    app: Any = the(graph, "app:ContainerApp", "scorer").inputs
    assert app["template"]["scale"]["maxReplicas"] == 10
    assert the(graph, "storage:BlobContainer", "scorer-brake-state").options.ignore_changes == ("metadata",)


def test_the_brake_may_change_one_app_and_its_own_state(graph: ResourceGraph) -> None:
    role: Any = the(graph, "authorization:RoleDefinition", "budget-brake-role").inputs
    assert role["assignableScopes"] == [GROUP]
    actions = role["permissions"][0]["actions"]
    assert len(actions) == len(set(actions)) == 6
    assert not [action for action in actions if "*" in action]
    places = {
        item.name: str(item.inputs["scope"]).removeprefix(GROUP)
        for item in graph.of_type("azure-native:authorization:RoleAssignment")
    }
    assert places == {
        "budget-brake-on-app": "/providers/Microsoft.App/containerApps/scorer",
        "budget-brake-on-state": "/providers/Microsoft.Storage/storageAccounts/scorer1a2b/blobServices/default"
        "/containers/brake",
        "budget-brake-owns-storage": "/providers/Microsoft.Storage/storageAccounts/scorer1a2b",
        "budget-brake-reads-costs": "",
        "budget-brake-writes-log": "Unknown",
    }


def test_the_budget_s_last_step_wakes_the_brake_and_nothing_else_does(graph: ResourceGraph) -> None:
    budget: Any = the(graph, "consumption:Budget", "budget").inputs
    assert budget["budgetName"] == "scorer-1a2b-budget"
    heard = {key: len(item["contactGroups"]) for key, item in budget["notifications"].items()}
    assert heard == {"actual-100": 2, "forecasted-100": 1}
    alarm: Any = the(graph, "monitor:ActionGroup", "budget-brake-alarm").inputs
    (receiver,) = alarm["azureFunctionReceivers"]
    assert (receiver["functionName"], receiver["useCommonAlertSchema"]) == ("hear", True)
    app: Any = the(graph, "web:WebApp", "budget-brake").inputs
    assert (app["name"], app["httpsOnly"]) == ("scorer-1a2b-brake", True)
    failures: Any = the(graph, "monitor:ScheduledQueryRule", "budget-brake-failures").inputs
    assert failures["scopes"] == [f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs"]
    assert len(failures["actions"]["actionGroups"]) == 1
