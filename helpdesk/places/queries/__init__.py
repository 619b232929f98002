"""Reading places: the nearest for a commune, the directory, one place with what is planned there, what waits."""

from helpdesk.places.queries.reach import Near, nearest

__all__ = ["Near", "nearest"]
