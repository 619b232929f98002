"""Receiving a question under an address, and what its owner does with it: send it, or throw it away."""

from helpdesk.guests.rules.confirming import Confirmed, MoreCameIn, Wanted, confirm, drop
from helpdesk.guests.rules.receiving import receive

__all__ = ["Confirmed", "MoreCameIn", "Wanted", "confirm", "drop", "receive"]
