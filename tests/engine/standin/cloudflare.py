"""The Cloudflare provider of the stand-in: Workers keep their versions, and refuse deployments of what is not there."""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from tests.engine.standin import bridged
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.cloudflare_kinds import (
    CLOUDFLARE,
    CRON,
    DEPLOYMENT,
    DOMAIN,
    ROUTE,
    VERSION,
    WORKER,
)
from tests.engine.standin.differences import Difference, differences
from tests.engine.standin.invokes import answer
from tests.engine.standin.kinds import GENERIC, Kind
from tests.engine.standin.provider import Comparison, Target
from tests.engine.standin.refusals import Rule
from tests.engine.standin.wire import UNKNOWN, Properties

ACCOUNT: Final = "0123456789abcdef0123456789abcdef"

DOCS = "developers.cloudflare.com/workers/configuration/versions-and-deployments/gradual-deployments/"
NO_WORKER = Rule(text="workers.api.error.script_not_found: {name} [code: 10007]", source=DOCS, paraphrased=True)
NO_VERSION = Rule(text="could not find Worker Version {id} of {name} [code: 10204]", source=DOCS, paraphrased=True)
SUM = Rule(text="percentages of a deployment must add up to 100, not {total}", source=DOCS, paraphrased=True)
COUNT = Rule(text="a deployment has one or two versions, not {count}", source=DOCS, paraphrased=True)
NOT_DEPLOYED = Rule(text="{name} has no deployment that could be reached", source=DOCS, paraphrased=True)
TWICE = Rule(text="binding names have to be unique: {names}", source=DOCS, paraphrased=True)
ORDER = Rule(
    text="the API gives bindings back by name, and the provider would find others than it asked for",
    source="terraform-provider-cloudflare internal/services/worker_version/custom.go, SortBindingsByName",
    paraphrased=True,
)


class CloudflareProvider:
    """See Provider."""

    def region(self, config: Properties, properties: Properties) -> str:
        return "global"

    def check(self, target: Target, news: Properties, *, olds: Properties, seed: bytes) -> Properties:
        return bridged.checked(_kind(target), news, olds=olds, logical_name=target.name, seed=seed)

    def compare(self, target: Target, news: Properties, *, olds: Properties) -> Comparison:
        """Another path of a module with the same content is the only update that a version knows."""
        kind, before, after = _kind(target), bridged.without_defaults(olds), bridged.without_defaults(news)
        same = target.type == VERSION and _digests(before) == _digests(after)

        def replaces(path: str) -> bool:
            top = path.split(".")[0].split("[")[0]
            return top in kind.replaces and not (same and top == "modules")

        found: list[Difference] = differences(before, after, replaces=replaces)
        return Comparison(differences=found)

    def preview(self, target: Target, inputs: Properties, *, existing: CloudObject | None) -> Properties:
        if existing is not None:
            return {name: value for name, value in existing.outputs.items() if name not in existing.inputs}
        return {name: UNKNOWN for name in _kind(target).outputs if name not in inputs} | _subdomain(inputs, UNKNOWN)

    def create(self, cloud: Cloud, target: Target, inputs: Properties) -> CloudObject:
        inputs = _plain(inputs)
        _judge(cloud, target, inputs)
        kind, words = _kind(target), _words(target, inputs, cloud)
        id_ = kind.id.format_map(words) if kind.token else f"{target.name}-{words['suffix']}"
        computed = {name: template.format_map({**words, "id": id_}) for name, template in kind.outputs.items()}
        url = f"https://{inputs.get('name')}.account.workers.dev"
        item = CloudObject(
            type=target.type,
            id=id_,
            region=target.region,
            urn=target.urn,
            inputs=inputs,
            outputs={**computed, **inputs, **_subdomain(inputs, url)},
        )
        cloud.put(item)
        _remember(cloud, item)
        return item

    def update(self, cloud: Cloud, existing: CloudObject, target: Target, inputs: Properties) -> CloudObject:
        inputs = _plain(inputs)
        _judge(cloud, target, inputs)
        computed = {name: value for name, value in existing.outputs.items() if name not in existing.inputs}
        url = f"https://{inputs.get('name')}.account.workers.dev"
        existing.inputs, existing.urn = inputs, target.urn
        existing.outputs = {**computed, **inputs, **_subdomain(inputs, url)}
        cloud.put(existing)
        return existing

    def delete(self, cloud: Cloud, existing: CloudObject) -> None:
        """Versions and deployments stay with their Worker: the provider's Delete of both does nothing."""
        cloud.remove(existing)

    def invoke(self, cloud: Cloud, token: str, arguments: Properties) -> Properties:
        if token == "cloudflare:index/getAccounts:getAccounts":
            return {**arguments, "id": "accounts", "results": [{"id": ACCOUNT, "name": "tester"}]}
        return answer(cloud, token, arguments)


