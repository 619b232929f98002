"""Many at once on one place: nobody's words are lost unseen, and it is accepted once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import db
from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.places import access
from helpdesk.places.models import PlaceStep
from helpdesk.places.rules import accepting, changing, naming
from helpdesk.places.rules.accepting import AcceptedAlready
from helpdesk.places.rules.changing import ChangedMeanwhile
from helpdesk.places.steps import Step
from tests.helpdesk.places.conftest import told
from tests.helpdesk.places.test_naming import who
from tests.helpdesk.tickets.test_concurrency import BOTH, at_once

MANY = 10


@BOTH
def test_of_many_changes_at_once_one_is_written_and_the_others_are_told(
    session: Session, bruno: Person, database: str
) -> None:
    visitor = who(session, bruno)
    place = naming.name_place(session, told(), by=visitor)
    session.commit()

    def change(own: Session, number: int) -> None:
        seen = access.changeable(own, visitor, place.id, acting=True)
        changing.change(own, seen, told(transport=f"Bus {number}."), version=1, by=bruno.id)

    refusals = at_once([lambda own, number=number: change(own, number) for number in range(MANY)])
    assert sum(refused is None for refused in refusals) == 1
    lost = [refused for refused in refusals if refused]
    assert all(isinstance(refused, ChangedMeanwhile) and refused.differences for refused in lost)
    with db.reading() as reading:
        assert reading.get_one(Place, place.id).version == 2
        steps = reading.scalars(select(PlaceStep.what).order_by(PlaceStep.seq)).all()
    assert steps == [Step.NAMED, Step.CHANGED]


@BOTH
def test_of_many_who_accept_a_place_one_does(
    session: Session, ada: Person, bruno: Person, database: str
) -> None:
    place = naming.name_place(session, told(), by=who(session, ada))
    visitor = who(session, bruno)
    session.commit()

    def accept(own: Session) -> None:
        accepting.accept(own, access.kept(own, visitor, place.id, acting=True), by=bruno.id)

    refusals = at_once([accept] * MANY)
    assert sum(refused is None for refused in refusals) == 1
    assert all(isinstance(refused, AcceptedAlready) for refused in refusals if refused)
