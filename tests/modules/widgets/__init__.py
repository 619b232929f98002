"""Tests of the unplugged widgets."""
