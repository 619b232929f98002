"""The closed words of suggestions. Pure."""

from __future__ import annotations

from enum import StrEnum


class SuggestionState(StrEnum):
    """What became of a suggestion: it stands open, a meeting came of it, somebody said no, or it holds no more."""

    OPEN = "open"
    TAKEN = "taken"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


class Dismissal(StrEnum):
    """Why a suggestion was set aside; a closed choice, so that it can be counted and names nobody."""

    NOT_NOW = "not-now"
    OTHERWISE = "otherwise"
    PLACE = "place"
    PEOPLE = "people"
    OTHER = "other"
