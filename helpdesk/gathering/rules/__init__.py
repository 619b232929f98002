"""What changes suggestions: the round that keeps them, and people who take one up, set one aside, or want none."""
