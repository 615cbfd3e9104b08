"""What Cloudflare refuses, by subject."""
