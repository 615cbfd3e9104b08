"""The state of the clouds: the objects that exist, on disk, and a log of what was asked of them."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.engine.standin.faults import Fault
from tests.engine.standin.wire import Properties

ACCOUNT = "111122223333"


@dataclass(kw_only=True)
class CloudObject:
    """One thing that exists, as its API would describe it."""

    type: str
    """Pulumi's type token."""
    id: str
    region: str
    """AWS region, or the cluster of a Kubernetes object; empty where there is one only."""
    urn: str
    """Whoever wrote it last."""
    inputs: Properties
    """Without the envelopes of secrets."""
    outputs: Properties
    hidden: Properties = field(default_factory=dict)
    """What only the service knows, e.g. a function's versions."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.type, self.region, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rpc:
    """One call of the engine."""

    operation: str
    urn: str
    id: str = ""
    preview: bool = False
    error: str = ""


class Cloud:
    """All clouds at once, for every package; a directory holds it, so that it outlives the process."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.faults: list[Fault] = []
        self.latency_seconds = 0.0
        self.concurrency_quota = 1000
        """Lambda's concurrent executions of the account in each region."""
        self.namespaces: set[str] | None = None
        """The Kubernetes namespaces that exist beside those that programs make; None: any."""
        self.missing_api_groups: set[str] = set()
        """Kubernetes API groups whose CRDs are not installed."""
        self.invokes: dict[str, Properties] = {}
        """Answers of functions by token, before the built-in ones."""
        self.answer: Callable[[str, Properties], Properties | None] = lambda token, arguments: None
        """Answers of functions by token and arguments, before those too; None where it has none."""
        self.versions: dict[str, str] = {}
        """The version that a package's provider claims; else the installed SDK's."""
        self.watchers: list[Callable[[], None]] = []
        """Called after each change, so that a test sees the states in between."""
        self.rpcs: list[Rpc] = []
        self.lock = threading.RLock()
        (directory / "objects").mkdir(parents=True, exist_ok=True)
        self._objects = {item.key: item for item in self._load()}

    def __iter__(self) -> Iterator[CloudObject]:
        return iter(list(self._objects.values()))

    def __len__(self) -> int:
        return len(self._objects)

    def of_type(self, *types: str, region: str | None = None) -> list[CloudObject]:
        """The objects of these types, oldest first."""
        return [item for item in self if item.type in types and region in (None, item.region)]

    def get(self, type_: str, id_: str, region: str) -> CloudObject | None:
        return self._objects.get((type_, region, id_))

    def the(self, type_: str, **inputs: Any) -> CloudObject:
        """The only object of a type, or the only one with these inputs.

        Raises: AssertionError.
        """
        found = [
            item
            for item in self.of_type(type_)
            if all(item.inputs.get(name) == value for name, value in inputs.items())
        ]
        assert len(found) == 1, f"{len(found)} objects of type {type_} with {inputs}"
        return found[0]

    def put(self, item: CloudObject) -> None:
        """Create or overwrite."""
        self._objects[item.key] = item
        path = self._path(item.key)
        path.write_text(json.dumps(asdict(item), sort_keys=True))
        self._tell()

    def remove(self, item: CloudObject) -> None:
        self._objects.pop(item.key, None)
        self._path(item.key).unlink(missing_ok=True)
        self._tell()

    def log(self, rpc: Rpc) -> None:
        self.rpcs.append(rpc)
        with (self.directory / "rpc.jsonl").open("a") as file:
            file.write(json.dumps(asdict(rpc)) + "\n")

    def changes(self) -> list[str]:
        """What really changed something, oldest first: `create Function fraud`, and so on."""
        return [
            f"{rpc.operation} {rpc.urn.split('::')[2].rsplit(':', 1)[-1]} {rpc.urn.split('::')[3]}"
            for rpc in self.rpcs
            if rpc.operation in ("create", "update", "delete") and not rpc.preview and not rpc.error
        ]

    def forget_rpcs(self) -> None:
        """Start the log anew."""
        self.rpcs.clear()

    def _tell(self) -> None:
        for watcher in self.watchers:
            watcher()

    def _load(self) -> list[CloudObject]:
        files = sorted((self.directory / "objects").iterdir(), key=lambda file: file.stat().st_mtime_ns)
        return [CloudObject(**json.loads(file.read_text())) for file in files]

    def _path(self, key: tuple[str, str, str]) -> Path:
        digest = hashlib.sha256("\0".join(key).encode()).hexdigest()[:24]
        return self.directory / "objects" / f"{digest}.json"
