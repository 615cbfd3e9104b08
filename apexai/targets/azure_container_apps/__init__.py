"""Azure Container Apps: an app whose revisions share the traffic, in an environment of its own."""
