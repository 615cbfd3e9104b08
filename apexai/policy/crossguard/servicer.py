"""The analyzer that the engine talks to: resource rules before each resource, stack rules at the end."""

import threading
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi.runtime.proto.plugin_pb2 import PluginInfo

from apexai import __version__
from apexai.errors import ApexError
from apexai.graph import Resource
from apexai.policy.crossguard.configuration import PackConfiguration, load_configuration
from apexai.policy.crossguard.received import join_graph, load_provider, load_request
from apexai.policy.crossguard.remedies import remediate
from apexai.policy.crossguard.spending import estimate_spends
from apexai.policy.crossguard.told import diagnostic_of, not_applicable_of, pack_info
from apexai.policy.evaluate import apply_exemptions
from apexai.policy.finding import Finding, Verdict
from apexai.policy.installed import load_rules
from apexai.policy.judge import Judge
from apexai.policy.rule import Change, Rule, Scope
from apexai.policy.subject import Circumstances, Stack

_TOLD: Final = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.BROKEN})
_EXPLAINED: Final = frozenset({Verdict.EXEMPT, Verdict.NOT_APPLICABLE})


class PackServicer(analyzer_pb2_grpc.AnalyzerServicer):
    """One pack in one run of the engine."""

    def __init__(self, name: str, *, rules: Sequence[Rule]) -> None:
        self._name: Final = name
        self._rules: Final = tuple(rules)
        self._stack_rules: Final = frozenset(rule.id for rule in rules if rule.scope is Scope.STACK)
        self._lock: Final = threading.Lock()
        self._analyzed: dict[str, Resource] = {}
        self._undecided: set[tuple[str, str]] = set()
        self._stack = proto.AnalyzerStackConfigureRequest()
        self._apply(self._load({}))

    def GetAnalyzerInfo(self, request: Empty, context: grpc.ServicerContext) -> proto.AnalyzerInfo:
        return pack_info(self._name, self._rules)

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> PluginInfo:
        return PluginInfo(version=__version__)

    def Handshake(
        self, request: proto.AnalyzerHandshakeRequest, context: grpc.ServicerContext
    ) -> proto.AnalyzerHandshakeResponse:
        return proto.AnalyzerHandshakeResponse()

    def ConfigureStack(
        self, request: proto.AnalyzerStackConfigureRequest, context: grpc.ServicerContext
    ) -> proto.AnalyzerStackConfigureResponse:
        with self._lock:
            self._stack = request
            self._apply(self._load({}))
        return proto.AnalyzerStackConfigureResponse()

    def Configure(self, request: proto.ConfigureAnalyzerRequest, context: grpc.ServicerContext) -> Empty:
        try:
            loaded = self._load(request.policyConfig)
        except ApexError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"the configuration of apexai-{self._name}: {error}")
        with self._lock:
            self._apply(loaded)
        return Empty()

    def Analyze(self, request: proto.AnalyzeRequest, context: grpc.ServicerContext) -> proto.AnalyzeResponse:
        resource, provider = load_request(request), load_provider(request)
        with self._lock:
            if provider is not None:
                self._analyzed.setdefault(provider.urn, provider)
            self._analyzed[resource.urn] = resource
            judged = self._judge.judge_resource(resource, self._analyzed, scopes=(Scope.RESOURCE,))
            findings, _ = apply_exemptions(judged, self._exemptions, self._analyzed, self._circumstances)
            waiting = [finding for finding in findings if finding.verdict is Verdict.UNKNOWN]
            self._undecided |= {(finding.rule, finding.urn) for finding in waiting}
        return self._respond(finding for finding in findings if finding.verdict is not Verdict.UNKNOWN)

    def AnalyzeStack(self, request: proto.AnalyzeStackRequest, context: grpc.ServicerContext) -> proto.AnalyzeResponse:
        """Stack rules, and the resource rules that could not decide before the edges of the graph were known."""
        with self._lock:
            graph = join_graph(self._analyzed, request.resources, project=self._stack.project, stack=self._stack.stack)
            stack = Stack(graph)
            circumstances = replace(
                self._circumstances, spends=estimate_spends(graph, self._usage, as_of=self._circumstances.as_of)
            )
            judge = Judge(self._rules, circumstances)
            judged = [
                finding
                for resource in graph.resources
                if not resource.read
                for finding in judge.judge_resource(resource, graph.by_urn, stack=stack, scopes=tuple(Scope))
                if self._is_open(finding)
            ]
            findings, _ = apply_exemptions(judged, self._exemptions, graph.by_urn, self._circumstances)
        return self._respond(findings)

    def Remediate(self, request: proto.AnalyzeRequest, context: grpc.ServicerContext) -> proto.RemediateResponse:
        """Set what the configuration lets rules set; a resource that is exempt or passes stays as it is."""
        resource, provider = load_request(request), load_provider(request)
        with self._lock:
            if provider is not None:
                self._analyzed.setdefault(provider.urn, provider)
            rules = tuple(rule for rule in self._rules if rule.id in self._remedied)
            remedied = remediate(resource, request.properties, pack=self._name, rules=rules, remedied=self._remedy_for)
            return proto.RemediateResponse(remediations=list(remedied))

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        return Empty()

    def _remedy_for(self, rule: Rule, resource: Resource) -> Change:
        surroundings = ChainMap({resource.urn: resource}, self._analyzed)
        judged = self._judge.judge_resource(resource, surroundings, scopes=(Scope.RESOURCE,))
        findings, _ = apply_exemptions(judged, self._exemptions, surroundings, self._circumstances)
        failed = any(finding.rule == rule.id and finding.verdict is Verdict.FAIL for finding in findings)
        return self._judge.remedy(rule, resource, surroundings) if failed else {}

    def _load(self, configured: Mapping[str, proto.PolicyConfig]) -> PackConfiguration:
        known = {rule.id: rule for rule in (*load_rules(), *self._rules)}
        return load_configuration(
            configured, rules=self._rules, known=tuple(known.values()), stack_config=self._stack.config
        )

    def _apply(self, loaded: PackConfiguration) -> None:
        self._exemptions = loaded.exemptions
        self._remedied = loaded.remedied
        self._usage = loaded.usage
        self._circumstances = Circumstances(as_of=loaded.as_of, settings=loaded.settings)
        self._judge = Judge(self._rules, self._circumstances)

    def _is_open(self, finding: Finding) -> bool:
        """Whether a finding at the end says more than what was said before the resource was created."""
        return finding.rule in self._stack_rules or (finding.rule, finding.urn) in self._undecided

    def _respond(self, findings: Iterable[Finding]) -> proto.AnalyzeResponse:
        listed = sorted(findings, key=lambda finding: (finding.rule, finding.urn, finding.path, finding.message))
        return proto.AnalyzeResponse(
            diagnostics=[
                diagnostic_of(finding, pack=self._name, as_of=self._circumstances.as_of)
                for finding in listed
                if finding.verdict in _TOLD
            ],
            not_applicable=[not_applicable_of(finding) for finding in listed if finding.verdict in _EXPLAINED],
        )
