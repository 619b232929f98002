"""What leads see of alerts: whose, in which words, put aside until when, and mailed how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import ANYONE
from classcode.errors import Invalid, NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Person, Role
from tests.make import Make
from tests.tracking.indicators.alerts.people import UNITS
from tests.tracking.indicators.told import NOW
from tracking.indicators.alerts.models import IndicatorAlert
from tracking.indicators.alerts.queries import board, open_for
from tracking.indicators.alerts.rules import asides, letters
from tracking.indicators.alerts.signs import Kind
from tracking.indicators.alerts.words import LINKS

Login = Callable[[FlaskClient, Person], FlaskClient]
BRETAGNE, OCCITANIE = "FR-BRE", "FR-OCC"
HERS = frozenset({BRETAGNE})


@pytest.fixture(autouse=True)
def end_of_june() -> Iterator[None]:
    with clock.at(NOW):
        yield


def alert(session: Session, kind: Kind = Kind.NO_FACILITATOR, region: str = BRETAGNE) -> IndicatorAlert:
    """Open an alert now."""
    figures = {
        Kind.NO_FACILITATOR: {"asked": 12, "joined": 40},
        Kind.WAITS: {"lately": 30.0, "before": 12.0, "people": 50},
        Kind.EMPTYING: {
            "meetings": 9,
            "came": 4.2,
            "came_before": 8.1,
            "no_show": 0.3,
            "no_show_before": 0.1,
        },
        Kind.STOPS: {"share": 0.45, "part": 45, "whole": 100},
        Kind.FAILED: {"share": 0.5, "part": 50, "whole": 100},
    }
    of_course = kind in (Kind.STOPS, Kind.FAILED)
    row = IndicatorAlert(
        kind=kind,
        region=region,
        subject=UNITS[1] if of_course else "",
        names={"fr": "Étape b", "en": "Unit b", "nl": "Stap b"} if of_course else {},
        figures=figures[kind],
        opened_at=clock.now(),
        last_seen=clock.now().date(),
    )
    session.add(row)
    session.flush()
    return row


def test_a_lead_sees_her_regions_and_who_leads_everywhere_sees_all(session: Session) -> None:
    for region in (BRETAGNE, OCCITANIE):
        alert(session, region=region)
    alert(session, Kind.WAITS, "")
    assert [one.where for one in open_for(session, HERS, "fr")] == ["Bretagne"]
    assert {one.where for one in open_for(session, None, "fr")} == {"Bretagne", "Occitanie", "Partout"}


def test_who_sees_that_many_stop_everywhere_is_not_told_so_of_each_region(session: Session) -> None:
    alert(session, Kind.STOPS, "")
    alert(session, Kind.STOPS, BRETAGNE)
    assert [one.where for one in open_for(session, None, "en")] == ["Unit b"]
    assert [one.where for one in open_for(session, HERS, "en")] == ["Unit b, Brittany"]


def test_a_closed_alert_is_told_for_a_month_as_over(session: Session) -> None:
    alert(session).closed_at = clock.now()
    assert not open_for(session, None, "fr")
    assert len(board(session, None, "fr").closed) == 1
    with clock.at(NOW + timedelta(days=31)):
        assert not board(session, None, "fr").closed


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_says_in_each_language_what_there_is_and_what_can_be_done(
    session: Session, kind: Kind, language: str
) -> None:
    alert(session, kind)
    [told] = open_for(session, HERS, language)
    assert all((told.title, told.where, told.what, told.todo, told.link.words))
    in_english = language == "en"
    assert told.todo.startswith(("Look", "Read", "Check")) == in_english


def test_the_figures_are_said_with_their_units(session: Session) -> None:
    alert(session, Kind.WAITS)
    [told] = open_for(session, HERS, "en")
    assert "half waited 30 hours or more" in told.what
    assert "it was 12 hours" in told.what


def test_an_alert_put_aside_is_shown_with_its_note_until_the_day_and_then_again(
    session: Session, make: Make
) -> None:
    row, denise = alert(session), make.lead("denise", BRETAGNE)
    asides.put_aside(session, row.id, HERS, by=denise.id, note=" Two people will join. ", days=14)
    [put] = board(session, HERS, "fr").aside
    assert (put.by, put.note) == ("Denise", "Two people will join.")
    assert not open_for(session, HERS, "fr")
    with clock.at(NOW + timedelta(days=15)):
        assert open_for(session, HERS, "fr")


def test_what_was_put_aside_can_be_shown_again_at_once(session: Session, make: Make) -> None:
    row, denise = alert(session), make.lead("denise", BRETAGNE)
    asides.put_aside(session, row.id, HERS, by=denise.id, note="Seen.", days=14)
    asides.show_again(session, row.id, HERS)
    assert open_for(session, HERS, "fr")


def test_nobody_puts_aside_what_she_does_not_see_or_what_is_over(session: Session, make: Make) -> None:
    row, chloe = alert(session), make.lead("chloe", OCCITANIE)
    with pytest.raises(NotFound):
        asides.put_aside(session, row.id, frozenset({OCCITANIE}), by=chloe.id, note="Seen.", days=14)
    row.closed_at = clock.now()
    with pytest.raises(NotFound):
        asides.put_aside(session, row.id, HERS, by=chloe.id, note="Seen.", days=14)


@pytest.mark.parametrize(("note", "days"), [(" ", 14), ("x" * 301, 14), ("Seen.", 15)])
def test_a_note_and_a_period_are_needed(session: Session, make: Make, note: str, days: int) -> None:
    row, denise = alert(session), make.lead("denise", BRETAGNE)
    with pytest.raises(Invalid):
        asides.put_aside(session, row.id, HERS, by=denise.id, note=note, days=days)


def mails_to(session: Session, person: Person) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.to == person.addresses[0].email)))


def test_without_asking_no_lead_gets_a_mail(session: Session, make: Make) -> None:
    denise = make.lead("denise", BRETAGNE)
    alert(session)
    assert not letters.write(session, denise.id)


def test_who_asked_is_told_of_what_is_new_once_a_week_at_most(session: Session, make: Make) -> None:
    denise = make.lead("denise", BRETAGNE)
    alert(session, region=OCCITANIE)
    letters.ask(session, denise.id)
    with clock.at(NOW + timedelta(days=1)):
        alert(session)
        assert letters.write(session, denise.id)
        assert not letters.write(session, denise.id)
    with clock.at(NOW + timedelta(days=7)):
        alert(session, Kind.WAITS)
        assert not letters.write(session, denise.id)
    with clock.at(NOW + timedelta(days=8)):
        assert letters.write(session, denise.id)
    first, second = mails_to(session, denise)
    assert "Bretagne" in first.text and "Occitanie" not in first.text
    assert first.subject == "Une nouvelle alerte"
    assert len(first.text.split()) < 80
    assert second.written_at > first.written_at


def test_nothing_new_is_no_mail_and_neither_is_the_end_of_her_role(session: Session, make: Make) -> None:
    denise, old = make.lead("denise", BRETAGNE), make.person("old")
    for person in (denise, old):
        letters.ask(session, person.id)
    with clock.at(NOW + timedelta(days=1)):
        assert not letters.write(session, denise.id)
        alert(session)
        assert not letters.write(session, old.id)
        letters.end(session, denise.id)
        assert not letters.write(session, denise.id)


@pytest.mark.parametrize("kind", Kind)
def test_every_link_of_an_alert_leads_to_a_page_that_a_lead_may_open(app: Flask, kind: Kind) -> None:
    view = app.view_functions[LINKS[kind][0]]
    assert {str(Role.LEAD), str(ANYONE.value)} & {*getattr(view, "open_to", ())}


def test_the_page_shows_a_lead_her_alerts_and_takes_her_note(
    session: Session, make: Make, client: FlaskClient, login: Login
) -> None:
    row = alert(session)
    login(client, make.lead("denise", BRETAGNE))
    assert "Bretagne" in client.get("/fr/indicators/alerts/").text
    where = f"/indicators/alerts/{row.id}/aside"
    assert client.get(f"/fr{where}").status_code == 200
    posted = {"act": str(uuid4()), "lang": "fr", "note": "Deux personnes arrivent.", "days": "14"}
    assert client.post(where, data=posted | {"note": ""}).status_code == 422
    assert client.post(where, data=posted | {"act": str(uuid4())}).status_code == 302
    assert "Deux personnes arrivent." in client.get("/fr/indicators/alerts/").text


def test_the_page_of_an_alert_elsewhere_is_not_found_and_no_learner_sees_any(
    session: Session, make: Make, client: FlaskClient, login: Login, ada: Person
) -> None:
    row = alert(session)
    login(client, make.lead("chloe", OCCITANIE))
    assert client.get(f"/fr/indicators/alerts/{row.id}/aside").status_code == 404
    login(client, ada)
    assert client.get("/fr/indicators/alerts/").status_code == 403
