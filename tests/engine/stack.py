"""A Pulumi stack under the real CLI, against the stand-in, with its results as data."""

import json
import os
import subprocess
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.engine.standin import Cloud, CloudObject
from tests.engine.vault import SECRETS_PROVIDER

TIMEOUT_SECONDS: Final = 240

STAND_IN_URNS: Final = ("aws:", "kubernetes:", "random:", "gcp:", "azure-native:", "cloudflare:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One finished command."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def diagnostics(self) -> list[str]:
        """Messages of errors and warnings, without the debug ones."""
        return told(self._diagnostics())

    @property
    def changes(self) -> dict[str, int]:
        """Operation → number of resources, e.g. `{"create": 3, "same": 1}`."""
        for event in self._events():
            if "summaryEvent" in event:
                return dict(event["summaryEvent"].get("resourceChanges", {}))
        return {}

    @property
    def steps(self) -> dict[str, list[str]]:
        """Operation → `Type name` of the resources that it was done to, in order; without `same`."""
        found: dict[str, list[str]] = {}
        for event in self._events():
            metadata = event.get("resourcePreEvent", {}).get("metadata", {})
            if metadata and metadata["op"] != "same":
                found.setdefault(metadata["op"], []).append(brief(metadata["urn"]))
        return found

    @property
    def text(self) -> str:
        """Everything that went wrong, for an assertion's message."""
        return "\n".join([*self.diagnostics, self.stderr])

    def _diagnostics(self) -> list[dict[str, Any]]:
        return [event["diagnosticEvent"] for event in self._events() if "diagnosticEvent" in event]

    def _events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stdout.splitlines() if line.startswith('{"sequence"')]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A finished `pulumi preview --json`."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> dict[str, Any]:
        loaded = json.loads(self.stdout)
        assert isinstance(loaded, dict)
        return loaded

    @property
    def diagnostics(self) -> list[str]:
        return told(self.document.get("diagnostics", []))

    @property
    def changes(self) -> dict[str, int]:
        return dict(self.document.get("changeSummary") or {})

    @property
    def steps(self) -> dict[str, list[str]]:
        """See Run.steps."""
        found: dict[str, list[str]] = {}
        for step in self.document.get("steps", []):
            if step["op"] != "same":
                found.setdefault(step["op"], []).append(brief(step["urn"]))
        return found

    def replaced_for(self, name: str) -> list[str]:
        """The properties that replace the resource of this logical name."""
        reasons = [
            step.get("replaceReasons") or []
            for step in self.document["steps"]
            if step["urn"].endswith(f"::{name}") and "replace" in step["op"]
        ]
        return sorted({reason for found in reasons for reason in found})


