"""The resources of a deployment on Cloud Run; the only modules of the target that import `pulumi_gcp`."""
