"""Parts of ids in Azure, which may be known late."""

import pulumi


def part_of(id_: pulumi.Input[str], mark: str) -> pulumi.Output[str]:
    """What stands before a mark in an id."""
    return pulumi.Output.from_input(id_).apply(lambda text: text.partition(mark)[0])


def last_of(id_: pulumi.Input[str]) -> pulumi.Output[str]:
    """The name that an id ends with."""
    return pulumi.Output.from_input(id_).apply(lambda text: text.rsplit("/", 1)[-1])
