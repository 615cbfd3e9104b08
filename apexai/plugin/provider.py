"""The provider that the engine starts, and that makes the components for programs in other languages."""

import sys

import pulumi
from pulumi.provider import ConstructResult, Provider, main

from apexai import __version__
from apexai.errors import ApexError
from apexai.plugin.deriving import argument_record, output_record
from apexai.plugin.packaged import COMPONENTS
from apexai.plugin.reading import read_inputs
from apexai.plugin.refusing import refuse_inputs
from apexai.plugin.schema import render_pulumi_schema


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
            raise pulumi.InputPropertiesError(f"{resource_type} is no component of this package")
        record = argument_record(entry.inputs)
        try:
            made = entry.build(name, read_inputs(record, inputs), options or pulumi.ResourceOptions())
        except (pulumi.RunError, ApexError) as error:
            raise refuse_inputs(name, record, inputs, error) from None
        outputs = output_record(entry.component).properties
        return ConstructResult(made.urn, {output.key: getattr(made, output.attribute) for output in outputs})


def serve() -> None:
    """Serve the engine that started this process, till it ends it."""
    main(ComponentProvider(), sys.argv[1:])
