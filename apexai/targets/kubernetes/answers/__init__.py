"""The capability table's parts, one for each section of the spec."""
