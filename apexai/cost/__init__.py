"""Graph, usage and prices → an estimate that says what it does not know."""
