"""Many at once on one way to the desk: one application, one decision, and a role only if it was a yes."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.mail import OutgoingMail
from classcode.people.models import Facilitator, Person, Role
from classcode.people.queries import regions_of_role
from helpdesk.growth import mails
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.rules import applying, deciding
from helpdesk.growth.rules.applying import AlreadyApplied
from helpdesk.growth.steps import PathState
from tests.helpdesk.growth.conftest import wish
from tests.helpdesk.tickets.test_concurrency import BOTH, at_once

TABS = 12

Act = Callable[[Session], None]


def the_path(session: Session) -> FacilitatorPath:
    """Read the path as the edge does before an act."""
    return session.scalars(select(FacilitatorPath).with_for_update()).one()


@BOTH
def test_an_application_sent_from_many_tabs_is_one(session: Session, lena: Person, database: str) -> None:
    session.commit()

    def apply(own: Session) -> None:
        applying.apply(own, lena.id, wish())

    refusals = at_once([apply] * TABS)
    assert sum(refused is None for refused in refusals) == 1
    assert all(isinstance(refused, AlreadyApplied) for refused in refusals if refused)
    with db.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(FacilitatorPath)) == 1


@BOTH
def test_of_a_yes_a_no_and_a_withdrawal_one_holds(
    session: Session, lena: Person, denise: Person, database: str
) -> None:
    applying.apply(session, lena.id, wish())
    session.commit()
    acts: tuple[Act, ...] = (
        lambda own: deciding.approve(own, the_path(own), by=denise.id),
        lambda own: deciding.refuse(own, the_path(own), "Not now.", by=denise.id),
        lambda own: applying.withdraw(own, lena.id),
    )
    refusals = at_once([*acts] * 4)
    assert sum(refused is None for refused in refusals) == 1
    with db.reading() as reading:
        state = reading.scalars(select(FacilitatorPath.state)).one()
        held = regions_of_role(reading, lena.id, Role.FACILITATOR)
        offers = reading.get(Facilitator, lena.id) is not None
        told = reading.scalars(
            select(OutgoingMail.kind).where(OutgoingMail.kind.in_((mails.APPROVED, mails.REFUSED)))
        ).all()
    approved = state == PathState.APPROVED
    assert (held == ["FR-BRE"]) == offers == approved
    assert told == {PathState.APPROVED: [mails.APPROVED], PathState.REFUSED: [mails.REFUSED]}.get(
        PathState(state), []
    )
