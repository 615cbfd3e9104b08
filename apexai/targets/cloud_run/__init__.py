"""Cloud Run: a service whose revisions have names that every preview knows."""
