"""What Cloudflare has of budgets: a limit on what models cost behind an AI Gateway, and notices of usage."""
