"""The closed words of indicator definitions: groups, units, kinds, origins, disclosure classes, steps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Group(StrEnum):
    """The part of a report in which an indicator stands."""

    PEOPLE = "people"
    HELP = "help"
    MEETINGS = "meetings"
    HOURS = "hours"
    SCHOOLS = "schools"
    PLACES = "places"
    DECLARED = "declared"


class Unit(StrEnum):
    """What a value counts; a step is a `Progress`."""

    PEOPLE = "people"
    PUPILS = "pupils"
    ENROLMENTS = "enrolments"
    QUESTIONS = "questions"
    MEETINGS = "meetings"
    ATTENDANCES = "attendances"
    SEATS = "seats"
    HOURS = "hours"
    SHARE = "share"
    SCHOOLS = "schools"
    PLACES = "places"
    PUBLICATIONS = "publications"
    PERSON_MONTHS = "person-months"
    EUROS = "euros"
    POINTS = "points"
    STEP = "step"


BOUNDS: Final[Mapping[Unit, tuple[float, float]]] = {Unit.SHARE: (0, 1), Unit.POINTS: (1, 5)}
"""Between which values each lies, and so their average: where it is at an end, so is everybody."""


class Kind(StrEnum):
    """The three kinds of indicator of the monitoring that funders use."""

    QUANTITATIVE = "quantitative"
    PROGRESS = "progress-state"
    INFORMATIONAL = "informational"


class Origin(StrEnum):
    """Where figures come from. A page never adds declared ones to measured ones, and says which is which.

    RECORD: statements. DIRECTORY: the files of places, schools and their accompaniment. DECLARED: entered by hand with
    source, date and author. MIXED: a formula over a measured and a declared part. SURVEY: questions put to learners.
    """

    RECORD = "record"
    DIRECTORY = "directory"
    DECLARED = "declared"
    MIXED = "mixed"
    SURVEY = "survey"


class Disclosure(StrEnum):
    """How an indicator is kept from telling about one person; see `disclosure`.

    PEOPLE: counts of distinct people. SUM: amounts over people, which add up in a table and count one person as often
    as she comes. AVERAGE: rests on people and does not add up. RATE: a share, shown or hidden with its parts. OPEN:
    counts of schools, places and events, not of people. DECLARED: figures entered with their source.
    """

    PEOPLE = "people"
    SUM = "sum"
    AVERAGE = "average"
    RATE = "rate"
    OPEN = "open"
    DECLARED = "declared"


class Change(StrEnum):
    """What a new version changes: MEANING breaks the series, WORDS only says the same better or more fully."""

    MEANING = "meaning"
    WORDS = "words"


class Progress(StrEnum):
    """The five steps of the progress state of an action, in their order."""

    NOT_STARTED = "not-started"
    UNDER_A_QUARTER = "under-a-quarter"
    TO_A_HALF = "to-a-half"
    TO_THREE_QUARTERS = "to-three-quarters"
    FINISHED = "finished"
