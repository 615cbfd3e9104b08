"""Pulumi programs that pass and fail each rule; docs/rules.md prints them."""
