"""The public agenda: open meetings to come, as a page and as feeds. It names no person."""
