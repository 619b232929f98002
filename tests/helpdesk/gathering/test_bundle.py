"""The line about suggested meetings in the one mail before a slot."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from classcode import clock
from classcode.mail import OutgoingMail
from classcode.people.queries import recipient
from helpdesk import mails
from helpdesk.gathering.queries.page import naming
from helpdesk.slots import Slot
from helpdesk.tickets.states import State
from tests.helpdesk.gathering.conftest import Town
from tests.helpdesk.gathering.suggested import suggested


def bundle(town: Town) -> str:
    """Return the words of the mail that Bruno gets before a slot, with one question in it."""
    ticket = town.asks(
        town.make.person("eve", commune="FR-35238"), facilitator_id=town.bruno.id, state=State.ACCEPTED
    )
    to = recipient(town.session, town.bruno.id)
    assert to is not None
    slot = Slot(clock.now(), clock.now() + timedelta(hours=1))
    mails.write_bundle(town.session, to, slot, [ticket], suggested=naming(town.session, town.bruno.id))
    town.session.flush()
    return str(town.session.scalars(select(OutgoingMail)).one().text)


def test_the_mail_tells_how_many_meetings_are_suggested_to_her(town: Town) -> None:
    for _twice in range(2):
        suggested(town.session, town.place, [town.make.person("ada")], facilitator_id=town.bruno.id)
    suggested(town.session, town.place, [town.make.person("zoe")])

    assert "2 rencontres vous sont suggérées" in bundle(town)


def test_without_suggestions_the_mail_says_nothing_of_them(town: Town) -> None:
    assert "suggérée" not in bundle(town)
