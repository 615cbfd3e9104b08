"""The component provider: the components for Pulumi YAML, TypeScript, Go, .NET and Java, over one schema."""
