"""What the targets on Azure share: tags, roles, references, and the resources around an app."""
