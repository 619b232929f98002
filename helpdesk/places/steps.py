"""The closed words of a place's trail: what can happen to a place. Pure."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """What somebody did to a place."""

    NAMED = "named"
    ACCEPTED = "accepted"
    SENT_BACK = "sent-back"
    CHANGED = "changed"
    ROOM_ADDED = "room-added"
    ROOM_CHANGED = "room-changed"
    ROOM_REMOVED = "room-removed"
    REPORTED = "reported"
    KEPT = "kept"
    HIDDEN = "hidden"
    SHOWN = "shown"
