"""The pages of places: reading the directory, naming and changing places, their rooms, deciding about them."""

from helpdesk.places.routes import deciding, naming, reading, rooms
from helpdesk.places.routes.blueprint import bp

__all__ = ["bp", "deciding", "naming", "reading", "rooms"]
