"""The brake on Azure against a fake of Resource Manager: what it takes, what it gives back, what it ignores."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from apexai.brake.azure.api import RefusedError
from apexai.brake.azure.main import Brake, NotBackError
from apexai.brake.azure.memory import BusyError
from apexai.brake.azure.settings import CONTAINER_APP, FLEX, PREMIUM, VARIABLE, Settings, load_settings
from apexai.brake.state import RELEASED, State, load_state
from apexai.spec.finops import OnBreach
from apexai.targets.azure.roles import ROLES
from apexai.targets.budgets.azure.permissions import actions_of, places_of
from apexai.targets.budgets.scopes import AzureBrake
from tests.brake.arm import CONTAINER, ROLE, Arm, status_of
from tests.brake.budget_alerts import BUDGET, GROUP, METRIC, OLD_SCHEMA, notification
from tests.engine.standin import Cloud, CloudObject, azure_apps
from tests.engine.standin.azure_kinds import APP, ENVIRONMENT, FUNCTION, GRANT, PLAN, SLOT
from tests.engine.standin.azure_kinds import BUDGET as BUDGET_TYPE

NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 1, 0, 5, tzinfo=UTC)
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/fraudbrake"
STATE = f"{ACCOUNT}/blobServices/default/containers/brake"
APPS = f"{GROUP}/providers/Microsoft.App/containerApps"
SITES = f"{GROUP}/providers/Microsoft.Web/sites"
PLAN_ID = f"{GROUP}/providers/Microsoft.Web/serverfarms/fraud-plan"
KINDS = (CONTAINER_APP, FLEX, PREMIUM)
IDS = {CONTAINER_APP: f"{APPS}/fraud", FLEX: f"{SITES}/fraud", PREMIUM: f"{SITES}/fraud"}


def thing(type_: str, id_: str, **inputs: Any) -> CloudObject:
    return CloudObject(
        type=type_, id=id_, region="azure", urn=f"urn::x::{type_}::{id_}", inputs=inputs, outputs=dict(inputs)
    )


def container_app(name: str, *, traffic: list[dict[str, Any]] | None = None) -> CloudObject:
    item = thing(
        APP,
        f"{APPS}/{name}",
        containerAppName=name,
        environmentId=f"{GROUP}/environment",
        workloadProfileName="Consumption",
        configuration={
            "activeRevisionsMode": "Single" if traffic is None else "Multiple",
            "ingress": {"traffic": traffic or [{"latestRevision": True, "weight": 100}]},
        },
        template={
            "containers": [{"name": "model", "image": "m:1", "resources": {"cpu": 1, "memory": "2Gi"}}],
            "scale": {"minReplicas": 2, "maxReplicas": 10, "rules": [{"name": "requests"}]},
        },
    )
    azure_apps.keep_revision(item)
    return item


def flex_app(name: str) -> CloudObject:
    scale = {
        "instanceMemoryMB": 2048,
        "maximumInstanceCount": 60,
        "alwaysReady": [{"name": "HTTP", "instanceCount": 2}],
        "triggers": {"http": {"perInstanceConcurrency": 4}},
    }
    config = {"runtime": {"name": "python", "version": "3.12"}, "scaleAndConcurrency": scale}
    return thing(FUNCTION, f"{SITES}/{name}", enabled=True, functionAppConfig=config)


def things(kind: str) -> list[CloudObject]:
    """A service of a kind, and the one beside it."""
    if kind == CONTAINER_APP:
        environment = thing(ENVIRONMENT, f"{GROUP}/environment")
        return [environment, container_app("fraud"), container_app("fraud-2")]
    if kind == FLEX:
        return [flex_app("fraud"), flex_app("fraud-2")]
    plan = {"sku": {"name": "EP1", "capacity": 2}, "maximumElasticWorkerCount": 10}
    return [
        thing(PLAN, PLAN_ID, **plan),
        thing(PLAN, f"{PLAN_ID}-2", **plan),
        thing(FUNCTION, f"{SITES}/fraud", enabled=True),
        thing(SLOT, f"{SITES}/fraud/slots/v2", enabled=True),
        thing(FUNCTION, f"{SITES}/fraud-2", enabled=True),
    ]


def brake_of(kind: str) -> AzureBrake:
    premium = {"plan": PLAN_ID, "slots": (f"{IDS[PREMIUM]}/slots/v2",)} if kind == PREMIUM else {}
    return AzureBrake(
        kind=kind,
        app=IDS[kind],
        state=STATE,
        name="fraud-1a2b3c4d",
        region="westeurope",
        maximum=60 if kind == FLEX else 10,
        throttled=2,
        ready={"http": 2} if kind == FLEX else {},
        **premium,  # type: ignore[arg-type]
    )


def settings_of(brake: AzureBrake, mode: str) -> Settings:
    given = {
        "service": "fraud",
        "budget": BUDGET,
        "state": STATE,
        "client": "client",
        "kind": brake.kind,
        "app": brake.app,
        "mode": mode,
        "capped": brake.throttled,
        "maximum": brake.maximum,
        "ready": dict(brake.ready),
        "plan": brake.plan or "",
        "slots": list(brake.slots),
    }
    return load_settings({VARIABLE: json.dumps(given)})


@dataclass(kw_only=True)
class World:
    """A group with two services, of which one has a brake."""

    cloud: Cloud
    arm: Arm
    settings: Settings

    def hear(self, message: dict[str, Any], *, now: datetime = NOW, **settings: Any) -> dict[str, Any]:
        brake = Brake(replace(self.settings, **settings), self.arm, wait=lambda: None)
        return brake.hear(message, now=now)

    def item(self, id_: str) -> CloudObject:
        (found,) = [item for item in self.cloud if item.id == id_]
        return found

    def everything(self) -> object:
        """All that a brake could change, without what it remembers."""
        kept = [item for item in self.cloud if item.type not in (CONTAINER, GRANT, ROLE)]
        return copy.deepcopy({item.id: (_plain(item.inputs), status_of(item)) for item in kept})

    def state(self) -> State:
        return load_state(self.item(STATE).inputs["metadata"]["state"])

    def records(self) -> list[str]:
        """What was done, by the records that are kept."""
        assert all(path.startswith("brake/records/2026-1") for path, _ in self.arm.blobs)
        return [str(record["act"]) for _, record in self.arm.blobs]


def _plain(inputs: dict[str, Any]) -> Any:
    """Names of groups as the API takes them."""
    return json.loads(json.dumps(inputs).replace('"HTTP"', '"http"'))


@pytest.fixture
def world(tmp_path: Path) -> Callable[[str, str], World]:
    def make(kind: str, mode: str) -> World:
        cloud, brake = Cloud(tmp_path / f"{kind}-{mode}"), brake_of(kind)
        for item in things(kind):
            cloud.put(item)
        cloud.put(thing(BUDGET_TYPE, BUDGET, amount=500))
        cloud.put(thing(CONTAINER, STATE, metadata={"state": RELEASED.render()}))
        role = thing(ROLE, "/roles/brake", permissions=[{"actions": actions_of(brake, OnBreach(mode))}])
        cloud.put(role)
        for place in places_of(brake).values():
            cloud.put(thing(GRANT, f"{place}/grant", principalId="me", roleDefinitionId=role.id, scope=place))
        for role_name, place in (("Storage Blob Data Owner", ACCOUNT), ("Cost Management Reader", GROUP)):
            built_in = f"/roles/{ROLES[role_name]}"
            cloud.put(thing(GRANT, f"{place}/grant", principalId="me", roleDefinitionId=built_in, scope=place))
        return World(cloud=cloud, arm=Arm(cloud, "me"), settings=settings_of(brake, mode))

    return make


CHANGES = {
    (CONTAINER_APP, "throttle"): ["most replicas of fraud: 10 → 2"],
    (CONTAINER_APP, "pause"): ["stop of fraud"],
    (FLEX, "throttle"): ["kept ready of fraud: 2 → 0", "most instances of fraud: 60 → 2"],
    (FLEX, "pause"): ["kept ready of fraud: 2 → 0", "stopped fraud"],
    (PREMIUM, "throttle"): ["most instances of the plan of fraud: 10 → 2"],
    (PREMIUM, "pause"): ["stopped fraud", "stopped fraud/slots/v2"],
}


MODE_CHANGES = {
    (CONTAINER_APP, "throttle"): {"Microsoft.App/containerApps/start/action"},
    (PREMIUM, "throttle"): {"Microsoft.Web/sites/write", "Microsoft.Web/sites/slots/write"},
    (PREMIUM, "pause"): {"Microsoft.Web/serverfarms/write"},
}
"""What is granted and not used unless `onBreach` changes while the service is held back."""


@pytest.mark.parametrize(("kind", "mode"), CHANGES)
def test_a_month_over_budget(world: Callable[[str, str], World], kind: str, mode: str) -> None:
    made = world(kind, mode)
    before = made.everything()
    record = made.hear(notification())
    assert record["act"] == "brake"
    assert record["heard"] == "alert 0da238f6: 500.59 of 500.00 USD"
    assert record["changes"] == CHANGES[kind, mode]
    state = made.state()
    assert (state.is_braked, state.period, state.by) == (True, "2026-11", "budget")
    assert made.hear(notification())["changes"] == []
    made.arm.settle()
    held = made.everything()
    assert held != before
    assert [made.hear(message)["changes"] for message in (notification(), {"action": "tick"})] == [[], []]
    assert made.everything() == held
    assert made.records() == ["brake", "hold", "hold"], "idle ticks leave none"

    released = made.hear({"action": "tick"}, now=NEXT_MONTH)
    made.arm.settle()
    assert released["act"] == "release"
    assert made.everything() == before
    assert (made.state().status, made.state().by) == ("released", "period")
    late = made.hear(notification(), now=NEXT_MONTH)
    assert (late["act"], late["why"]) == ("nothing", "the alert is of 2026-11-21, the budget of 2026-12")
    assert made.everything() == before
    assert made.arm.granted() - made.arm.used == MODE_CHANGES.get((kind, mode), set())


def test_another_mode_meanwhile_needs_all_that_is_granted(world: Callable[[str, str], World]) -> None:
    made = world(CONTAINER_APP, "pause")
    before = made.everything()
    made.hear(notification())
    made.arm.settle()
    (role,) = made.cloud.of_type(ROLE)
    role.inputs["permissions"] = [{"actions": actions_of(brake_of(CONTAINER_APP), OnBreach.THROTTLE)}]
    assert made.hear({"action": "tick"}, mode="throttle")["changes"] == ["most replicas of fraud: 10 → 2"]
    made.arm.settle()
    with pytest.raises(RefusedError, match="OperationInProgress"):
        made.hear({"action": "tick"}, now=NEXT_MONTH, mode="throttle")
    made.arm.settle()
    assert made.state().is_braked
    assert made.hear({"action": "tick"}, now=NEXT_MONTH, mode="throttle")["act"] == "release"
    assert made.everything() == before
    assert made.arm.granted() <= made.arm.used


OTHER = f"{GROUP}/providers/Microsoft.Consumption/budgets/fraud-2-9f8e7d6c-budget"
IGNORED: list[tuple[dict[str, Any], str]] = [
    (notification(budget=OTHER), "another service"),
    (notification(budget=f"{BUDGET}-copy"), "another service"),
    (notification(budget=BUDGET.replace("fraud-group", "elsewhere")), "another service"),
    (notification(kind="Forecasted", spent="$999.99"), "Forecasted is not what was spent"),
    (notification(threshold="$400.00", spent="$400.10"), "budget left"),
    (notification(limit="€1.500,00", spent="€1.499,99"), "budget left"),
    (notification(limit="¥50,000", spent="¥49,999"), "budget left"),
    (notification(spent="-$600.00"), "no amounts"),
    (notification(spent="a lot"), "no amounts"),
    (notification(sent="2026-10-31T23:59:59.000Z"), "the alert is of 2026-10-31"),
    (notification(sent="2026-11-22T19:20:37.147Z"), "the alert is of 2026-11-22"),
    (notification(sent="yesterday"), "no time"),
    (notification(sent="2026-11-21T19:20:37"), "no time"),
    (OLD_SCHEMA, "no notification"),
    (METRIC, "no notification"),
    ({"schemaId": "azureMonitorCommonAlertSchema", "data": None}, "no notification"),
    ({"action": "destroy"}, "nothing to ask for"),
    ({}, "nothing to ask for"),
]


def test_what_is_no_breach_of_this_budget_changes_nothing(world: Callable[[str, str], World]) -> None:
    made = world(FLEX, "throttle")
    before = made.everything()
    for heard, why in IGNORED:
        record = made.hear(heard)
        assert record["act"] == "nothing"
        assert why in str(record["why"])
    assert made.everything() == before
    assert made.state() == RELEASED
    assert made.arm.changes == []
    assert made.records() == ["nothing"] * len(IGNORED)


BREACHES = [
    notification(budget=BUDGET.upper()),
    notification(limit="500,00 €", spent="500,59 €"),
    notification(limit="CHF 1'500.00", spent="CHF 1'500.10"),
    notification(limit="€1.500,00", spent="€1.500,00"),
    notification(limit="¥50,000", spent="¥150,000"),
    notification(limit="$500", spent="$500.5", sent="2026-11-21T13:58:24.3713213Z"),
]


@pytest.mark.parametrize("breach", BREACHES)
def test_amounts_and_ids_are_read_as_azure_writes_them(world: Callable[[str, str], World], breach: Any) -> None:
    assert world(CONTAINER_APP, "pause").hear(breach)["act"] == "brake"


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_releases_for_the_rest_of_the_month(world: Callable[[str, str], World], kind: str) -> None:
    made = world(kind, "pause")
    before = made.everything()
    made.hear(notification())
    made.arm.settle()
    record = made.hear({"action": "release", "reason": "INC-7, von Zoë erlaubt"})
    assert (record["act"], record["heard"]) == ("release", "person: INC-7, von Zoë erlaubt")
    assert made.everything() == before
    again = made.hear(notification())
    assert again["why"] == "a person released the service for 2026-11"
    assert made.everything() == before
    later = made.hear(notification(sent="2026-12-09T10:00:00Z"), now=datetime(2026, 12, 9, 11, tzinfo=UTC))
    assert later["act"] == "brake"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_declared_meanwhile_is_given_back(world: Callable[[str, str], World], kind: str) -> None:
    made = world(kind, "throttle")
    made.hear(notification())
    made.arm.settle()
    ready = {"http": 3, "function:score": 1} if kind == FLEX else {}
    made.hear({"action": "tick"}, now=NEXT_MONTH, maximum=20, ready=ready)
    if kind == FLEX:
        scale = made.item(IDS[kind]).inputs["functionAppConfig"]["scaleAndConcurrency"]
        assert scale["maximumInstanceCount"] == 20
        assert {entry["name"]: entry["instanceCount"] for entry in scale["alwaysReady"]} == ready
        assert scale["triggers"] == {"http": {"perInstanceConcurrency": 4}}
    elif kind == PREMIUM:
        assert made.item(PLAN_ID).inputs["maximumElasticWorkerCount"] == 20
    else:
        template = made.item(IDS[kind]).inputs["template"]
        assert template["scale"] == {"minReplicas": 2, "maxReplicas": 20, "rules": [{"name": "requests"}]}
        assert template["containers"][0]["image"] == "m:1"


def test_both_revisions_of_a_split_are_stopped_and_come_back(world: Callable[[str, str], World]) -> None:
    made = world(CONTAINER_APP, "pause")
    app = made.item(IDS[CONTAINER_APP])
    stable = app.outputs["latestRevisionName"]
    app.inputs["configuration"] = {
        "activeRevisionsMode": "Multiple",
        "ingress": {
            "traffic": [{"revisionName": stable, "weight": 90}, {"latestRevision": True, "weight": 10}],
        },
    }
    app.inputs["template"]["containers"][0]["image"] = "m:2"
    azure_apps.keep_revision(app)
    revisions = copy.deepcopy(app.hidden["revisions"])
    made.hear(notification())
    made.arm.settle()
    assert status_of(app) == "Stopped"
    made.hear({"action": "tick"}, now=NEXT_MONTH)
    assert (status_of(app), app.hidden["revisions"]) == ("Running", revisions)


@pytest.mark.parametrize("kind", KINDS)
def test_what_fails_half_way_is_finished_at_the_next_tick(world: Callable[[str, str], World], kind: str) -> None:
    made = world(kind, "pause")
    before = made.everything()
    last = "/slots/v2" if kind == PREMIUM else "/fraud"
    made.arm.failing = {last}
    with pytest.raises(RefusedError):
        made.hear(notification())
    assert made.state().is_braked
    done_before = CHANGES[kind, "pause"][:-1] if kind == PREMIUM else []
    assert made.arm.blobs[-1][1]["changes"] == [*done_before, "failed: 503: ServiceUnavailable"]
    made.arm.failing = set()
    done = made.hear({"action": "tick"})
    assert done["act"] == "hold"
    assert done["changes"] == CHANGES[kind, "pause"][-1 if kind == PREMIUM else 0 :]
    made.arm.settle()
    made.arm.failing = {last}
    with pytest.raises(RefusedError):
        made.hear({"action": "tick"}, now=NEXT_MONTH)
    assert made.state().is_braked
    made.arm.failing = set()
    assert made.hear({"action": "tick"}, now=NEXT_MONTH)["act"] == "release"
    assert made.everything() == before


def test_calls_do_not_cross(world: Callable[[str, str], World]) -> None:
    made = world(FLEX, "throttle")
    before = made.everything()
    made.item(STATE).hidden["lease"] = "another's"
    for message in (notification(), {"action": "tick"}, {"action": "release"}):
        with pytest.raises(BusyError):
            made.hear(message)
    assert made.everything() == before
    assert made.state() == RELEASED
    del made.item(STATE).hidden["lease"]
    assert made.hear(notification())["act"] == "brake"
    assert "lease" not in made.item(STATE).hidden


def test_a_release_that_azure_does_not_finish_is_looked_at_again(world: Callable[[str, str], World]) -> None:
    made = world(CONTAINER_APP, "throttle")
    made.hear(notification())
    made.arm.settle()
    app = made.item(IDS[CONTAINER_APP])
    made.cloud.watchers.append(lambda: app.hidden.update(looks=99))
    with pytest.raises(NotBackError):
        made.hear({"action": "tick"}, now=NEXT_MONTH)
    assert made.state().is_braked
    assert "lease" not in made.item(STATE).hidden
    made.cloud.watchers.clear()
    made.arm.settle()
    assert made.hear({"action": "tick"}, now=NEXT_MONTH)["act"] == "release"
    assert made.state() != RELEASED
    assert not made.state().is_braked


def test_somebody_else_s_change_is_taken_back(world: Callable[[str, str], World]) -> None:
    made = world(CONTAINER_APP, "throttle")
    made.hear(notification())
    made.arm.settle()
    made.item(IDS[CONTAINER_APP]).inputs["template"]["scale"]["maxReplicas"] = 10
    assert made.hear({"action": "tick"})["changes"] == ["most replicas of fraud: 10 → 2"]


def test_an_alert_that_never_came_is_made_up_for(world: Callable[[str, str], World]) -> None:
    made = world(PREMIUM, "throttle")
    budget = made.item(BUDGET)
    assert made.hear({"action": "tick"})["act"] == "nothing"
    budget.hidden["spent"] = 499.99
    assert made.hear({"action": "tick"})["act"] == "nothing"
    budget.hidden["spent"] = 500.0
    assert made.hear({"action": "tick"})["act"] == "brake"
    assert made.state().reason == "budget: 500.0 of 500 USD"
    assert made.hear({"action": "tick"}, now=NEXT_MONTH)["act"] == "release"
    stale = made.hear({"action": "tick"}, now=NEXT_MONTH.replace(day=2))
    assert stale["act"] == "nothing", "a budget is looked at once a day, and may still speak of the last month"
    assert made.hear({"action": "tick"}, now=NEXT_MONTH.replace(day=3))["act"] == "brake"
    made.hear({"action": "release", "reason": "INC-7"}, now=NEXT_MONTH.replace(day=4))
    assert made.hear({"action": "tick"}, now=NEXT_MONTH.replace(day=5))["act"] == "nothing"
