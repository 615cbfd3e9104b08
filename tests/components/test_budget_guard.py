"""BudgetGuard alone in a Pulumi program, on each platform: what it makes, what it refuses."""

import json
import re
import textwrap
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from apexai.cost.estimate import Estimate
from apexai.cost.estimating import estimate_graph
from apexai.cost.readers import providers_of
from apexai.errors import ProgramError
from apexai.graph import Resource, ResourceGraph
from apexai.graph.offline import Capture, ScriptProgram, capture_program
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Verdict
from apexai.policy.rules import RULES
from apexai.policy.spend import spends_of
from tests.cost.bills import AS_OF, frozen_book
from tests.readme import blocks_in

ROOT = Path(__file__).parents[2]
PRELUDE = """
import pulumi
from apexai.components import (
    AwsBudgetFoundation, AwsScope, AzureScope, BudgetGuard, CloudflareScope, CloudRunBrake, GoogleScope,
    KubernetesScope, LambdaBrake, read_cloud_run_brake, read_lambda_brake,
)
"""
PROGRAM = """
foundation = AwsBudgetFoundation("account", region="us-east-1")
linked = AwsBudgetFoundation("linked", cost_allocation_tags=[], anomaly_monitor=False)
brake = LambdaBrake(
    function="fraud", state=read_lambda_brake("fraud", region="eu-west-1").parameter, reserved=None, throttled=3
)
BudgetGuard(
    "aws",
    limit="$1234.50/month",
    thresholds=["50%", 80, "100%"],
    alerts=["finops@example.com", "finops@example.com"],
    on_breach="throttle",
    scope=AwsScope(
        tag=("service", "fraud"),
        region="eu-west-1",
        topic=foundation.topic_arn,
        anomaly_monitor=foundation.anomaly_monitor_arn,
        tags={"service": "fraud"},
        brake=brake,
    ),
)
BudgetGuard(
    "a-name-that-is-longer-than-what-functions-may-have-on-this-platform",
    limit=500,
    alerts=["arn:aws:sns:us-east-1:111122223333:team"],
    on_breach="pause",
    scope=AwsScope(tag=("service", "long"), region="us-east-1", brake=brake),
)
BudgetGuard(
    "google",
    limit=500,
    currency="EUR",
    thresholds=["80%"],
    alerts=["finops@example.com", "https://chat.example.com/hook", "projects/p/notificationChannels/1"],
    scope=GoogleScope(project="models", billing_account="012345-6789AB-CDEF01", label=("service", "fraud")),
)
scorer = read_cloud_run_brake("scorer", region="europe-west4")
BudgetGuard(
    "run",
    limit=500,
    on_breach="throttle",
    scope=GoogleScope(
        project="models",
        billing_account="billingAccounts/012345-6789AB-CDEF01",
        labels={"paused": str(scorer.state.is_braked).lower(), "annotated": str(bool(scorer.annotations)).lower()},
        brake=CloudRunBrake(
            service="scorer", region="europe-west4", identity="scorer@models.example.com", minimum=0, maximum=5
        ),
    ),
)
BudgetGuard(
    "azure",
    limit="500 EUR/month",
    thresholds=["80%"],
    alerts=["finops@example.com", "https://chat.example.com/hook"],
    scope=AzureScope(
        scope="/subscriptions/s/resourceGroups/g", resource_group="g", subscription="s", tag=("service", "fraud")
    ),
)
BudgetGuard(
    "cluster",
    limit=500,
    alerts=["finops@example.com"],
    scope=KubernetesScope(
        name="models", namespace="ai", prometheus="http://prometheus:9090", quota={"requests.nvidia.com/gpu": "4"}
    ),
)
BudgetGuard(
    "edge",
    limit=500,
    alerts=["finops@example.com"],
    scope=CloudflareScope(account="abc", gateway="models", usage=("workers_requests", 10_000_000)),
)
"""
WATCHED = """
import pulumi_aws as aws, pulumi_azure_native as azure, pulumi_gcp as gcp, pulumi_kubernetes as k8s

def guard(name, scope, **arguments):
    BudgetGuard(name, **{"limit": 3, "alerts": ["finops@example.com"], **arguments}, scope=scope)

def tagged(name, value):
    return AwsScope(tag=(name, value), region="us-east-1")

ml = pulumi.ResourceOptions(provider=aws.Provider("ml", region="us-east-1", default_tags={"tags": {"team": "ml"}}))
function = aws.lambda_.Function(
    "scorer", role="r", package_type="Image", image_uri="m:1", memory_size=1024, tags={"service": "scorer"}
)
aws.lambda_.ProvisionedConcurrencyConfig(
    "kept", function_name=function.name, qualifier="1", provisioned_concurrent_executions=1
)
aws.ec2.Eip("own", tags={"service": "gateway"})
aws.ec2.Eip("default", opts=ml)
aws.kms.Key("later", tags={"unsure": function.arn})
guard("over", tagged("service", "gateway"))
guard(
    "braked",
    AwsScope(
        tag=("service", "gateway"),
        region="us-east-1",
        topic="arn:aws:sns:us-east-1:111122223333:budgets",
        brake=LambdaBrake(function="gateway", state="/s", reserved=1),
    ),
    on_breach="pause",
)
guard("dollars", tagged("service", "gateway"), limit="$4/month")
guard("yuan", AwsScope(tag=("service", "gateway"), region="cn-north-1"), limit=30, currency="CNY")
guard("defaults", tagged("team", "ml"))
guard("nothing", tagged("service", "elsewhere"))
guard("unsure", tagged("unsure", "x"))
guard("standing", tagged("service", "scorer"), limit=10)

gcp.compute.Address("reserved", project="models", region="us-central1", labels={"service": "fraud"})
gcp.compute.Address("others", project="other", region="us-central1", labels={"service": "else"})
guard("label", GoogleScope(project="models", billing_account="012345-6789AB-CDEF01", label=("service", "fraud")))
guard("project", GoogleScope(project="models", billing_account="012345-6789AB-CDEF01"), limit=4)

group = azure.resources.ResourceGroup("group", location="eastus2")
for name, tags in (("in-group", {"service": "fraud"}), ("bare", None)):
    azure.network.PublicIPAddress(
        name, resource_group_name=group.name, location="eastus2", sku={"name": "Standard"},
        public_ip_allocation_method="Static", tags=tags,
    )
guard("group", AzureScope(scope=group.id, resource_group=group.name))
guard("group-tag", AzureScope(scope=group.id, resource_group=group.name, tag=("service", "fraud")), limit=4)
guard("other-group", AzureScope(scope="/subscriptions/s/resourceGroups/g", resource_group="g"))

for name, namespace in (("web", "ai"), ("api", "ai"), ("web-too", "shop")):
    k8s.apps.v1.Deployment(
        name, metadata={"name": name, "namespace": namespace}, spec={"replicas": 1, "selector": {}, "template": {}}
    )
guard("pods", KubernetesScope(name="models", namespace="ai", pods="web-.*"))
guard("edge", CloudflareScope(account="abc", gateway="models"))
"""