def _kind(target: Target) -> Kind:
    return CLOUDFLARE.get(target.type, GENERIC)


def _plain(inputs: Properties) -> Properties:
    return {name: value for name, value in bridged.without_defaults(inputs).items() if value is not None}


def _words(target: Target, inputs: Properties, cloud: Cloud) -> dict[str, Any]:
    text = f"{target.urn}{sorted(inputs.items())!r}{len(cloud.rpcs)}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {**inputs, "suffix": digest[:32], "uuid": str(uuid.UUID(digest[:32]))}


def _subdomain(inputs: Properties, url: object) -> Properties:
    return {"subdomain": {**inputs["subdomain"], "url": url}} if "subdomain" in inputs else {}


def _digests(inputs: Mapping[str, Any]) -> list[object]:
    return [_digest(module) for module in inputs.get("modules", [])]


def _digest(module: Mapping[str, Any]) -> object:
    file = Path(str(module.get("contentFile", "")))
    content = file.read_bytes() if file.is_absolute() and file.is_file() else None
    if content is None:
        return dict(module)
    return module["name"], module["contentType"], hashlib.sha256(content).hexdigest()


def _judge(cloud: Cloud, target: Target, inputs: Properties) -> None:
    if judge := _JUDGES.get(target.type):
        judge(cloud, inputs)


def _version(cloud: Cloud, inputs: Properties) -> None:
    names = [binding["name"] for binding in inputs.get("bindings", [])]
    if len(names) != len(set(names)):
        TWICE.refuse(names=names)
    if names != sorted(names):
        ORDER.refuse()
    if not any(worker.id == inputs["workerId"] for worker in cloud.of_type(WORKER)):
        NO_WORKER.refuse(name=inputs["workerId"])


def _deployment(cloud: Cloud, inputs: Properties) -> None:
    worker = _worker(cloud, inputs["scriptName"])
    shares = {item["versionId"]: item["percentage"] for item in inputs["versions"]}
    if not 1 <= len(inputs["versions"]) <= 2:
        COUNT.refuse(count=len(inputs["versions"]))
    if sum(shares.values()) != 100:
        SUM.refuse(total=sum(shares.values()))
    for version in shares:
        if version not in worker.hidden.get("versions", {}):
            NO_VERSION.refuse(id=version, name=worker.inputs["name"])


def _reached(cloud: Cloud, inputs: Properties) -> None:
    name = inputs.get("service") or inputs.get("script") or inputs.get("scriptName")
    if not _worker(cloud, name).hidden.get("serving"):
        NOT_DEPLOYED.refuse(name=name)


def _worker(cloud: Cloud, name: Any) -> CloudObject:
    found = [worker for worker in cloud.of_type(WORKER) if worker.inputs["name"] == name]
    if not found:
        NO_WORKER.refuse(name=name)
    return found[0]


_JUDGES: Final[Mapping[str, Callable[[Cloud, Properties], None]]] = {
    VERSION: _version,
    DEPLOYMENT: _deployment,
    DOMAIN: _reached,
    ROUTE: _reached,
    CRON: _reached,
}


def _remember(cloud: Cloud, item: CloudObject) -> None:
    """What a Worker keeps: every version that it was ever given, and the last deployment."""
    if item.type == VERSION:
        worker = next(worker for worker in cloud.of_type(WORKER) if worker.id == item.inputs["workerId"])
        texts = {binding["name"]: binding.get("text") for binding in item.inputs.get("bindings", [])}
        worker.hidden.setdefault("versions", {})[item.id] = texts
        cloud.put(worker)
    if item.type == DEPLOYMENT:
        worker = _worker(cloud, item.inputs["scriptName"])
        worker.hidden["serving"] = {one["versionId"]: one["percentage"] for one in item.inputs["versions"]}
        cloud.put(worker)
