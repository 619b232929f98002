"""The closed words of places: how far one has come, and what kind it is. Pure."""

from __future__ import annotations

from enum import StrEnum


class PlaceState(StrEnum):
    """How far a place has come: somebody named it, meetings happen there, meetings keep happening there."""

    IDENTIFIED = "identified"
    ACTIVE = "active"
    SUSTAINED = "sustained"


class PlaceKind(StrEnum):
    """What kind of public place this is; somebody's home is none."""

    LIBRARY = "library"
    SCHOOL = "school"
    TOWN_HALL = "town-hall"
    DIGITAL_SPACE = "digital-space"
    CULTURE = "culture"
    ASSOCIATION = "association"
    UNIVERSITY = "university"
    COMPANY = "company"
    OTHER = "other"
