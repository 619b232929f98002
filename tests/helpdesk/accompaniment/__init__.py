"""Accompanying schools."""
