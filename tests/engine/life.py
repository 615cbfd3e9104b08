"""The life of a service under the real engine: releases, splits, roll backs, each a changed document and an `up`."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.engine.stack import Preview, Run, Stack
from tests.engine.standin import Cloud, Fault
from tests.engine.standin.faults import Operation

CHANGES: Final[tuple[Operation, ...]] = ("create", "update")

PROGRAM = """
    import pulumi
    from apexai.components import InferenceService

    service = InferenceService("fraud", spec="service.yaml")
    pulumi.export("endpoint", service.endpoint)
    pulumi.export("revision", service.revision)
"""


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a document says of one step."""

    version: str
    blue: int = 100
    green: int = 0
    stable: dict[str, str] | None = None
    """`trafficSplit.stable`."""

    @property
    def split(self) -> dict[str, Any]:
        sides = {"blue": f"{self.blue}%", "green": f"{self.green}%"}
        return {**sides, "stable": self.stable} if self.stable else sides


@dataclass(kw_only=True)
class Life:
    """A service and the invariants that hold in every state that its cloud passes through."""

    stack: Stack
    cloud: Cloud
    document: Callable[[Release], dict[str, Any]]
    """The document of a step."""
    invariant: Callable[[Cloud], list[str]]
    """What is wrong with the cloud as it is; must be nothing once the first `up` is through."""
    at_rest: Callable[[Cloud], list[str]] = lambda cloud: []
    """What is wrong after an `up`, and may be so in between."""
    broken: list[str] = field(default_factory=list)
    """What the invariant found in the states in between."""
    revision: str = ""
    """The output of the last good `up`."""

    def release(self, version: str, **step: Any) -> Run:
        """Deploy a step; afterwards everything is in place, and a second `up` finds nothing to do."""
        return self.deploy(Release(version=version, **step))

    def deploy(self, release: Release) -> Run:
        """See `release`."""
        self.write(release)
        run = self.stack.up()
        self.settle()
        return run

    def pass_through(self, version: str, **step: Any) -> None:
        """Deploy a step as `release` does, without the second `up`: one that is like another step in kind."""
        self.write(Release(version=version, **step))
        self.stack.up()
        self._check()

    def fails(self, kind: str) -> None:
        """Run an `up` that breaks at the first resource of a kind, and breaks nothing that ran."""
        message = f"ServiceException: no {kind} now"
        faults = [Fault(operation=operation, urn=f":{kind}::", message=message) for operation in CHANGES]
        self.cloud.faults[:] = faults
        assert message in self.stack.up(fails=True).text
        self.cloud.faults.clear()
        assert self.broken == []

    def write(self, release: Release) -> None:
        """Write the document of a step."""
        self.stack.write(PROGRAM, service_yaml=json.dumps(self.document(release), indent=1))

    def settle(self) -> Preview:
        """What holds after every good `up`, and a preview of all that is, which finds nothing to do."""
        self._check()
        preview = self.stack.preview("--show-sames")
        assert set(preview.changes) == {"same"}
        return preview

    def _check(self) -> None:
        """What holds after every good `up`; from here on the invariant is watched."""
        resources = self.stack.resources()
        assert self.stack.lost(resources) == []
        assert self.stack.leaked(resources) == []
        (itself,) = [item for item in resources if item["type"] == "pulumi:pulumi:Stack"]
        self.revision = str(itself["outputs"]["revision"])
        assert self.invariant(self.cloud) == []
        assert self.at_rest(self.cloud) == []
        assert self.broken == []
        if not self.cloud.watchers:
            self.cloud.watchers.append(self._watch)

    def _watch(self) -> None:
        self.broken += [problem for problem in self.invariant(self.cloud) if problem not in self.broken]
