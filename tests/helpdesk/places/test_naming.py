"""Naming a place: who may, what may be said, and who sees it when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.visitors import Visitor, find, open_session
from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from classcode.territory.models import Place
from classcode.territory.queries import nearest_places, place, point_of
from helpdesk.places import access
from helpdesk.places.models import PlaceStep
from helpdesk.places.queries.keeping import named_by, sent_back, waiting_for
from helpdesk.places.rules import accepting, changing, moderating, naming
from helpdesk.places.steps import Step
from tests.helpdesk.places.conftest import told
from tests.make import Make


def who(session: Session, person: Person) -> Visitor:
    found = find(session, open_session(session, person.id))
    assert found is not None
    return found


def steps(session: Session, place_id: UUID) -> list[str]:
    return list(
        session.scalars(select(PlaceStep.what).where(PlaceStep.place_id == place_id).order_by(PlaceStep.seq))
    )


def test_a_facilitator_s_place_is_in_her_region_s_directory_at_once(session: Session, bruno: Person) -> None:
    made = naming.name_place(session, told(), by=who(session, bruno))
    assert place(session, made.id) is made
    assert steps(session, made.id) == [Step.NAMED]


def test_anybody_else_s_place_waits_and_is_offered_to_nobody(
    session: Session, make: Make, ada: Person, chloe: Person
) -> None:
    for person in (ada, chloe):
        made = naming.name_place(session, told(name=f"Fablab de {person.name}"), by=who(session, person))
        assert place(session, made.id) is None
        near = nearest_places(session, point_of(made.commune))
        assert made.id not in {one.place.id for one in near}


def test_a_place_that_waits_is_seen_by_who_named_it_and_by_its_region_alone(
    session: Session, ada: Person, bruno: Person, chloe: Person
) -> None:
    made = naming.name_place(session, told(), by=who(session, ada))
    assert access.place(session, who(session, ada), made.id).may_change
    assert access.place(session, who(session, bruno), made.id).keeps
    for other in (who(session, chloe), None):
        with pytest.raises(NotFound):
            access.place(session, other, made.id)


def test_accepting_puts_it_into_the_directory_once(session: Session, ada: Person, bruno: Person) -> None:
    made = naming.name_place(session, told(), by=who(session, ada))
    seen = access.kept(session, who(session, bruno), made.id)
    accepting.accept(session, seen, by=bruno.id)
    assert place(session, made.id) is made
    assert named_by(session, ada.id) == []
    with pytest.raises(accepting.AcceptedAlready):
        accepting.accept(session, seen, by=bruno.id)


def test_what_is_sent_back_says_why_until_it_is_changed(session: Session, ada: Person, bruno: Person) -> None:
    made = naming.name_place(session, told(), by=who(session, ada))
    accepting.send_back(
        session, access.kept(session, who(session, bruno), made.id), "Quelle entrée ?", by=bruno.id
    )
    assert sent_back(session, [made.id]) == {made.id: "Quelle entrée ?"}
    assert waiting_for(session, who(session, bruno)).sent_back == [made]
    seen = access.changeable(session, who(session, ada), made.id)
    changing.change(session, seen, told(transport="Bus 5."), version=made.version, by=ada.id)
    assert sent_back(session, [made.id]) == {}
    assert waiting_for(session, who(session, bruno)).named == [made]


def test_nobody_buries_the_region_under_places(session: Session, ada: Person) -> None:
    for number in range(naming.MOST_WAITING):
        naming.name_place(session, told(name=f"Salle {number}"), by=who(session, ada))
    with pytest.raises(naming.TooManyWaiting):
        naming.name_place(session, told(name="Encore une"), by=who(session, ada))


def test_a_place_is_named_once_in_a_commune(session: Session, bruno: Person) -> None:
    naming.name_place(session, told(), by=who(session, bruno))
    with pytest.raises(Invalid) as refused:
        naming.name_place(session, told(name="MEDIATHEQUE des horizons"), by=who(session, bruno))
    assert refused.value.field == "name"
    naming.name_place(session, told(commune_code="FR-29019"), by=who(session, bruno))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Chez Louise"}, "name"),
        ({"address": "Appartement 3, 4 rue du Port"}, "address"),
        ({"room": "Mon garage"}, "room"),
        ({"kind": "home"}, "kind"),
        ({"public": False}, "public"),
        ({"access_notes": "Sonner au 06 12 34 56 78"}, "access_notes"),
        ({"opening_hours": "Écrire à salle@example.org"}, "opening_hours"),
        ({"equipment": "x" * 1001}, "equipment"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 10**12}, "capacity"),
        ({"commune_code": "FR-00000"}, "commune"),
        ({"lat": "48,1"}, "lon"),
        ({"lat": "north", "lon": "-1.68"}, "lat"),
        ({"lat": "91", "lon": "0"}, "lat"),
        ({"lat": "43.6", "lon": "1.44"}, "lat"),
    ],
)
def test_what_is_no_public_place_or_cannot_be_true_is_refused(
    session: Session, bruno: Person, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        naming.name_place(session, told(**changed), by=who(session, bruno))
    assert refused.value.field == field
    assert session.scalars(select(Place)).all() == []


def test_a_place_without_position_stands_in_the_middle_of_its_commune(
    session: Session, bruno: Person
) -> None:
    middle = naming.name_place(session, told(), by=who(session, bruno))
    exact = naming.name_place(
        session, told(name="Fablab", lat="48,1055", lon=" -1.6774 "), by=who(session, bruno)
    )
    assert (middle.lat, middle.lon) == (middle.commune.lat, middle.commune.lon)
    assert (exact.lat, exact.lon) == (48.1055, -1.6774)


def test_a_lead_hides_a_place_in_one_act_and_may_show_it_again(
    session: Session, make: Make, bruno: Person
) -> None:
    made, lead = make.place(), who(session, make.lead("denise", "FR-BRE"))
    moderating.report(session, access.place(session, None, made.id))
    assert waiting_for(session, lead).reported == [made]
    assert waiting_for(session, who(session, bruno)).reported == []
    moderating.hide(session, access.hideable(session, lead, made.id), by=lead.id)
    assert place(session, made.id) is None
    for nobody in (who(session, bruno), None):
        with pytest.raises(NotFound):
            access.place(session, nobody, made.id)
    moderating.show_again(session, access.hideable(session, lead, made.id), by=lead.id)
    assert place(session, made.id) is made and made.reported_at is None
    assert steps(session, made.id) == [Step.REPORTED, Step.HIDDEN, Step.SHOWN]


def test_who_leads_elsewhere_hides_nothing(session: Session, make: Make) -> None:
    made, elsewhere = make.place(), who(session, make.lead("walter", "FR-OCC"))
    with pytest.raises(NotFound):
        access.hideable(session, elsewhere, made.id)
    assert access.hideable(session, who(session, make.administrator()), made.id).may_hide


def test_reporting_twice_is_reporting_once(session: Session, make: Make) -> None:
    made = make.place()
    seen = access.place(session, None, made.id)
    assert moderating.report(session, seen)
    first = made.reported_at
    with clock.at(clock.now().replace(year=2030)):
        assert not moderating.report(session, seen)
    assert made.reported_at == first and steps(session, made.id) == [Step.REPORTED]
