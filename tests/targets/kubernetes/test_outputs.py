"""What a service gives to the program around it, and what it takes from there: Outputs, known and not."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from apexai.errors import ProgramError
from apexai.graph import UNKNOWN, Value
from apexai.graph.offline import Capture, ScriptProgram, capture_program
from tests.targets.change import Document, at, merged
from tests.targets.changes_kubernetes import GATEWAY, JWT
from tests.targets.kubernetes.documents import CASES, by_name, written

ENDPOINTS: Final[Mapping[str, Document]] = {
    "cluster": CASES["smallest"],
    "load-balancer": CASES["load balancer"],
    "domain": CASES["split"],
    "inside": CASES["unknown gateway"],
    "internal-domain": written(
        at(
            "spec.runtime.network",
            {"gateway": {"name": "edge", "namespace": "gateways"}, "domain": "subject.example.com"},
        )
    ),
    "public-behind-gateway": written(GATEWAY, at("spec.runtime.access", "public")),
    "preprocessor": CASES["everything"],
    "provider-namespace": CASES["provider's namespace"],
}
_EXPORTS: Final = """
import json, pathlib, pulumi
from apexai.components import InferenceService

for name, document in json.loads(pathlib.Path("documents.json").read_text()).items():
    service = InferenceService(name, spec=document)
    pulumi.export(name, {"endpoint": service.endpoint, "revision": service.revision})
"""
_OUTPUTS: Final = """
import json, pathlib, pulumi
import pulumi_kubernetes as k8s
from apexai.components import InferenceService

document = json.loads(pathlib.Path("document.json").read_text())
made_first = k8s.core.v1.ConfigMap("made-first", data={})
def later(text):
    return pulumi.Output.from_input(text)
def unknown():
    return made_first.metadata.apply(lambda metadata: metadata.uid)
"""


def run(directory: Path, program: str, **files: object) -> Capture:
    script = directory / "program.py"
    script.write_text(program)
    for name, content in files.items():
        (directory / f"{name}.json").write_text(json.dumps(content))
    return capture_program(ScriptProgram(script=script, project="outputs", directory=directory))


def made_with(directory: Path, assignments: str, document: Document) -> dict[str, dict[str, Any]]:
    """The manifests of a document in which a program puts Outputs."""
    program = f"{_OUTPUTS}\n{assignments}\nInferenceService('subject', spec=document)\n"
    return by_name(run(directory, program, document=document).graph.resources)


def test_endpoints_are_urls_on_the_weighted_path(tmp_path: Path) -> None:
    outputs = run(tmp_path, _EXPORTS, documents=ENDPOINTS).outputs
    found: dict[str, Value] = {name: output["endpoint"] for name, output in outputs.items()}  # type: ignore[index,call-overload]
    assert found == {
        "cluster": "http://subject.serving.svc.cluster.local:8080",
        "load-balancer": UNKNOWN,
        "domain": "http://subject.serving.svc.cluster.local",
        "inside": "http://subject.serving.svc.cluster.local",
        "internal-domain": "https://subject.example.com",
        "public-behind-gateway": "https://subject.example.com",
        "preprocessor": "http://subject.serving.svc.cluster.local:8080",
        "provider-namespace": UNKNOWN,
    }
    assert outputs["domain"]["revision"] == "2.0.0"  # type: ignore[index,call-overload]


def test_what_takes_the_endpoint_waits_for_the_entry(tmp_path: Path) -> None:
    program = f"{_OUTPUTS}\nservice = InferenceService('subject', spec=document)\n" + (
        "k8s.core.v1.ConfigMap('frontend', data={'url': service.endpoint})\n"
    )
    capture = run(tmp_path, program, document=written(GATEWAY))
    (frontend,) = (resource for resource in capture.graph.resources if resource.name == "frontend")
    assert frontend.inputs["data"] == {"url": "http://subject.serving.svc.cluster.local"}
    assert [urn.rpartition("::")[2] for urn in frontend.dependencies] == ["subject-service"]


def test_known_outputs_flow_into_properties(tmp_path: Path) -> None:
    assignments = """
