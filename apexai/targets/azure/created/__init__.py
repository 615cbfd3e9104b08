"""Resources around an app on Azure; with the targets' own, the only modules that import `pulumi_azure_native`."""
