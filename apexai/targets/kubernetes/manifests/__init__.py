"""The objects of a deployment, one kind a module; with `resources.py` the only importers of `pulumi_kubernetes`."""
