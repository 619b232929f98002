"""Accompanying whole schools: a school, a school year, dated steps, who was there, a page for its head."""
