"""`apexai eject`: write the plain Pulumi program that takes the place of a component."""

from pathlib import Path

import click

from apexai.cli.configuration import parse_config
from apexai.cli.terminal import print_text, progress
from apexai.preview.options import DEFAULT_STACK
from apexai.spec.fields import Platform


@click.command("eject")
@click.argument("spec")
@click.option("--target", type=click.Choice([str(platform) for platform in Platform]),
              help="Eject the spec's deployment on this platform.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), default=Path("ejected"), show_default=True,
              metavar="DIRECTORY", help="Where the program is written.")  # fmt: skip
@click.option("--project", metavar="NAME", help="Of the stack.  [default: that of the Pulumi.yaml around SPEC]")
@click.option("--stack", metavar="NAME", default=DEFAULT_STACK, show_default=True, help="Whose values it has.")
@click.option("--name", metavar="NAME", help="Logical name of the component.  [default: metadata.name]")
@click.option("--config", "pairs", metavar="KEY=VALUE", multiple=True, help="Configuration over the stack's own.")
@click.option("--overrides", type=click.Path(path_type=Path), metavar="FILE",
              help="The partial spec that the program lays over SPEC.  "
                   "[default: what the stack's apexai:overrides says]")  # fmt: skip
@click.option("--force", is_flag=True, help="Write over files that are there.")
def command(
    spec: str,
    target: str | None,
    output: Path,
    project: str | None,
    stack: str,
    name: str | None,
    pairs: tuple[str, ...],
    overrides: Path | None,
    force: bool,
) -> int:
    """Write a plain Pulumi program in Python that declares what the component of SPEC declares.

    It keeps types, names and parents, so that on the component's own stack nothing changes, and needs apexai no more.
    """
    from apexai.eject.ejection import eject_spec
    from apexai.eject.naming import check_names
    from apexai.eject.sources import EjectRequest
    from apexai.eject.stack import stack_of
    from apexai.eject.writing import write_files
    from apexai.graph.offline.project_file import load_yaml

    stack = stack.rpartition("/")[2]  # the organisation and the project of its full name are in no URN
    check_names({"--project": project, "--stack": stack, "--name": name})
    found = stack_of(spec, project=project, stack=stack, config=parse_config(pairs))
    print_text("".join(f"{note}\n" for note in found.notes), err=True)
    given = None if overrides is None else load_yaml(overrides).content
    request = EjectRequest(path=spec, target=target, name=name, overrides=given, stack=found)
    with progress(f"ejecting {spec}"):
        ejected = eject_spec(request)
        write_files(output, ejected.files, force=force)
    print_text(
        f"wrote {output}: {len(ejected.files)} files that declare the same {ejected.resources} resources as {spec}; "
        f"{output / 'README.md'} says how to go on\n"
    )
    return 0
