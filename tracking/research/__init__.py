"""Agreed data for research: studies that two people open, files under keys of their own, and who consents to them."""
