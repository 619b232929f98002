"""What calendars do by the clock: remind of meetings a week and a day before.

Each reminder has a transaction of its own and is looked at again inside it: a round that runs twice, late, or in two
schedulers at once writes each once, and one that fails stops no other.
"""

from __future__ import annotations

from typing import Final

from classcode import clock, db
from classcode.queues.rounds import going_on
from helpdesk.calendar import queries
from helpdesk.calendar.rules import reminding

TOPIC: Final = "meeting-reminders"


def remind_all(_round: str) -> None:
    """Write every reminder that has come due."""
    with db.reading() as session:
        wanted = queries.reminders_due(session, clock.now())
    for one in wanted:
        with going_on("%s of meeting %s", one.reminder, one.meeting_id), db.transaction() as session:
            reminding.remind(session, one)
