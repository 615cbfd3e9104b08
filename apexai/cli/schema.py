"""`apexai schema`: print the JSON Schema of the spec."""

import json

import click


@click.command("schema")
def command() -> int:
    """Print the JSON Schema of the spec for editors."""
    from apexai.spec.deployment import ServerlessModelDeployment

    click.echo(json.dumps(ServerlessModelDeployment.model_json_schema(), indent=2))
    return 0
