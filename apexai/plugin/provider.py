"""The provider that the engine starts, and that makes the components for programs in other languages."""

import sys
from collections.abc import Awaitable, Generator
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.provider import ConstructResult, Provider, main
from pulumi.runtime.stack import wait_for_rpcs

from apexai import __version__
from apexai.errors import ApexError
from apexai.plugin.deriving import argument_record, output_record
from apexai.plugin.packaged import COMPONENTS
from apexai.plugin.reading import read_inputs
from apexai.plugin.refusing import refuse_inputs
from apexai.plugin.schema import render_pulumi_schema
from apexai.plugin.shapes import Record


class ComponentProvider(Provider):
    """Makes the components of `COMPONENTS`."""

    def __init__(self) -> None:
        super().__init__(__version__, render_pulumi_schema())

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Make a component.

        Raises:
            pulumi.InputPropertiesError: The inputs can't be used; every reason, with the path of its input.
        """
        entry = COMPONENTS.get(resource_type)
        if entry is None:
            raise pulumi.InputPropertiesError(f"{resource_type} is no component of this package", [])
        record = argument_record(entry.inputs)
        try:
            made = entry.build(name, read_inputs(record, inputs), options or pulumi.ResourceOptions())
        except (pulumi.RunError, ApexError) as error:
            raise refuse_inputs(name, record, inputs, error) from None
        outputs = output_record(entry.component).properties
        state = {output.key: getattr(made, output.attribute) for output in outputs}
        return ConstructResult(Settled(made=made, name=name, record=record, inputs=inputs), state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Awaitable[str]):
    """The URN of a component when all of its children are registered.

    What late values turn out to be wrong for is an error of the inputs as well, and the SDK waits for it in vain.
    """

    made: pulumi.ComponentResource
    name: str
    record: Record
    inputs: pulumi.Inputs

    def __await__(self) -> Generator[Any, None, str]:
        return self._wait().__await__()

    async def _wait(self) -> str:
        try:
            await wait_for_rpcs(await_all_outstanding_tasks=False)
        except pulumi.RunError as error:
            raise refuse_inputs(self.name, self.record, self.inputs, error) from None
        urn = await self.made.urn.future()
        assert urn is not None
        return urn


def serve() -> None:
    """Serve the engine that started this process, till it ends it."""
    main(ComponentProvider(), sys.argv[1:])
