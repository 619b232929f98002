"""Two accounts of one person: what both did counts once and completes together, and the closed one opens nothing."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.models import WebSession
from classcode.auth.visitors import open_session
from classcode.errors import Invalid
from classcode.mail import OutgoingMail
from classcode.people.models import Address, Person, Role
from classcode.people.queries import person_by_email
from classcode.people.rules.accounts import sign_in
from classcode.people.rules.profile import grant
from classcode.queues import Job
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.taking_over import take_over as take_questions
from helpdesk.tickets.queries.attempts import last_attempt
from helpdesk.unfinished import is_busy
from modules.catalog import Module
from modules.models import Enrolment
from modules.queries import progress
from modules.rules import learning
from modules.rules.completing import missing, record_if_complete
from modules.rules.learning import Here, Learner
from modules.rules.merging import take_over as take_modules
from tests.make import PASSWORD, Make
from tracking import vocabulary
from tracking.attestations.models import Attestation, AttestationKind
from tracking.merging.models import AccountMerge
from tracking.merging.others import Others
from tracking.merging.queries import merges_of
from tracking.merging.rules import Wish, merge_accounts
from tracking.models import Milestone
from tracking.queries import module_record
from tracking.record.queries import identifiers_of, own_page
from tracking.rules import COMPLETION, actor_of, record
from tracking.statements import Event
from tracking.vocabulary import Verb

OTHERS = Others((take_modules, take_questions), is_busy)
WHY = "Une seconde adresse, prise par oubli."


@pytest.fixture
def kept(make: Make) -> Person:
    return make.person("ada")


@pytest.fixture
def other(make: Make) -> Person:
    return make.person("adele", commune="FR-35238")


def email_of(person: Person) -> str:
    return person.addresses[0].email


def wish(kept: Person, other: Person, /, **more: str) -> Wish:
    told = {"kept": email_of(kept), "merged": email_of(other), "again": email_of(other), "reason": WHY}
    return Wish(**(told | more))


def made_one(session: Session, kept: Person, other: Person) -> AccountMerge:
    return merge_accounts(session, wish(kept, other), by=None, others=OTHERS)


def do(session: Session, person: Person, module: Module, units: tuple[str, ...]) -> None:
    for name in units:
        unit = module.unit(name)
        assert unit is not None
        learning.mark_done(session, Learner(person.id, uuid4(), "fr"), Here(module, unit))


def the_course(shipped: list[Module]) -> Module:
    return next(module for module in shipped if module.slug == "creative-programming")


def test_half_a_module_under_each_account_lacks_no_unit_together(
    session: Session, kept: Person, other: Person, shipped: list[Module]
) -> None:
    module = the_course(shipped)
    assert module.rule is not None
    units = module.rule.required_units
    do(session, kept, module, units[::2])
    do(session, other, module, units[1::2])
    assert missing(module, module_record(session, kept.id, module.slug)).units == units[1::2]
    made_one(session, kept, other)
    assert missing(module, module_record(session, kept.id, module.slug)).units == ()
    assert progress(session, kept.id)[module.slug].done == frozenset(units)


def test_a_module_whose_rule_is_met_by_both_accounts_together_is_completed_once(
    session: Session, kept: Person, other: Person, shipped: list[Module]
) -> None:
    module = the_course(shipped)
    assert module.rule is not None
    units = module.rule.required_units
    bare = replace(module, rule=replace(module.rule, graded_activities=(), meetings=0))
    do(session, kept, bare, units[:1])
    do(session, other, bare, units[1:])
    assert not record_if_complete(session, kept.id, bare)
    made_one(session, kept, other)
    assert record_if_complete(session, kept.id, bare)
    assert not record_if_complete(session, kept.id, bare)
    trained = select(Milestone.actor).where(Milestone.kind == "trained", Milestone.module == module.slug)
    assert session.scalars(trained).all() == [actor_of(session, kept.id)]


def test_a_question_to_the_desk_and_the_door_to_it_know_what_either_account_did(
    session: Session, kept: Person, other: Person
) -> None:
    actor_of(session, kept.id)
    for verb, thing in (
        (Verb.PASSED, vocabulary.activity("m", "u", "quiz")),
        (Verb.ATTENDED, vocabulary.meeting(uuid4())),
    ):
        event = Event(act_id=uuid4(), person_id=other.id, verb=verb, object=thing, at=clock.now(), module="m")
        record(session, event)
    made_one(session, kept, other)
    attempt = last_attempt(session, kept.id, "m", "u")
    assert attempt is not None and attempt["passed"]
    assert deeds_of(session, kept.id).meetings == 1


def paper(session: Session, holder: Person, of: str) -> Attestation:
    """Write an attestation as it stands."""
    row = Attestation(
        person_id=holder.id,
        kind=AttestationKind.ATTENDANCE,
        of=of,
        role="participant",
        module="m",
        minutes=90,
        held_on=clock.now().date(),
        commune_code="FR-35238",
        issued_at=clock.now(),
        code_hash=str(uuid4()),
        statement_id=uuid4(),
    )
    session.add(row)
    session.flush()
    return row


def test_her_attestations_go_along_but_for_what_she_has_one_of(
    session: Session, kept: Person, other: Person
) -> None:
    hers, twice, alone = (
        paper(session, who, of)
        for who, of in ((kept, "meetings/a"), (other, "meetings/a"), (other, "meetings/b"))
    )
    made_one(session, kept, other)
    held = select(Attestation.id).where(Attestation.person_id == kept.id)
    assert set(session.scalars(held)) == {hers.id, alone.id}
    assert session.get_one(Attestation, twice.id, populate_existing=True).person_id == other.id


def test_a_unit_done_under_both_counts_its_minutes_once(
    session: Session, kept: Person, other: Person, shipped: list[Module]
) -> None:
    module = the_course(shipped)
    unit = module.units[0]
    for person in (kept, other):
        do(session, person, module, (unit.id,))
    made_one(session, kept, other)
    assert module_record(session, kept.id, module.slug).minutes_online == unit.minutes


def test_modules_that_only_the_other_account_joined_are_looked_at_again(
    session: Session, kept: Person, other: Person, shipped: list[Module]
) -> None:
    module = the_course(shipped)
    do(session, other, module, (module.units[0].id,))
    made_one(session, kept, other)
    assert session.get(Enrolment, (kept.id, module.slug)) is not None
    subject = f"{kept.id}:{module.slug}"
    assert session.scalar(select(Job).where(Job.topic == COMPLETION, Job.subject == subject)) is not None


def test_the_closed_account_opens_nothing_and_its_address_leads_to_the_other(
    session: Session, kept: Person, other: Person
) -> None:
    email = email_of(other)
    open_session(session, other.id)
    made_one(session, kept, other)
    assert other.disabled_at is not None
    assert session.scalar(select(WebSession).where(WebSession.person_id == other.id)) is None
    found = sign_in(session, email, PASSWORD)
    assert found is not None and found.id == kept.id
    assert person_by_email(session, email) is found


def test_an_address_that_the_kept_account_claimed_in_vain_becomes_its_own(
    session: Session, kept: Person, other: Person
) -> None:
    email = email_of(other)
    kept.addresses.append(Address(id=uuid4(), email=email, added_at=clock.now()))
    session.flush()
    made_one(session, kept, other)
    assert [one.person_id for one in session.scalars(select(Address).where(Address.email == email))] == [
        kept.id
    ]


def test_what_only_the_other_account_declared_is_not_lost(
    session: Session, kept: Person, other: Person
) -> None:
    made_one(session, kept, other)
    assert kept.commune_code == "FR-35238"
    assert kept.name == "Ada"


def test_her_record_shows_what_both_did_and_that_they_were_made_one(
    session: Session, kept: Person, other: Person, shipped: list[Module], make: Make
) -> None:
    module = the_course(shipped)
    for person in (kept, other):
        do(session, person, module, (module.units[0].id,))
    before = len(own_page(session, identifiers_of(session, kept.id), None).lines)
    admin = make.administrator()
    merge_accounts(session, wish(kept, other), by=admin.id, others=OTHERS)
    assert len(own_page(session, identifiers_of(session, kept.id), None).lines) == 2 * before
    [line] = merges_of(session, kept.id)
    assert (line.reason, line.by) == (WHY, "Admin")
    mails = session.scalars(select(OutgoingMail).where(OutgoingMail.to == email_of(kept))).all()
    assert [WHY in mail.text for mail in mails] == [True]


def test_what_is_unclear_or_would_lose_something_is_refused_and_changes_nothing(
    session: Session, kept: Person, other: Person, make: Make
) -> None:
    lead = make.lead("lena")
    for told, field in (
        (wish(kept, kept), "merged"),
        (wish(kept, lead), "merged"),
        (wish(kept, other, kept="nobody@example.org"), "kept"),
        (wish(kept, other, again=email_of(kept)), "again"),
        (wish(kept, other, reason="Oubli"), "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            merge_accounts(session, told, by=None, others=OTHERS)
        assert refused.value.field == field
    assert session.scalar(select(AccountMerge)) is None
    assert other.disabled_at is None and lead.disabled_at is None


def test_an_account_with_an_open_question_waits(session: Session, kept: Person, other: Person) -> None:
    busy = Others((), lambda _session, person_id: person_id == other.id)
    with pytest.raises(Invalid):
        merge_accounts(session, wish(kept, other), by=None, others=busy)


def test_a_closed_account_is_not_merged_again(
    session: Session, kept: Person, other: Person, make: Make
) -> None:
    told = wish(make.person("zoe"), other, merged=str(other.id), again=str(other.id))
    made_one(session, kept, other)
    with pytest.raises(Invalid):
        merge_accounts(session, told, by=None, others=OTHERS)


def test_a_role_of_the_kept_account_stays(session: Session, kept: Person, other: Person) -> None:
    grant(session, kept.id, Role.FACILITATOR, "FR-BRE")
    made_one(session, kept, other)
    assert [one.role for one in session.get_one(Person, kept.id, populate_existing=True).grants] == [
        "facilitator"
    ]
