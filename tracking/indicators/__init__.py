"""Participation indicators: versioned definitions, one query, one disclosure, one page and its exports."""
