"""The words of opinions: what each answer is called on the form and in what is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.afterwards.opinions import USEFUL, Pace, WillTry
from helpdesk.afterwards.telling import Told
from helpdesk.meetings import cards
from helpdesk.meetings.models import Meeting

POINTS: Final[Mapping[int, str]] = {
    5: N_("5: very useful"),
    4: N_("4: useful"),
    3: N_("3: useful in part"),
    2: N_("2: hardly useful"),
    1: N_("1: not useful"),
}
TRIES: Final[Mapping[str, str]] = {
    WillTry.YES: N_("Yes, soon"),
    WillTry.NOT_YET: N_("Not yet"),
    WillTry.NO: N_("No"),
}
PACES: Final[Mapping[str, str]] = {
    Pace.SLOW: N_("Too slow for me"),
    Pace.RIGHT: N_("Right for me"),
    Pace.FAST: N_("Too fast for me"),
}
Choices = list[tuple[str, str]]
Bars = list[tuple[str, int, str]]


def choices() -> Mapping[str, Choices]:
    """Return the answers of each question of the form, in the reader's language."""
    return {
        "useful": [(str(points), _(POINTS[points])) for points in reversed(USEFUL)],
        "will_try": [(str(one), _(words)) for one, words in TRIES.items()],
        "pace": [(str(one), _(words)) for one, words in PACES.items()],
    }


def bars(told: Told) -> Mapping[str, Bars]:
    """Return how many gave each answer, as the bar chart wants it."""
    return {
        "useful": [
            (_(POINTS[points]), people, i18n.number(people)) for points, people in told.useful.items()
        ],
        "will_try": [(_(TRIES[one]), people, i18n.number(people)) for one, people in told.will_try.items()],
        "pace": [(_(PACES[one]), people, i18n.number(people)) for one, people in told.pace.items()],
    }


def titled(meeting: Meeting) -> str:
    """Call a meeting by its day and its place."""
    return _(
        "Meeting on %(day)s, %(place)s",
        day=i18n.day(meeting.starts_at, meeting.zone),
        place=cards.where(meeting.place),
    )
