"""The cloudflare-workers target: models at the edge."""
