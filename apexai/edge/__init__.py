"""The worker program that runs at the edge: its sources, and the bundle that deployments upload."""
