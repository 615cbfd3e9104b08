"""The resources of a deployment on AWS Lambda; the only modules of the target that import `pulumi_aws`."""
