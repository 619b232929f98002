"""Paths and waits: histories made by hand, of which the true counts are known."""
