"""The ways to the desk, and the way out."""
