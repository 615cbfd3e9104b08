"""The spec: models of the document that a user writes, its loader and its checks. Knows no Pulumi."""
