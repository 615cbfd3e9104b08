"""What App Service refuses of function apps: settings that Flex does not take, slots without an app, shared plans."""

from typing import Any, Final

from tests.engine.standin import refusals
from tests.engine.standin.azure_kinds import FUNCTION, GRANT, IDENTITY, PLAN, SLOT
from tests.engine.standin.cloud import Cloud
from tests.engine.standin.wire import Properties

OWN_BLOBS: Final = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
NOT_FOR_FLEX: Final = ("netFrameworkVersion", "functionAppScaleLimit", "alwaysOn")
SLOTS: Final = 3
"""With the app itself. Source: learn.microsoft.com/azure/azure-functions/functions-deployment-slots."""


def check_function(cloud: Cloud, type_: str, inputs: Properties) -> None:
    """Refuse what the API refuses of an app or a slot."""
    if type_ == SLOT and not any(app.inputs["name"] == inputs["name"] for app in cloud.of_type(FUNCTION)):
        refusals.SLOT_NO_APP.refuse(name=inputs["name"])
    if type_ == SLOT:
        others = {item.inputs["slot"] for item in cloud.of_type(SLOT)} | {inputs["slot"]}
        if len(others) + 1 > SLOTS:
            refusals.SLOT_COUNT.refuse(count=SLOTS)
    plan = next((item for item in cloud.of_type(PLAN) if item.id == inputs["serverFarmId"]), None)
    if plan is None:
        refusals.APP_NO_PLAN.refuse(id=inputs["serverFarmId"])
    elif plan.inputs["sku"]["name"] == "FC1":
        _check_flex(cloud, inputs)
    _check_ramp(cloud, inputs)
    _check_storage(cloud, inputs)


def _check_flex(cloud: Cloud, inputs: Properties) -> None:
    site: dict[str, Any] = inputs.get("siteConfig", {})
    names = [name for name in NOT_FOR_FLEX if name in site]
    if names or "functionAppConfig" not in inputs:
        refusals.FLEX_SETTING.refuse(names=", ".join(names) or "no functionAppConfig")
    for app in cloud.of_type(FUNCTION):
        if app.inputs["serverFarmId"] == inputs["serverFarmId"] and app.inputs["name"] != inputs["name"]:
            refusals.FLEX_PLAN.refuse()


def _check_ramp(cloud: Cloud, inputs: Properties) -> None:
    rules = (inputs.get("siteConfig", {}).get("experiments") or {}).get("rampUpRules") or []
    hosts = {f"{item.inputs['name']}-{item.inputs['slot']}.azurewebsites.net" for item in cloud.of_type(SLOT)}
    for rule in rules:
        if rule["actionHostName"] not in hosts:
            refusals.RAMP_NO_SLOT.refuse(host=rule["actionHostName"])


def _check_storage(cloud: Cloud, inputs: Properties) -> None:
    """The host starts with its storage: the identity has to own it by then."""
    settings = {pair["name"]: pair["value"] for pair in inputs["siteConfig"]["appSettings"]}
    account = f"/storageAccounts/{settings['AzureWebJobsStorage__accountName']}"
    principals = {
        item.outputs["principalId"]
        for item in cloud.of_type(IDENTITY)
        if item.id in inputs["identity"]["userAssignedIdentities"]
    }
    if not any(
        grant.inputs["principalId"] in principals
        and grant.inputs["scope"].endswith(account)
        and grant.inputs["roleDefinitionId"].endswith(OWN_BLOBS)
        for grant in cloud.of_type(GRANT)
    ):
        refusals.FUNCTION_STORAGE.refuse(account=account)
