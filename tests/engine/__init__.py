"""Tests against the real `pulumi` CLI; README.md says what they need."""
