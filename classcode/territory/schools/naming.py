"""How a school is written where people choose it: its name, its commune, its identifier."""

from __future__ import annotations

from classcode.territory.schools.models import School


def told_apart(school: School, language: str) -> str:
    """Write a school so that no other reads the same: "École Jules-Verne, Rennes (0351234A)"."""
    return f"{placed(school, language)} ({school.official_id})"


def placed(school: School, language: str) -> str:
    """Write a school's name and its commune."""
    return f"{school.name}, {school.commune.called(language)}"
