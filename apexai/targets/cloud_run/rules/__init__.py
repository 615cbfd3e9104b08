"""What Cloud Run refuses, by subject."""
