"""What a lead wrote herself is read by a second person before it is public, where there is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import NotFound
from classcode.people.models import Person
from helpdesk.answers import rules
from helpdesk.answers.models import PublicAnswer, Stage
from tests.helpdesk.answers.conftest import TEXT, Settled
from tests.helpdesk.answers.test_routes import post
from tests.helpdesk.answers.test_rules import seen
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def lead(make: Make) -> Person:
    """Denise leads Bretagne."""
    return make.lead("denise", "FR-BRE")


@pytest.fixture
def hers(session: Session, settled: Settled, lead: Person) -> PublicAnswer:
    """What Denise proposed."""
    return rules.write(session, settled(), "Pourquoi ?", TEXT, by=lead.id, language="fr")


@pytest.mark.parametrize("everywhere", [True, False])
def test_another_lead_publishes_it_and_she_does_not(
    session: Session, make: Make, hers: PublicAnswer, lead: Person, everywhere: bool
) -> None:
    other = make.lead("fanny") if everywhere else make.lead("fanny", "FR-BRE")
    assert not seen(session, lead, hers.id).may_decide
    with pytest.raises(NotFound):
        rules.publish(session, seen(session, lead, hers.id), by=lead.id)
    rules.publish(session, seen(session, other, hers.id), by=other.id)
    assert (hers.stage, hers.decided_by_id) == (Stage.PUBLISHED, other.id)


def test_the_only_lead_publishes_it_alone(
    session: Session, make: Make, hers: PublicAnswer, lead: Person
) -> None:
    make.lead("walter", "BE-WHT")
    gone = make.lead("fanny", "FR-BRE")
    gone.disabled_at = clock.now()
    session.flush()
    found = seen(session, lead, hers.id)
    assert found.alone and found.may_decide
    rules.publish(session, found, by=lead.id)
    assert hers.decided_by_id == hers.written_by_id == lead.id


def test_what_another_wrote_is_not_hers_alone(
    session: Session, settled: Settled, bruno: Person, lead: Person
) -> None:
    his = rules.write(session, settled(), "Pourquoi ?", TEXT, by=bruno.id, language="fr")
    found = seen(session, lead, his.id)
    assert found.may_decide and not found.alone


@pytest.mark.usefixtures("content")
def test_her_page_says_whether_somebody_else_reads_it_first_and_the_journal_who_did_it_alone(
    app: Flask, login: Login, make: Make, hers: PublicAnswer, lead: Person, session: Session,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    here, client = f"/help/answers/{hers.id}", login(app.test_client(), lead)
    assert "nobody else" in client.get(f"/en{here}").text
    with db.transaction() as other_session:
        make_other = Make(other_session)
        other = make_other.lead("fanny", "FR-BRE")
    page = client.get(f"/en{here}").text
    assert "Another lead reads it" in page and "/publish" not in page
    assert post(client, f"{here}/publish").status_code == 404
    with db.transaction() as other_session:
        other_session.delete(other_session.get_one(Person, other.id))
    assert post(client, f"{here}/publish").status_code == 302
    assert "public-answer-alone" in capsys.readouterr().err
    with db.reading() as reading:
        assert reading.scalars(select(PublicAnswer.stage)).one() == Stage.PUBLISHED
