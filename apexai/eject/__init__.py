"""The way out: a deployment's components as a plain Pulumi program, which needs this library no more."""
