"""Tests of making two accounts one."""
