"""What may be said and done about a place; `restate` reads its state anew from the record."""

from helpdesk.places.rules.restating import restate

__all__ = ["restate"]
