"""`apexai schema`: print the JSON Schemas of what is written and of what is printed."""

import json

import click

from apexai.cli.terminal import print_json


@click.command("schema")
@click.option("--preview", is_flag=True, help="Print the schema of what `apexai preview --format json` prints.")
@click.option("--compare", is_flag=True, help="Print the schema of what `apexai compare --format json` prints.")
@click.option("--pulumi", "package", is_flag=True, help="Print the schema of the components for other languages.")
def command(preview: bool, compare: bool, package: bool) -> int:
    """Print the JSON Schema of the spec, for editors and for programs that write specs.

    With `apexai schema > spec.schema.json`, an editor with the YAML language server reads it from a first line
    `# yaml-language-server: $schema=spec.schema.json`.
    """
    if preview:
        from apexai.report.json import load_preview_schema

        print_json(load_preview_schema())
        return 0
    if compare:
        from apexai.report.compare_json import load_compare_schema

        print_json(load_compare_schema())
        return 0
    if package:
        from apexai.plugin.schema import render_pulumi_schema

        print_json(render_pulumi_schema() + "\n")
        return 0
    from apexai.spec.schema import spec_schema

    print_json(json.dumps(spec_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
