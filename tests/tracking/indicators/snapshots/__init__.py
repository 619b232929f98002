"""Publications: what is frozen, that it stays, and that nobody is found by subtracting one from another."""
