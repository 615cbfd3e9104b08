"""What the target creates, by subject."""
