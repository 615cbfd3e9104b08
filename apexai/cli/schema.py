"""`apexai schema`: print the JSON Schemas of what is written and of what is printed."""

import json

import click

from apexai.cli.terminal import print_json


@click.command("schema")
@click.option("--preview", is_flag=True, help="Print the schema of `apexai preview --format json` instead.")
def command(preview: bool) -> int:
    """Print the JSON Schema of the spec, for editors."""
    if preview:
        from apexai.report.json import load_preview_schema

        print_json(load_preview_schema())
        return 0
    from apexai.spec.deployment import ServerlessModelDeployment

    print_json(json.dumps(ServerlessModelDeployment.model_json_schema(), indent=2) + "\n")
    return 0
