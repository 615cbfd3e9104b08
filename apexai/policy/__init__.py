"""Rules over the resource graph: what a deployment may ship with, decided once for every source of the graph."""
