"""What AWS refuses, by subject."""
