"""The resources of a deployment on Container Apps; the only modules of the target that import `pulumi_azure_native`."""
