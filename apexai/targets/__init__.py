"""How each platform does what a spec asks: capability tables, exact limits, resources."""
