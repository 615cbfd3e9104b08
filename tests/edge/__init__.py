"""The worker program of the edge, in the real workerd."""
