"""The pages of one's own account: joining, signing in, addresses, what one chose to tell. A feature like the others."""
