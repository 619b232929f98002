"""The way from a figure to its statements: who may, with which reason, what is seen, and who can read that it was."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, tidy
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from tests.make import Make
from tests.tracking.indicators.explaining.conftest import Login
from tests.tracking.indicators.told import NOW, Story
from tracking.indicators import choices, offers
from tracking.indicators.definition import definitions
from tracking.indicators.explaining import words
from tracking.indicators.filters import DIMENSIONS, Filter
from tracking.models import Statement
from tracking.record.models import RecordCover, RecordLook, RecordSearch
from tracking.rules import actor_of

REASON = "La Commission demande d'où vient ce chiffre."
YEAR = {"period": "fr:2025-2026"}


def begun(client: FlaskClient, indicator: str = "registered", **more: str) -> Any:
    fields = {"act": str(uuid4()), "lang": "en", "reason": REASON} | YEAR | more
    with clock.at(NOW):
        return client.post(f"/indicators/explain/{indicator}", data=fields)


def looked(client: FlaskClient, indicator: str = "registered", **more: str) -> str:
    answer = begun(client, indicator, **more)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def read(client: FlaskClient, address: str) -> str:
    with clock.at(NOW):
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return html.unescape(answer.text)


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(client, f"{address}/statements.csv"))))


def test_nobody_but_data_protection_may(
    client: FlaskClient, login: Login, make: Make, ada: Person, bruno: Person, fanny: Person
) -> None:
    address = looked(login(client, fanny))
    for person in (ada, bruno, make.lead("lea"), make.administrator()):
        login(client, person)
        assert client.get("/en/indicators/explain/registered").status_code == 403
        assert client.get("/en/indicators/explain/").status_code == 403
        assert client.get(address).status_code == client.get(f"{address}/statements.csv").status_code == 403
        assert begun(client).status_code == 403


def test_a_figure_says_its_query_to_a_lead_and_leads_only_data_protection_on(
    client: FlaskClient, login: Login, make: Make, joined: list[Person]
) -> None:
    lead = make.lead("lea")
    login(client, lead)
    address = (
        "/en/indicators/figures/registered?period=fr:2025-2026&region=FR-BRE&module=creative-programming"
    )
    page = read(client, address)
    assert "Europe/Paris" in page and "Region: Brittany" in page
    assert "Milestones: one row for each person and kind" in page and "family “people”" in page
    assert "/en/indicators/explain/registered" not in page
    grant(make.session, lead.id, Role.DATA_PROTECTION)
    make.session.commit()
    link = re.search(r'href="(/en/indicators/explain/registered[^"]*)"', read(client, address))
    assert link is not None
    assert "Region: Brittany" in read(client, link[1])


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("", "Regions: Brittany, Occitania"),
        ("&region=FR-BRE", "Region: Brittany"),
        ("&department=35", "Department: Ille-et-Vilaine · Regions: Brittany, Occitania"),
    ],
)
def test_a_lead_of_some_regions_reads_their_names(
    chosen: str, told: str, client: FlaskClient, login: Login, make: Make, joined: list[Person]
) -> None:
    lead = make.lead("lea", "FR-BRE")
    grant(make.session, lead.id, Role.LEAD, "FR-OCC")
    make.session.commit()
    page = read(login(client, lead), f"/en/indicators/figures/registered?period=fr:2025-2026{chosen}")
    line = re.search(r"<dt>Narrowed to</dt><dd[^>]*>([^<]*)</dd>", page)
    assert line is not None and line[1] == told


def test_whatever_a_figure_is_narrowed_to_is_said_by_its_name(session: Session) -> None:
    known = offers.known(session, "en", None, NOW.date())
    year = choices.default_period(known.today)
    offered = {**known.offered, "region": known.regions}
    for dimension in DIMENSIONS:
        for code, name in offered[dimension].items():
            asked = Filter(period=year, **{dimension: code})  # type: ignore[arg-type]
            assert [one.partition(": ")[2] for one in words.narrowed(asked, known)] == [name]


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_every_figure_has_a_page_that_says_what_it_rests_on(
    lang: str, client: FlaskClient, login: Login, fanny: Person
) -> None:
    login(client, fanny)
    page = read(client, f"/{lang}/indicators/explain/")
    for one in definitions():
        assert f"/{lang}/indicators/explain/{one.id}" in page
    for one in definitions()[::9]:
        assert one.label.called(lang) in read(client, f"/{lang}/indicators/explain/{one.id}")
    assert client.get(f"/{lang}/indicators/explain/nothing").status_code == 404


def test_a_declared_figure_says_plainly_that_there_are_no_statements(
    client: FlaskClient, login: Login, fanny: Person
) -> None:
    login(client, fanny)
    page = read(client, "/en/indicators/explain/informed")
    assert "There are no statements behind this figure." in page and "Reason" not in page
    assert begun(client, "informed").status_code == 422


def test_a_figure_that_a_filter_cannot_tell_has_no_statements(
    client: FlaskClient, login: Login, fanny: Person, session: Session
) -> None:
    assert begun(login(client, fanny), "meetings-held", gender="f").status_code == 422
    assert session.scalar(select(func.count()).select_from(RecordSearch)) == 0


def test_a_filter_that_cannot_be_is_told_at_its_field(
    client: FlaskClient, login: Login, fanny: Person
) -> None:
    answer = login(client, fanny).get("/en/indicators/explain/registered?period=never")
    assert answer.status_code == 422 and "This period is not known" in answer.text


@pytest.mark.parametrize("reason", ["", "curious", "   too few    "])
def test_without_a_reason_that_says_something_nothing_is_looked_up(
    reason: str, client: FlaskClient, login: Login, fanny: Person, session: Session
) -> None:
    answer = begun(login(client, fanny), reason=reason)
    assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(RecordSearch)) == 0


def test_the_statements_behind_a_figure_are_those_of_the_people_it_counts(
    client: FlaskClient, login: Login, fanny: Person, joined: list[Person], session: Session
) -> None:
    address = looked(login(client, fanny), region="FR-BRE")
    page = read(client, address)
    assert "12 statements, counted for 12 people" in page and "Region: Brittany" in page and REASON in page
    found = rows(client, address)
    named = {actor_of(session, person.id) for number, person in enumerate(joined) if number % 4}
    assert {UUID(row["person"]) for row in found} == named
    told = select(Statement.id).where(Statement.actor.in_(named), Statement.verb == "registered")
    assert {UUID(row["statement"]) for row in found} == set(session.scalars(told))


def test_a_page_leads_to_the_older_ones(
    client: FlaskClient, login: Login, fanny: Person, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(103):
        story.joins(story.person(), number / 10)
    story.session.commit()
    address = looked(login(client, fanny))
    first = read(client, address)
    older = re.search(r'href="([^"]*before=\d+)"', first)
    assert older is not None
    second = read(client, older[1])
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (100, 3)
    assert len({row["statement"] for row in rows(client, address)}) == 103


def test_what_came_after_the_reason_is_not_part_of_it(
    client: FlaskClient, login: Login, fanny: Person, joined: list[Person], story: Story
) -> None:
    address = looked(login(client, fanny))
    story.joins(story.person("FR-BRE"), 3)
    story.session.commit()
    assert len(rows(client, address)) == 16


def test_everybody_behind_the_figure_reads_on_her_own_page_who_looked_and_why(
    client: FlaskClient, login: Login, fanny: Person, joined: list[Person], session: Session
) -> None:
    looked(login(client, fanny), region="FR-BRE")
    hers = read(login(client, joined[1]), "/en/me/record")
    assert REASON in hers and "Fanny" in hers
    assert "Looked up what a figure rests on, statements of yours among others: “" in hers
    assert "Region: Brittany" in hers
    assert REASON not in read(login(client, joined[0]), "/en/me/record")
    assert "Région : Bretagne" in read(login(client, joined[1]), "/fr/me/record").replace("\u00a0", " ")


def test_whoever_answered_reads_it_too_although_the_figure_counts_who_asked(
    client: FlaskClient, login: Login, fanny: Person, story: Story, bruno: Person
) -> None:
    asks = story.person("FR-BRE")
    story.answers(bruno, story.asks(asks, 1), 2, 60)
    story.session.commit()
    looked(login(client, fanny), "first-answer")
    for person in (asks, bruno):
        assert REASON in read(login(client, person), "/en/me/record")


def test_a_look_at_many_is_a_few_rows_and_not_one_for_each_person(
    client: FlaskClient, login: Login, fanny: Person, story: Story, session: Session
) -> None:
    for number in range(400):
        story.joins(story.person(), number / 100)
    story.session.commit()
    address = looked(login(client, fanny))
    read(client, address)
    rows(client, address)
    assert (session.scalar(select(func.count()).select_from(RecordCover)) or 0) <= 256
    assert session.scalar(select(func.count()).select_from(RecordLook)) == 0
    session.expire_all()
    assert sum(len(row.keys) for row in session.scalars(select(RecordCover))) == 8 * 400


def test_a_look_cannot_be_read_as_a_search_of_the_record_nor_the_other_way_round(
    client: FlaskClient, login: Login, fanny: Person, joined: list[Person]
) -> None:
    address = looked(login(client, fanny))
    search_id = address.rpartition("/")[2]
    with clock.at(NOW):
        assert client.get(f"/en/record/searches/{search_id}").status_code == 404
        assert search_id not in client.get("/en/record/").text
        fields = dict.fromkeys(("whose", "verb", "other_verb", "object", "since", "until"), "")
        told = {"act": str(uuid4()), "lang": "en", "reason": REASON}
        other = client.post("/record/search", data=fields | told).location.rpartition("/")[2]
        assert client.get(f"/en/indicators/explain/looks/{other}").status_code == 404
        assert search_id in client.get("/en/indicators/explain/").text


def test_another_officers_look_and_one_of_yesterday_are_the_same_404(
    client: FlaskClient, login: Login, make: Make, fanny: Person
) -> None:
    address = looked(login(client, fanny))
    with clock.at(NOW + timedelta(hours=13)):
        assert client.get(address).status_code == client.get(f"{address}/statements.csv").status_code == 404
    other = make.person("dora")
    grant(make.session, other.id, Role.DATA_PROTECTION)
    make.session.commit()
    login(client, other)
    with clock.at(NOW):
        assert client.get(address).status_code == 404


def test_a_repeated_post_is_one_look(
    client: FlaskClient, login: Login, fanny: Person, session: Session
) -> None:
    login(client, fanny)
    act = str(uuid4())
    assert looked(client, act=act) == looked(client, act=act)
    assert session.scalar(select(func.count()).select_from(RecordSearch)) == 1


def test_a_look_goes_after_a_year_with_whom_it_covered(
    client: FlaskClient, login: Login, fanny: Person, joined: list[Person], session: Session
) -> None:
    looked(login(client, fanny))
    assert session.scalar(select(func.count()).select_from(RecordCover))
    session.rollback()
    with clock.at(NOW + timedelta(days=366)):
        tidy.tidy("")
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(RecordCover)) == 0


def test_a_lead_of_one_region_who_answers_for_data_protection_explains_what_she_sees(
    client: FlaskClient, login: Login, make: Make, joined: list[Person]
) -> None:
    lead = make.lead("lea", "FR-OCC")
    grant(make.session, lead.id, Role.DATA_PROTECTION)
    make.session.commit()
    assert len(rows(client, looked(login(client, lead)))) == 4
