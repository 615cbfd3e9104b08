"""The Kubernetes provider of the stand-in.

Source of its manners: github.com/pulumi/pulumi-kubernetes provider/pkg/provider/provider.go (Check, Diff, Create)
and provider/pkg/metadata/naming.go, at 94977969 (2026-07-01), with server-side apply, its default.
"""

import copy
import hashlib
from typing import Final

from tests.engine.standin import kubernetes_rules, refusals
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.differences import differences
from tests.engine.standin.invokes import answer
from tests.engine.standin.kubernetes_kinds import CLUSTER_SCOPED, plural, replaces
from tests.engine.standin.provider import Comparison, Target
from tests.engine.standin.wire import UNKNOWN, Properties, has_unknowns, revealed

AUTONAMED: Final = "pulumi.com/autonamed"


class KubernetesProvider:
    """See Provider."""

    def region(self, config: Properties, properties: Properties) -> str:
        return str(config.get("context") or config.get("cluster") or "")

    def check(self, target: Target, news: Properties, *, olds: Properties, seed: bytes) -> Properties:
        if has_unknowns(news.get("metadata")) and _metadata(news).get("name") is not None:
            return news
        name = _metadata(news).get("name") or _old_autoname(olds)
        if _metadata(news).get("name"):
            return news
        suffix = hashlib.sha256(seed + target.type.encode()).hexdigest()[:8]
        return _named(news, name or f"{target.name}-{suffix}")

    def compare(self, target: Target, news: Properties, *, olds: Properties) -> Comparison:
        version, kind = str(news["apiVersion"]), str(news["kind"])
        found = differences(_placed(olds), _placed(news), replaces=lambda path: replaces(version, kind, path))
        same_place = _identity(olds) == _identity(news)
        autonamed = (_metadata(news).get("annotations") or {}).get(AUTONAMED) == "true"
        return Comparison(
            differences=found,
            delete_before_replace=any(item.replaces for item in found) and same_place and not autonamed,
        )

    def preview(self, target: Target, inputs: Properties, *, existing: CloudObject | None) -> Properties:
        return _placed(inputs) if isinstance(inputs.get("metadata"), dict) else inputs

    def create(self, cloud: Cloud, target: Target, inputs: Properties) -> CloudObject:
        manifest = _placed(inputs)
        kubernetes_rules.check_object(cloud, target.region, manifest, existing=None)
        item = CloudObject(
            type=target.type,
            id=_identity(manifest),
            region=target.region,
            urn=target.urn,
            inputs=manifest,
            outputs=_live(manifest, uid=hashlib.sha256(target.urn.encode()).hexdigest()[:12]),
        )
        if cloud.get(item.type, item.id, item.region) is not None:
            refusals.K8S_EXISTS.refuse(
                plural=plural(manifest["apiVersion"], manifest["kind"]), name=manifest["metadata"]["name"]
            )
        cloud.put(item)
        return item

    def update(self, cloud: Cloud, existing: CloudObject, target: Target, inputs: Properties) -> CloudObject:
        manifest = kubernetes_rules.applied(_placed(inputs), existing, ignored=target.ignored)
        kubernetes_rules.check_object(cloud, target.region, manifest, existing=existing)
        existing.inputs = manifest
        existing.outputs = _live(manifest, uid=existing.outputs["metadata"]["uid"])
        existing.urn = target.urn
        cloud.put(existing)
        return existing

    def delete(self, cloud: Cloud, existing: CloudObject) -> None:
        cloud.remove(existing)

    def invoke(self, cloud: Cloud, token: str, arguments: Properties) -> Properties:
        return answer(cloud, token, arguments)


def _metadata(properties: Properties) -> Properties:
    metadata = revealed(properties.get("metadata"))
    return metadata if isinstance(metadata, dict) else {}


def _old_autoname(olds: Properties) -> str:
    metadata = _metadata(olds)
    return metadata["name"] if (metadata.get("annotations") or {}).get(AUTONAMED) == "true" else ""


def _named(news: Properties, name: str) -> Properties:
    named = copy.deepcopy(news)
    metadata = named.setdefault("metadata", {})
    metadata["name"] = name
    metadata["annotations"] = {**(metadata.get("annotations") or {}), AUTONAMED: "true"}
    return named


def _placed(properties: Properties) -> Properties:
    placed = copy.deepcopy(properties)
    metadata = placed.setdefault("metadata", {})
    if placed.get("kind") in CLUSTER_SCOPED:
        metadata.pop("namespace", None)
    elif metadata.get("namespace") is None:
        metadata["namespace"] = "default"
    return placed


def _identity(properties: Properties) -> str:
    metadata = _metadata(_placed(properties))
    if UNKNOWN in (metadata.get("name"), metadata.get("namespace")):
        return UNKNOWN
    return "/".join(part for part in (metadata.get("namespace"), metadata.get("name")) if part)


def _live(manifest: Properties, *, uid: str) -> Properties:
    live = copy.deepcopy(manifest)
    live["metadata"] |= {"uid": uid, "creationTimestamp": "2026-11-21T00:00:00Z", "generation": 1}
    if live["kind"] == "Service":
        spec = live["spec"]
        spec.setdefault("type", "ClusterIP")
        spec.setdefault("clusterIP", f"10.96.0.{int(uid[:2], 16)}")
        balanced = spec["type"] == "LoadBalancer"
        ingress = [{"hostname": f"{uid}.elb.example.com"}] if balanced else []
        live["status"] = {"loadBalancer": {"ingress": ingress}}
    if live["kind"] == "Deployment":
        replicas = live["spec"].setdefault("replicas", 1)
        live["status"] = {"replicas": replicas, "readyReplicas": replicas}
    return live
