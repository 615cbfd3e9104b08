"""`apexai schema`: print the JSON Schema of the spec."""

import json

import click

from apexai.cli.terminal import print_json


@click.command("schema")
def command() -> int:
    """Print the JSON Schema of the spec, for editors and for programs that write specs.

    With `apexai schema > spec.schema.json`, an editor with the YAML language server reads it from a first line
    `# yaml-language-server: $schema=spec.schema.json`.
    """
    from apexai.spec.schema import spec_schema

    print_json(json.dumps(spec_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
