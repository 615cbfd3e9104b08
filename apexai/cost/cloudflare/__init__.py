"""What Cloudflare resources use."""
