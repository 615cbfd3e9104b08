"""A resource graph as files for clusters whose state a controller takes from Git: Argo CD, Flux, or `kubectl`."""
