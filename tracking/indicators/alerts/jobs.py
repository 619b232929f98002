"""The daily round of alerts: it looks, then writes the weekly mails that are due. Run twice it does nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from classcode import db
from classcode.queues.rounds import going_on
from tracking.indicators.alerts import queries
from tracking.indicators.alerts.course import Courses
from tracking.indicators.alerts.rules import letters
from tracking.indicators.alerts.rules.looking import signs_of, write

TOPIC: Final = "indicator-alerts"


def rounder(k: int, courses: Courses) -> Callable[[str], None]:
    """Return the round: `k` is the people under whom a count is not shown, `courses` tells the order of the course."""

    def go_round(_round: str) -> None:
        there = courses()
        # Read apart, since a database of one file has one writer at a time.
        with db.reading() as session:
            found = signs_of(session, there, k)
        with db.transaction() as session:
            write(session, found, there)
        write_letters()

    return go_round


def write_letters() -> None:
    """Write the weekly mail to each who asked for it and has something new, in a transaction of her own."""
    with db.reading() as session:
        asked = queries.letters(session)
    for person_id in asked:
        with going_on("the alerts of %s", person_id), db.transaction() as session:
            letters.write(session, person_id)