def capture(directory: Path, program: str, **config: str) -> Capture:
    script = directory / "program.py"
    script.write_text(PRELUDE + textwrap.dedent(program))
    return capture_program(ScriptProgram(script=script, project="guards", directory=directory), config=config)


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Capture:
    return capture(tmp_path_factory.mktemp("guards"), PROGRAM)


def below(graph: ResourceGraph, name: str) -> dict[str, list[Resource]]:
    """Type → resources of the guard of a name."""
    (guard,) = [item for item in graph.of_type("apexai:index:BudgetGuard") if item.name == name]
    found: dict[str, list[Resource]] = {}
    for item in graph.descendants(guard.urn):
        found.setdefault(item.type, []).append(item)
    return found


def the(graph: ResourceGraph, guard: str, type_: str) -> Any:
    (found,) = below(graph, guard)[type_]
    return found.inputs


def test_aws_budget_tells_at_each_step(captured: Capture) -> None:
    budget = the(captured.graph, "aws", "aws:budgets/budget:Budget")
    assert (budget["limitAmount"], budget["limitUnit"], budget["timeUnit"]) == ("1234.5", "USD", "MONTHLY")
    assert budget["costFilters"] == [{"name": "TagKeyValue", "values": ["user:service$fraud"]}]
    told = [(item["notificationType"], item["threshold"]) for item in budget["notifications"]]
    assert told == [("ACTUAL", 50), ("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)]
    assert {tuple(item["subscriberEmailAddresses"]) for item in budget["notifications"]} == {("finops@example.com",)}
    anomalies = the(captured.graph, "aws", "aws:costexplorer/anomalySubscription:AnomalySubscription")
    assert anomalies["frequency"] == "DAILY"
    assert anomalies["thresholdExpression"]["dimension"]["values"] == ["123.45"]


def test_what_the_account_has_once_belongs_to_the_foundation(captured: Capture) -> None:
    once = (
        "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
        "aws:costexplorer/costAllocationTag:CostAllocationTag",
        "aws:sns/topic:Topic",
    )
    owners = {
        type_: sorted(str(item.parent).rsplit("::", 1)[-1] for item in captured.graph.of_type(type_)) for type_ in once
    }
    assert owners == {once[0]: ["account"], once[1]: ["account"], once[2]: ["account", "linked"]}
    said = [diagnostic.message for diagnostic in captured.diagnostics]
    assert any("linked: no cost-allocation tags here" in text for text in said)


def test_aws_names_fit_and_the_recipient_s_topic_wakes_the_brake(captured: Capture) -> None:
    name = "a-name-that-is-longer-than-what-functions-may-have-on-this-platform"
    found = below(captured.graph, name)
    for type_ in ("aws:lambda/function:Function", "aws:iam/role:Role", "aws:cloudwatch/eventRule:EventRule"):
        assert {len(item.name) for item in found[type_]} == {56}
    topic = "arn:aws:sns:us-east-1:111122223333:team"
    assert the(captured.graph, name, "aws:sns/topicSubscription:TopicSubscription")["topic"] == topic
    assert the(captured.graph, name, "aws:sns/topicSubscription:TopicSubscription")["region"] == "us-east-1"


def test_the_code_of_the_brake_has_no_path(captured: Capture, tmp_path: Path) -> None:
    codes = {str(item.inputs["code"]) for item in captured.graph.of_type("aws:lambda/function:Function")}
    assert len(codes) == 1
    assert str(Path(__file__).parents[2]) not in codes.pop()


def test_google_budget(captured: Capture) -> None:
    budget = the(captured.graph, "google", "gcp:billing/budget:Budget")
    assert budget["amount"]["specifiedAmount"] == {"currencyCode": "EUR", "units": "500"}
    assert budget["budgetFilter"]["labels"] == {"service": "fraud"}
    rules = [(rule["thresholdPercent"], rule["spendBasis"]) for rule in budget["thresholdRules"]]
    assert rules == [(0.8, "CURRENT_SPEND"), (1, "CURRENT_SPEND"), (1, "FORECASTED_SPEND")]
    channels = below(captured.graph, "google")["gcp:monitoring/notificationChannel:NotificationChannel"]
    assert [item.inputs["type"] for item in channels] == ["email", "webhook_tokenauth"]
    assert len(budget["allUpdatesRule"]["monitoringNotificationChannels"]) == 3
    assert "gcp:pubsub/topic:Topic" in below(captured.graph, "google")


def test_a_brake_on_cloud_run_is_in_the_project_of_its_scope(captured: Capture) -> None:
    found = below(captured.graph, "run")
    assert "gcp:monitoring/alertPolicy:AlertPolicy" not in found, "nobody hears of this budget"
    projects = {str(item.inputs["project"]) for items in found.values() for item in items if "project" in item.inputs}
    assert projects == {"models"}
    brake = the(captured.graph, "run", "gcp:cloudrunv2/service:Service")
    assert brake["labels"] == {"paused": "false", "annotated": "false"}


def test_azure_budget(captured: Capture) -> None:
    budget = the(captured.graph, "azure", "azure-native:consumption:Budget")
    assert (budget["amount"], budget["scope"]) == (500, "/subscriptions/s/resourceGroups/g")
    assert budget["timePeriod"]["startDate"].endswith("-01T00:00:00Z")
    assert budget["filter"] == {"tags": {"name": "service", "operator": "In", "values": ["fraud"]}}
    told = {key: (item["thresholdType"], item["threshold"]) for key, item in budget["notifications"].items()}
    assert told == {
        "actual-80": ("Actual", 80),
        "actual-100": ("Actual", 100),
        "forecasted-100": ("Forecasted", 100),
    }
    group = the(captured.graph, "azure", "azure-native:monitor:ActionGroup")
    assert (group["location"], len(group["groupShortName"]) <= 12) == ("Global", True)
    assert [item["serviceUri"] for item in group["webhookReceivers"]] == ["https://chat.example.com/hook"]
    anomalies = the(captured.graph, "azure", "azure-native:costmanagement:ScheduledActionByScope")
    assert (anomalies["kind"], anomalies["notification"]["to"]) == ("InsightAlert", ["finops@example.com"])


def test_cluster_budget(captured: Capture) -> None:
    found = below(captured.graph, "cluster")
    (quota,) = found["kubernetes:core/v1:ResourceQuota"]
    assert quota.inputs["spec"] == {"hard": {"requests.nvidia.com/gpu": "4"}}
    rules: Any = the(captured.graph, "cluster", "kubernetes:monitoring.coreos.com/v1:PrometheusRule")
    written = json.dumps(rules["spec"])
    assert "> 500" in written
    assert 'pod=~\\".*\\"' in written
    assert "kubernetes:batch/v1:CronJob" not in found


def test_gateway_budget(captured: Capture) -> None:
    gateway = the(captured.graph, "edge", "cloudflare:index/aiGateway:AiGateway")
    (rule,) = gateway["spendLimits"]["rules"]
    assert (rule["limit"], rule["limitType"], gateway["aiGatewayId"]) == (500, "cost", "models")
    notice = the(captured.graph, "edge", "cloudflare:index/notificationPolicy:NotificationPolicy")
    assert notice["filters"] == {"limits": ["10000000"], "products": ["workers_requests"]}


PAID = frozenset({"own", "default", "later", "scorer", "kept", "reserved", "others", "in-group", "bare", "web", "api"})


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Capture:
    return capture(tmp_path_factory.mktemp("watched"), WATCHED, **{"aws:region": "us-east-1"})


@pytest.fixture(scope="module")
def watched(program: Capture) -> ResourceGraph:
    return program.graph


def test_what_holds_of_the_account_is_said_once_for_all_guards(program: Capture) -> None:
    said = [found.message for found in program.diagnostics if "APX-BGT-008" in found.message]
    assert len(said) == 1
    assert said[0].startswith("no anomaly monitor of the account is named")


@pytest.fixture(scope="module")
def estimate(watched: ResourceGraph) -> Estimate:
    # an address costs $0.005 an hour, $3.65 a month, on AWS, Azure and Google Cloud
    return estimate_graph(watched, book=frozen_book(*providers_of(watched)), as_of=AS_OF)


def test_a_guard_is_held_to_what_it_watches(estimate: Estimate) -> None:
    said = {
        guard.name: (guard.budget.verdict, sorted(PAID & {urn.rsplit("::", 1)[-1] for urn in guard.resources}))
        for guard in estimate.guards
    }
    assert said == {
        "over": ("over", ["own"]),
        "braked": ("over", ["own"]),
        "dollars": ("within", ["own"]),
        "yuan": ("unknown", ["own"]),
        "defaults": ("over", ["default"]),
        "nothing": ("unknown", []),
        "unsure": ("unknown", []),
        "standing": ("over", ["kept", "scorer"]),
        "label": ("over", ["reserved"]),
        "project": ("within", ["reserved"]),
        "group": ("over", ["bare", "in-group"]),
        "group-tag": ("within", ["in-group"]),
        "other-group": ("unknown", []),
        "pods": ("unknown", ["web"]),
        "edge": ("unknown", []),
    }


def test_limits_of_guards_that_may_watch_the_same_are_not_added(estimate: Estimate) -> None:
    assert (estimate.budget.verdict, estimate.budget.limit) == ("over", None)


def test_a_guard_says_why_nothing_is_said(estimate: Estimate) -> None:
    said = {guard.name: guard.budget.reason for guard in estimate.guards if guard.budget.verdict == "unknown"}
    assert said["yuan"] == "the budget is in CNY, and no rate is given"
    nothing = "nothing that costs anything in the program is known to be what it watches"
    assert (said["nothing"], said["edge"]) == (nothing, nothing)
    unsure = "whether it watches everything that it may watch is not known before the deployment"
    assert (said["unsure"], said["other-group"]) == (unsure, unsure)
    assert said["pods"] == "the estimate is not complete"


def test_a_guard_fails_the_rules_of_budgets(watched: ResourceGraph, estimate: Estimate) -> None:
    rules = [rule for rule in RULES if rule.id in ("APX-FIN-005", "APX-FIN-006")]
    evaluation = evaluate_graph(watched, rules=rules, as_of=AS_OF, spends=spends_of(estimate))
    open_ = {found.name: found.message for found in evaluation.findings if found.verdict is Verdict.UNKNOWN}
    assert "known to be what it watches" in open_["nothing"]
    failed = {(found.rule[-3:], found.name) for found in evaluation.findings if found.verdict is Verdict.FAIL}
    assert failed == {
        ("005", "over"),
        ("005", "braked"),
        ("006", "over"),
        ("005", "defaults"),
        ("006", "defaults"),
        ("005", "standing"),
        ("005", "label"),
        ("006", "label"),
        ("005", "group"),
        ("006", "group"),
        ("006", "standing"),
    }


AWS = 'AwsScope(tag=("service", "x"), region="us-east-1")'
TOPIC = 'AwsScope(tag=("service", "x"), region="us-east-1", topic="arn:aws:sns:us-east-1:111122223333:budgets")'
REFUSED = [
    (f'limit="$5/month", currency="USD", scope={AWS}', "has a currency of its own"),
    (f'limit="5 EUR/month", scope={AWS}', "limit: €5/month can't be had: budgets on AWS are in USD"),
    ('limit=5, scope={"tag": "service"}', "scope is a dict: give one of AwsScope, KubernetesScope"),
    ('limit=5, scope=AwsScope(tag="service", region="us-east-1")', "'service' is no tag"),
    ('limit=5, scope=KubernetesScope(name="A_b", namespace="ai")', "'A_b' is no name in a cluster"),
    (f'limit=pulumi.Output.from_input("$5/month"), scope={AWS}', "limit is an Output"),
    (f'limit=5, alerts="finops@example.com", scope={AWS}', "write alerts=['finops@example.com']"),
    (f'limit=5, thresholds="80%", scope={AWS}', "write thresholds=['80%']"),
    (f"limit=5, alerts=[None], scope={AWS}", "alerts: None is no text"),
    (f'limit=5, on_breach="stop", scope={AWS}', "'stop' is not a valid OnBreach"),
    (f'limit=5, on_breach="pause", scope={AWS}', "on_breach: pause needs the topic"),
    (f'limit=5, on_breach="pause", scope={TOPIC}', "on_breach: pause of what?"),
    (f'limit=5, alerts=["#finops"], scope={AWS}', "alerts[0]: '#finops' can't be told"),
    (
        f'limit=5, on_breach="pause", scope=KubernetesScope(name="{47 * "n"}", namespace="a", prometheus="http://p")',
        "scope.name: ",
    ),
    ('limit=5, scope=CloudflareScope(account="a")', "Cloudflare has no budget in dollars for Workers"),
    (
        'limit=5, on_breach="pause", scope=GoogleScope(project="p", billing_account="1")',
        "on_breach: pause of what?",
    ),
]


def test_what_can_t_be_had_is_refused_in_the_words_of_the_arguments(tmp_path: Path) -> None:
    attempts = "".join(
        f"""
        try:
            BudgetGuard("guard", {arguments})
        except pulumi.RunError as error:
            said.append(str(error))
        """
        for arguments, _ in REFUSED
    )
    with pytest.raises(ProgramError) as raised:
        capture(tmp_path, f"\nsaid = []{attempts}\nraise SystemExit('\\n'.join(said))".replace("\n        ", "\n"))
    for _, text in REFUSED:
        assert text in str(raised.value)


def test_the_program_of_the_page(tmp_path: Path) -> None:
    (program,) = [block.body for block in blocks_in(ROOT / "docs" / "budgets.md") if block.language == "python"]
    graph = capture(tmp_path, program).graph
    (function,) = [item for item in graph.of_type("aws:lambda/function:Function") if item.name == "scorer"]
    assert function.inputs["reservedConcurrentExecutions"] == 10
    assert "aws:ssm/parameter:Parameter" in below(graph, "scorer-budget")


def test_every_code_of_a_budget_is_on_the_page() -> None:
    packages = ("targets", "components")
    files = [file for package in packages for file in (ROOT / "apexai" / package).rglob("*.py")]
    written = {code for file in files for code in re.findall(r"APX-BGT-\d{3}", file.read_text(encoding="utf-8"))}
    page = (ROOT / "docs" / "budgets.md").read_text(encoding="utf-8")
    assert written == set(re.findall(r"APX-BGT-\d{3}", page))


SERVICE = """
InferenceService(
    "fraud",
    spec={
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": "fraud"},
        "spec": {
            "modelRef": {"name": "fraud", "version": "1"},
            "runtime": {
                "platform": "kubernetes",
                "region": "us-east-1",
                "image": "r.example.com/m:1",
                "cpu": "1",
                "access": "internal",
            },
            "autoscaling": {"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70},
            "finops": {"budgetLimit": "$500/month", "onBreach": "throttle", "nodeType": "m5.large"},
        },
    },
)
"""


def test_offline_a_brake_is_released(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text("from apexai.components import InferenceService\n" + SERVICE)
    program = ScriptProgram(script=script, project="guards", directory=tmp_path)
    graph = capture_program(program, config={"apexai:prometheus": "http://prometheus:9090"}).graph
    (autoscaler,) = graph.of_type("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
    spec: Any = autoscaler.inputs["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (2, 10)
    (guard,) = graph.of_type("apexai:index:BudgetGuard")
    assert str(guard.parent).endswith("::fraud")
    assert guard.inputs["onBreach"] == "throttle"
    # 10 s every 10 minutes are 12.17 h, of 64 MiB of the 6,903 MiB that pods can have of an m5.large
    estimate = estimate_graph(graph, book=frozen_book("aws"), as_of=AS_OF)
    brake = [line.quantity for line in estimate.lines if line.urn.endswith("::fraud-budget-brake")]
    assert {round(quantity, 4) for quantity in brake} == {Decimal("0.1128")}
    assert [found.urn.rsplit("::", 1)[-1] for found in estimate.needs_usage] == ["fraud-deployment"]