runtime = document["spec"]["runtime"]
runtime["image"] = later("registry.example.com/made:1.0.0")
runtime["environment"] = {"URL": later("https://x.example.com")}
runtime["identity"] = later("subject@project.iam.gserviceaccount.com")
runtime["auth"]["jwt"]["issuer"] = later("https://login.example.com/tenant/")
document["spec"]["modelRef"]["digest"] = "sha256:" + "a" * 64
document["spec"]["responsibleAI"] = {"alignmentCheckEndpoint": later("https://align.example.com:8443/check")}
"""
    made = made_with(tmp_path, assignments, written(GATEWAY, JWT))
    pod = made["subject-deployment"]["spec"]["template"]["spec"]
    assert pod["containers"][0]["image"] == "registry.example.com/made:1.0.0@sha256:" + "a" * 64
    assert {"name": "URL", "value": "https://x.example.com"} in pod["containers"][0]["env"]
    annotations = made["subject-service-account"]["metadata"]["annotations"]
    assert annotations == {"iam.gke.io/gcp-service-account": "subject@project.iam.gserviceaccount.com"}
    (provider,) = made["subject-authentication"]["spec"]["jwt"]["providers"]
    assert provider["remoteJWKS"] == {"uri": "https://login.example.com/tenant/.well-known/jwks.json"}
    egress = made["subject-network-policy"]["spec"]["egress"]
    ports = [[port["port"] for port in rule["ports"]] for rule in egress]
    assert ports == [[53, 53], [443], [8443], [80, 8080], [987, 988]]


def test_another_clouds_identity_opens_no_metadata_service(tmp_path: Path) -> None:
    assignments = 'document["spec"]["runtime"]["identity"] = later("arn:aws:iam::111122223333:role/subject")'
    made = made_with(tmp_path, assignments, written())
    addresses = {
        peer["ipBlock"]["cidr"]
        for rule in made["subject-network-policy"]["spec"]["egress"]
        for peer in rule["to"]
        if "ipBlock" in peer
    }
    assert addresses == {"169.254.0.0/16", "0.0.0.0/0", "::/0"}
    assert {
        tuple(port["port"] for port in rule["ports"]) for rule in made["subject-network-policy"]["spec"]["egress"]
    } == {(53, 53), (443,)}


def test_unknown_outputs_stay_unknown(tmp_path: Path) -> None:
    assignments = """
runtime = document["spec"]["runtime"]
runtime["image"] = unknown()
runtime["identity"] = unknown()
document["spec"]["modelRef"]["uri"] = unknown()
document["spec"]["responsibleAI"] = {"alignmentCheckEndpoint": unknown()}
"""
    made = made_with(tmp_path, assignments, written())
    container = made["subject-deployment"]["spec"]["template"]["spec"]["containers"][0]
    assert container["image"] is UNKNOWN
    assert {"name": "MODEL_URI", "value": UNKNOWN} in container["env"]
    assert made["subject-service-account"]["metadata"]["annotations"] is UNKNOWN
    dns, store, *unknown = made["subject-network-policy"]["spec"]["egress"]
    assert dns["ports"][0]["port"] == 53
    assert store["ports"][0]["port"] == 443
    assert all(rule is UNKNOWN for rule in unknown)


def test_a_reference_that_is_known_later_is_refused(tmp_path: Path) -> None:
    assignments = 'document["spec"]["runtime"]["secrets"] = {"TOKEN": later("k8s://subject/token")}'
    with pytest.raises(ProgramError, match=r"spec\.runtime\.secrets\.TOKEN: .*\[APX-LIM-213\]"):
        made_with(tmp_path, assignments, written())


def test_an_identity_of_no_known_form_stops_the_program(tmp_path: Path) -> None:
    assignments = 'document["spec"]["runtime"]["identity"] = later("nobody")'
    with pytest.raises(ProgramError, match=r"spec\.runtime\.identity: 'nobody' is not an IAM role's ARN"):
        made_with(tmp_path, assignments, merged(written()))