@dataclass(kw_only=True)
class Stack:
    """A project in a directory of its own, with one stack, and the cloud that it deploys to."""

    directory: Path
    cloud: Cloud
    environment: Mapping[str, str]
    virtualenv: Path
    project: str = "project"
    name: str = "dev"
    config: dict[str, str] = field(default_factory=dict)

    def write(self, program: str, **files: str) -> "Stack":
        """Write `__main__.py` and other files (`spec_yaml` is `spec.yaml`); the first call makes the stack."""
        (self.directory / "__main__.py").write_text(textwrap.dedent(program).lstrip())
        for name, content in files.items():
            self.file(name.replace("_", "."), content)
        if not (self.directory / "Pulumi.yaml").exists():
            options = f"{{virtualenv: {self.virtualenv}}}"
            self.file("Pulumi.yaml", f"name: {self.project}\nruntime: {{name: python, options: {options}}}\n")
            self._initialise()
        return self

    def write_project(self, project: str, **files: str) -> "Stack":
        """Write a project in another language: its `Pulumi.yaml` and other files; the first call makes the stack."""
        is_first = not (self.directory / "Pulumi.yaml").exists()
        self.file("Pulumi.yaml", project)
        for name, content in files.items():
            self.file(name.replace("_", "."), content)
        if is_first:
            self._initialise()
        return self

    def file(self, name: str, content: str) -> Path:
        """Write another file of the project."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(content).lstrip())
        return path

    def set(self, key: str, value: str, *, secret: bool = False) -> None:
        """Set a configuration value."""
        self.pulumi("config", "set", key, value, *(["--secret"] if secret else []))

    def preview(self, *arguments: str, fails: bool = False) -> Preview:
        """Run `pulumi preview --json`; must succeed, or fail where that is expected."""
        done = self._run("preview", "--json", *arguments)
        preview = Preview(exit_code=done.returncode, stdout=done.stdout, stderr=done.stderr)
        assert (done.returncode != 0) == fails, "\n".join([*preview.diagnostics, preview.stderr])
        return preview

    def up(self, *arguments: str, fails: bool = False, preview: bool = False) -> Run:
        """Run `pulumi up`, without the preview that it starts with unless that is asked for."""
        return self._change("up", *([] if preview else ["--skip-preview"]), *arguments, fails=fails)

    def refresh(self, *arguments: str, fails: bool = False) -> Run:
        """Run `pulumi refresh`."""
        return self._change("refresh", "--skip-preview", *arguments, fails=fails)

    def destroy(self, *arguments: str, fails: bool = False) -> Run:
        """Run `pulumi destroy`."""
        return self._change("destroy", "--skip-preview", *arguments, fails=fails)

    def export(self) -> dict[str, Any]:
        """What `pulumi stack export` prints, from the file of the backend."""
        backend = Path(self.environment["PULUMI_BACKEND_URL"].removeprefix("file://"))
        state = json.loads((backend / ".pulumi" / "stacks" / self.project / f"{self.name}.json").read_text())
        return {"version": state["version"], "deployment": state["checkpoint"]["latest"]}

    def resources(self) -> list[dict[str, Any]]:
        """The resources in the state."""
        return list(self.export()["deployment"].get("resources") or [])

    def outputs(self) -> dict[str, Any]:
        """The stack's outputs, secrets shown."""
        return dict(json.loads(self.pulumi("stack", "output", "--json", "--show-secrets")))

    def pulumi(self, *arguments: str) -> str:
        """Run any other command; returns its standard output."""
        done = self._run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def lost(self, resources: list[dict[str, Any]] | None = None) -> list[str]:
        """What the state believes to exist and the cloud does not have; empty after every good `up`."""
        existing = {(item.type, item.id) for item in self.cloud}
        return [
            brief(item["urn"])
            for item in (self.resources() if resources is None else resources)
            if _is_ours(item) and (item["type"], item["id"]) not in existing
        ]

    def leaked(self, resources: list[dict[str, Any]] | None = None) -> list[CloudObject]:
        """What exists in the cloud and no state knows."""
        found = self.resources() if resources is None else resources
        known = {(item["type"], item["id"]) for item in found if _is_ours(item)}
        return [item for item in self.cloud if (item.type, item.id) not in known]

    def _change(self, command: str, *arguments: str, fails: bool) -> Run:
        done = self._run(command, "--yes", "--json", *arguments)
        run = Run(exit_code=done.returncode, stdout=done.stdout, stderr=done.stderr)
        assert (run.exit_code != 0) == fails, run.text
        return run

    def _initialise(self) -> None:
        self.pulumi("stack", "init", self.name, "--secrets-provider", SECRETS_PROVIDER)
        for key, value in self.config.items():
            self.set(key, value)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.directory,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )


def told(diagnostics: list[dict[str, Any]]) -> list[str]:
    """The messages of errors and warnings, without the one about plugins on PATH, which are ours."""
    return [
        str(item["message"]).strip()
        for item in diagnostics
        if item.get("severity") in ("error", "warning", "info#err") and " from $PATH at " not in item["message"]
    ]


def brief(urn: str) -> str:
    """`Type name` of a URN."""
    _, _, types, name = urn.split("::", 3)
    return f"{types.rsplit(':', 1)[-1]} {name}"


def _is_ours(resource: dict[str, Any]) -> bool:
    return (
        bool(resource.get("custom"))
        and str(resource["type"]).startswith(STAND_IN_URNS)
        and not resource.get("external")
        and not resource.get("delete")
    )
