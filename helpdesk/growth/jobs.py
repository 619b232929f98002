"""What growth does by the clock: it invites by the record, notices first meetings, reminds who decides, and forgets.

Each person has a transaction of her own and is looked at again inside it: a round run twice does nothing twice.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from classcode import clock, db
from classcode.people.queries import recipient
from classcode.queues.rounds import going_on
from helpdesk.growth import mails
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.deeds import could_be_invited
from helpdesk.growth.queries.paths import KIND, reminders_due
from helpdesk.growth.queries.together import waiting_for_meeting
from helpdesk.growth.rules import deciding, inviting
from helpdesk.models import DeskMail

TOPIC: Final = "desk-growth"


def go_round(_round: str) -> None:
    """Do all that has become due on the ways to the desk."""
    for step in (invite_all, note_meetings, remind_leads, forget):
        with going_on("the step of growth %s", step.__name__):
            step()


def invite_all() -> None:
    """Invite everybody who meets the criteria and was not on a way to the desk before."""
    with db.reading() as session:
        found = could_be_invited(session)
    for person_id in found:
        with going_on("inviting %s", person_id), db.transaction() as session:
            inviting.invite(session, person_id)


def note_meetings() -> None:
    """Let newcomers work by themselves who held a meeting with their mentor."""
    with db.reading() as session:
        waiting = waiting_for_meeting(session)
    for path_id in waiting:
        with going_on("the first meeting of %s", path_id), db.transaction() as session:
            path = session.get(FacilitatorPath, path_id, with_for_update=True)
            if path is not None:
                deciding.note_first_meeting(session, path)


def remind_leads() -> None:
    """Tell who decides that applications wait: on the day one comes, and once a week while it waits."""
    with db.reading() as session:
        due = reminders_due(session)
    window = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for person_id, count in due.items():
        with going_on("reminding %s of who waits", person_id), db.transaction() as session:
            to = recipient(session, person_id)
            values = {"id": uuid4(), "person_id": person_id, "kind": KIND, "window": window}
            if to and db.insert_once(session, DeskMail, values | {"written_at": clock.now()}):
                mails.remind(session, to, count)


def forget() -> None:
    """Empty what was written on ways to the desk, once nobody needs it."""
    with db.transaction() as session:
        deciding.forget_words(session)
