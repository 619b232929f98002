"""Profiles, and names behind pseudonyms."""
