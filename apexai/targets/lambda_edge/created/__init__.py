"""The resources of a deployment at the edge; the only modules of the target that import `pulumi_aws`."""
