"""New prices from the vendors' own lists, as a diff of the catalogue that a person reviews."""
