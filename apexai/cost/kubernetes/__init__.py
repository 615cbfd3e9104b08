"""What Kubernetes workloads use of the nodes that they run on."""
