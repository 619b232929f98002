"""A facilitator's profile: who sees it, who reports it, who hides it, and that hidden words are out of sight."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.people.rules.profile import grant
from helpdesk.tickets.rules import holding, talking
from tests.helpdesk.profiles.conftest import As
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make

WORDS = "J'enseigne à **Rennes** depuis 2009. <script>alert(1)</script>"


@pytest.fixture
def offer(session: Session, bruno: Person) -> Facilitator:
    """What Bruno says about himself."""
    offer = session.get_one(Facilitator, bruno.id)
    offer.presentation, offer.themes = WORDS, ["tool"]
    session.flush()
    return offer


def address(person: Person, lang: str = "fr") -> str:
    return f"/{lang}/help/people/{person.id}"


def post(client: FlaskClient, person: Person, act: str) -> int:
    return client.post(f"/help/people/{person.id}/{act}", data={"act": str(uuid4())}).status_code


def kept(session: Session, person: Person, column: str) -> object:
    """Return what a profile's row holds now; nothing stays open, since SQLite has one writer."""
    session.commit()
    found = session.scalar(select(getattr(Facilitator, column)).where(Facilitator.person_id == person.id))
    session.commit()
    return found


def test_a_profile_tells_what_who_asks_wants_to_know(
    as_: As, ask: Ask, ada: Person, bruno: Person, offer: Facilitator
) -> None:
    ask(ada)
    page = as_(ada).get(address(bruno)).text
    told = ["Bruno", "Bretagne", "français", "mardi", "19", "<strong>Rennes</strong>", "2009"]
    assert [words for words in told if words not in page] == []
    assert "<script>alert" not in page and "example.org" not in page


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_a_profile_is_there_in_each_language(as_: As, bruno: Person, offer: Facilitator, lang: str) -> None:
    assert as_(bruno).get(address(bruno, lang)).status_code == 200


def test_only_who_has_to_do_with_her_sees_a_profile(
    session: Session, as_: As, make: Make, ask: Ask, ada: Person, bruno: Person, chloe: Person, offer: Facilitator
) -> None:  # fmt: skip
    colleague = make.facilitator("fanny", region="FR-BRE", commune="FR-35238")
    leads = [make.lead("denise", "FR-BRE"), make.lead("gina", "FR-OCC"), make.administrator()]
    stranger = make.person("eve", commune="FR-35238")
    seen = {who.name: as_(who).get(address(bruno)).status_code for who in (colleague, *leads, bruno)}
    assert set(seen.values()) == {200}, seen
    unseen = {who.name: as_(who).get(address(bruno)).status_code for who in (chloe, stranger, ada)}
    assert set(unseen.values()) == {404}, unseen
    session.get_one(Facilitator, colleague.id).capacity = 0
    assert ask(ada).facilitator_id == bruno.id
    assert as_(ada).get(address(bruno)).status_code == 200


def test_who_answered_is_seen_after_she_passed_the_question_on(
    session: Session, as_: As, ask: Ask, ada: Person, bruno: Person, offer: Facilitator
) -> None:
    ticket = ask(ada)
    talking.answer(session, ticket, "Essayez ceci.", act_id=uuid4())
    holding.give_back(session, ticket, "no-time", by=bruno.id)
    ticket.facilitator_id = None
    assert as_(ada).get(address(bruno)).status_code == 200


def test_a_note_makes_nobody_known(
    session: Session, as_: As, make: Make, ask: Ask, ada: Person, bruno: Person, chloe: Person
) -> None:
    talking.note(session, ask(ada), "à voir", by=chloe.id)
    assert as_(ada).get(address(chloe)).status_code == 404


def test_only_facilitators_have_a_profile(
    session: Session, as_: As, make: Make, ada: Person, bruno: Person, offer: Facilitator
) -> None:
    lead = as_(make.lead("denise"))
    assert lead.get(address(ada)).status_code == 404
    assert lead.get(f"/fr/help/people/{uuid4()}").status_code == 404
    session.query(RoleGrant).where(RoleGrant.person_id == bruno.id).delete()
    session.commit()
    assert lead.get(address(bruno)).status_code == 404


def test_whoever_sees_a_profile_may_report_it_once_and_nobody_learns_who(
    session: Session, as_: As, ask: Ask, ada: Person, bruno: Person, offer: Facilitator
) -> None:
    ask(ada)
    client = as_(ada)
    assert post(client, bruno, "report") == 302
    first = kept(session, bruno, "presentation_reported_at")
    assert first is not None
    assert post(client, bruno, "report") == 302
    assert kept(session, bruno, "presentation_reported_at") == first
    assert "signal" not in as_(bruno).get(address(bruno)).text.lower()


def test_nobody_reports_herself_or_a_stranger(
    session: Session, as_: As, bruno: Person, chloe: Person, offer: Facilitator
) -> None:
    assert post(as_(bruno), bruno, "report") == 409
    assert post(as_(chloe), bruno, "report") == 404
    assert kept(session, bruno, "presentation_reported_at") is None


def test_the_lead_of_the_region_hides_the_words_in_one_act(
    session: Session, as_: As, make: Make, ask: Ask, ada: Person, bruno: Person, offer: Facilitator
) -> None:
    ask(ada)
    lead = as_(make.lead("denise", "FR-BRE"))
    assert post(lead, bruno, "hide") == 302
    first = kept(session, bruno, "presentation_hidden_at")
    assert first is not None and post(lead, bruno, "hide") == 302
    assert kept(session, bruno, "presentation_hidden_at") == first
    assert "depuis 2009" not in as_(ada).get(address(bruno)).text
    assert (
        "depuis 2009" in as_(bruno).get(address(bruno)).text
        and "depuis 2009" in lead.get(address(bruno)).text
    )


def test_only_her_region_and_administrators_hide(
    session: Session, as_: As, make: Make, ask: Ask, ada: Person, bruno: Person, chloe: Person, offer: Facilitator
) -> None:  # fmt: skip
    ask(ada)
    colleague = make.facilitator("fanny", region="FR-BRE", commune="FR-35238")
    others = [make.lead("gina", "FR-OCC"), colleague, chloe, ada, bruno]
    assert [post(as_(who), bruno, "hide") for who in others] == [404, 403, 403, 403, 403]
    assert kept(session, bruno, "presentation_hidden_at") is None
    assert post(as_(make.administrator()), bruno, "hide") == 302


def test_who_facilitates_everywhere_is_moderated_by_any_lead(
    session: Session, as_: As, make: Make, bruno: Person, offer: Facilitator
) -> None:
    grant(session, bruno.id, Role.FACILITATOR)
    assert post(as_(make.lead("gina", "FR-OCC")), bruno, "hide") == 302


def test_a_profile_without_words_cannot_be_reported(
    session: Session, as_: As, make: Make, bruno: Person, offer: Facilitator
) -> None:
    offer.presentation = None
    colleague = as_(make.facilitator("fanny", region="FR-BRE", commune="FR-35238"))
    assert post(colleague, bruno, "report") == 302
    assert kept(session, bruno, "presentation_reported_at") is None
    assert "/report" not in colleague.get(address(bruno)).text
