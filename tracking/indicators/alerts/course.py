"""The order of the course, as whoever knows it hands it over. Pure.

The record names units and questions, and does not know what follows what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Names = Mapping[str, str]
"""One title by language code."""


@dataclass(frozen=True, slots=True)
class Part:
    """A unit or a question: its path in the record, and its titles."""

    path: str
    names: Names


@dataclass(frozen=True, slots=True)
class Course:
    """A module: its units in the order in which they are read, and its questions."""

    slug: str
    units: tuple[Part, ...]
    questions: tuple[Part, ...] = ()


Courses = Callable[[], Sequence[Course]]
"""Tells which modules there are now."""
