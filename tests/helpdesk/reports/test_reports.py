"""The reports on a real database: what is counted, who sees which region, and the file with its limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person
from helpdesk.reports.figures import End, Spell
from helpdesk.reports.queries import Asked, read
from helpdesk.tickets.rules import holding, merging, talking
from helpdesk.tickets.states import PassOnReason, What
from tests.helpdesk.tickets.conftest import Ask, ask
from tests.make import Make
from tracking.indicators.periods import Period

__all__ = ["ask"]
Login = Callable[[FlaskClient, Person], FlaskClient]
NOON = datetime(2026, 11, 10, 11, 0, tzinfo=UTC)
NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))
PAGE = "/fr/desk/reports?period=2026-11"


@pytest.fixture
def lead(make: Make) -> Person:
    """Denise leads Bretagne."""
    return make.lead("denise", "FR-BRE")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements of a block."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def lived(session: Session, ask: Ask, who: Person) -> None:
    """One is answered after six hours and settled, one waits, one is withdrawn, two are joined."""
    with clock.at(NOON):
        answered, _waiting, withdrawn, joined, other = (ask(who) for _ in range(5))
        talking.cancel(session, withdrawn, by=who.id)
        merging.merge(session, joined, other, by=who.id)
    with clock.at(NOON + timedelta(hours=6)):
        talking.answer(session, answered, "Try this.", act_id=uuid4())
    with clock.at(NOON + timedelta(days=5)):
        talking.resolve(session, answered, by=who.id, act_id=uuid4())
    session.commit()


def test_what_happened_is_what_is_counted(
    session: Session, make: Make, ask: Ask, ada: Person, bruno: Person
) -> None:
    make.facilitator("fanny", region="FR-BRE", commune="FR-35238")
    lived(session, ask, ada)
    with clock.at(NOON + timedelta(days=6)):
        whole = read(session, Asked(NOVEMBER, None)).whole
    assert (whole.asked, whole.people) == (4, 1)
    assert sorted(one.end for one in whole.first) == [End.CAME, End.WAITING, End.WAITING, End.WITHOUT]
    assert Spell(6.0, End.CAME) in whole.first
    assert (
        Spell(6.0, End.CAME) in whole.settled
    )  # the desk's own time: five days of waiting are the learner's
    assert whole.kept_share == pytest.approx(1 / 3)
    assert sum(whole.loads.values()) == sum(one.facts.holder is not None for one in whole.questions)


def test_changes_of_hands_are_counted_by_what_happened(
    session: Session, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    with clock.at(NOON):
        ticket = ask(ada)
        holding.pass_on(session, ticket, PassOnReason.NO_TIME, by=bruno.id)
        holding.assign(session, ticket, bruno.id, by=lead.id)
    session.commit()
    changes = read(session, Asked(NOVEMBER, None)).whole.changes
    assert (changes[What.DECLINED], changes[What.ASSIGNED], changes[What.LAPSED]) == (1, 1, 0)


def test_who_could_be_asked_and_was_not_is_part_of_the_inequality(
    session: Session, make: Make, ask: Ask, ada: Person, bruno: Person, chloe: Person
) -> None:
    make.facilitator("fanny", region="FR-BRE", commune="FR-29019")
    session.execute(update(Facilitator).values(since=NOON - timedelta(days=30)))
    with clock.at(NOON):
        ask(ada)
    session.commit()
    found = read(session, Asked(NOVEMBER, None))
    [brittany] = found.by_region
    assert (len(found.whole.loads), len(brittany.loads), brittany.gini) == (3, 2, 1.0)


def test_other_months_regions_and_languages_are_left_out(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    lived(session, ask, ada)
    october = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
    choices = (Asked(october, None), Asked(NOVEMBER, {"FR-OCC"}), Asked(NOVEMBER, None, "nl"))
    assert [read(session, one).whole.asked for one in choices] == [0, 0, 0]


def test_the_report_takes_as_many_statements_for_many_questions_as_for_one(
    session: Session, engine: Engine, ask: Ask, ada: Person, bruno: Person
) -> None:
    taken = []
    for _ in range(2):
        lived(session, ask, ada)
        with counted(engine) as statements:
            read(session, Asked(NOVEMBER, None))
        taken.append(sum(one.startswith("SELECT") for one in statements))
    assert taken[0] == taken[1] == 4


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_the_page_shows_a_lead_her_region_with_its_small_counts(
    session: Session,
    client: FlaskClient,
    login: Login,
    ask: Ask,
    ada: Person,
    bruno: Person,
    lead: Person,
    lang: str,
) -> None:
    lived(session, ask, ada)
    page = login(client, lead).get(PAGE.replace("fr", lang, 1)).get_data(as_text=True)
    assert '<p class="value">4</p>' in page
    assert page.count("<table") >= 8


def test_a_lead_of_elsewhere_sees_nothing_of_it(
    session: Session, client: FlaskClient, login: Login, ask: Ask, ada: Person, bruno: Person, make: Make
) -> None:
    lived(session, ask, ada)
    login(client, make.lead("emile", "FR-OCC"))
    assert '<p class="value">4</p>' not in client.get(PAGE).get_data(as_text=True)
    assert client.get(PAGE + "&region=FR-BRE").status_code == 422


@pytest.mark.parametrize("wrong", ["period=soon", "period=dates&from=2026-13-01", "region=XX", "language=xx"])
def test_an_impossible_choice_is_refused_in_words(
    client: FlaskClient, login: Login, lead: Person, wrong: str
) -> None:
    assert login(client, lead).get(f"/fr/desk/reports?{wrong}").status_code == 422


@pytest.mark.parametrize("who", ["ada", "bruno"])
def test_others_have_neither_page_nor_file(
    client: FlaskClient, login: Login, request: pytest.FixtureRequest, who: str
) -> None:
    login(client, request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 403
    assert client.post("/desk/reports/export", data={"act": str(uuid4())}).status_code == 403


def exported(client: FlaskClient, **changed: str) -> list[dict[str, str]]:
    form = {"act": str(uuid4()), "lang": "fr", "period": "2026-11"} | changed
    answer = client.post("/desk/reports/export", data=form)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_file_hides_what_the_page_shows_of_few(
    session: Session, client: FlaskClient, login: Login, ask: Ask, ada: Person, bruno: Person, lead: Person
) -> None:
    lived(session, ask, ada)
    lines = exported(login(client, lead))
    assert lines and {(one["value"], one["state"]) for one in lines} == {("", "not shown")}


def test_the_file_tells_what_rests_on_enough(
    session: Session, client: FlaskClient, login: Login, ask: Ask, make: Make, lead: Person
) -> None:
    with clock.at(NOON):
        for n in range(12):
            ask(make.person(f"p{n}", commune="FR-35238"))
    session.commit()
    login(client, lead)
    told = {(one["table"], one["key"], one["figure"]): one for one in exported(client)}
    assert told[("all", "", "asked")]["value"] == "12"
    assert told[("region", "FR-BRE", "asked")]["name"] == "Bretagne"
    assert told[("all", "", "first-answer-p50")]["state"] == "not known yet"


def test_an_export_is_limited_and_noted(
    client: FlaskClient, login: Login, lead: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    login(client, lead)
    for _ in range(30):
        exported(client)
    assert "desk-report-exported" in capsys.readouterr().err
    form = {"act": str(uuid4()), "lang": "fr", "period": "2026-11"}
    assert client.post("/desk/reports/export", data=form).status_code == 429
