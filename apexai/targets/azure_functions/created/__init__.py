"""The resources on Azure Functions; the only modules of the target that import `pulumi_azure_native`."""
