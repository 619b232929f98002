"""A question without an account: one mail, the same for everybody, and a ticket like any other once confirmed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, TooMany
from classcode.mail import OutgoingMail
from classcode.people import passwords
from classcode.people.models import Address, Person
from classcode.people.rules.addresses import LinkTooOld
from helpdesk.guests import jobs
from helpdesk.guests.models import PendingQuestion
from helpdesk.guests.queries import waiting
from helpdesk.guests.rules import Confirmed, Wanted, confirm, drop, receive
from helpdesk.guests.rules.confirming import AccountClosed, MoreCameIn
from helpdesk.models import Message, Source, Ticket
from helpdesk.tickets.states import State
from tests.helpdesk.tickets.conftest import trail, verbs
from tests.make import PASSWORD, Make
from tracking.models import Statement

WORDS = "My cat *does not* turn."


def ask(session: Session, email: str = "new@example.org", **changed: object) -> PendingQuestion:
    plain: dict[str, object] = {
        "name": "Eve",
        "subject": None,
        "text": WORDS,
        "via": "form",
        "language": "fr",
    }
    return receive(session, email=email, **(plain | changed))  # type: ignore[arg-type]


def mails(session: Session) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.written_at)))


def token(session: Session) -> str:
    """Return the token of the last link that was mailed."""
    found = [line for line in mails(session)[-1].text.splitlines() if "/help/first/" in line]
    return found[0].rpartition("/")[2]


def shown(session: Session) -> set[UUID]:
    return set(session.scalars(select(PendingQuestion.id)))


def press(session: Session, **wanted: object) -> Confirmed:
    plain: dict[str, object] = {"module": "creative-programming", "shown": shown(session)}
    return confirm(session, token(session), Wanted(**(plain | wanted)), act_id=uuid4())  # type: ignore[arg-type]


def count(session: Session, table: type[db.Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_question_waits_and_one_mail_leaves(session: Session) -> None:
    ask(session)
    assert (count(session, PendingQuestion), count(session, Ticket), len(mails(session))) == (1, 0, 1)


def test_the_mail_carries_no_word_that_somebody_typed(session: Session) -> None:
    ask(session, name="Buy my pills", text="Buy them here: https://evil.example", subject="Pills")
    (mail,) = mails(session)
    assert not any(word in mail.subject + mail.text for word in ("pills", "Pills", "evil"))


def test_the_token_is_kept_as_a_hash_alone(session: Session) -> None:
    pending = ask(session)
    assert pending.token_hash and token(session) not in pending.token_hash


@pytest.mark.parametrize("known", [True, False])
def test_a_known_address_and_an_unknown_one_leave_the_same_behind(
    session: Session, make: Make, known: bool
) -> None:
    email = make.person("ada").addresses[0].email if known else "new@example.org"
    pending = ask(session, email)
    (mail,) = mails(session)
    assert (mail.kind, mail.subject, mail.to, mail.person_id) == (
        "first-question",
        "Confirmez votre question",
        email,
        None,
    )
    assert (pending.confirmed_at, count(session, Ticket)) == (None, 0)


def test_within_an_hour_a_second_question_waits_behind_the_first_link(session: Session) -> None:
    ask(session)
    ask(session, text="And another thing")
    assert len(mails(session)) == 1
    assert [ticket.subject for ticket in press(session).tickets] == [
        "My cat *does not* turn.",
        "And another thing",
    ]


def test_what_she_was_not_shown_is_not_sent_and_nothing_else_is_either(session: Session) -> None:
    first = ask(session)
    second = ask(session, text="Not mine")
    with pytest.raises(MoreCameIn):
        press(session, shown={first.id})
    assert (count(session, Ticket), first.confirmed_at, second.confirmed_at) == (0, None, None)
    assert len(press(session, shown={first.id, second.id}).tickets) == 2


def test_what_came_in_at_the_moment_of_sending_waits_behind_the_link_that_was_pressed(
    session: Session,
) -> None:
    ask(session)
    late = ask(session, text="At the same moment")
    link = token(session)
    late.email = "elsewhere@example.org"
    press(session)
    late.email = "new@example.org"
    session.flush()
    assert [one.id for one in waiting(session, link).questions] == [late.id]


def test_after_an_hour_another_mail_may_leave(session: Session) -> None:
    ask(session)
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        ask(session, text="And another thing")
    assert len(mails(session)) == 2


def test_after_a_confirmation_the_next_question_is_mailed_at_once(session: Session) -> None:
    ask(session)
    press(session)
    ask(session, text="And another thing")
    assert len([mail for mail in mails(session) if mail.kind == "first-question"]) == 2


def test_an_address_is_asked_about_five_times_at_most(session: Session) -> None:
    for _ in range(5):
        ask(session)
    with pytest.raises(TooMany):
        ask(session)


def test_the_same_mail_is_received_once(session: Session) -> None:
    first, second = (ask(session, via="mail", mail_id="<1@example.org>") for _ in range(2))
    assert first is second and len(mails(session)) == 1


@pytest.mark.parametrize(("field", "changed"), [("email", {"email": "nobody"}), ("text", {"text": "  "})])
def test_what_cannot_be_received_names_its_field(
    session: Session, field: str, changed: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(session, **changed)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_confirming_makes_an_account_and_a_ticket_like_any_other(session: Session) -> None:
    ask(session, commune_code="FR-35238")
    done = press(session, unit="loops-and-events")
    (ticket,) = done.tickets
    assert done.made and (done.person.name, done.person.commune_code) == ("Eve", "FR-35238")
    assert session.scalars(select(Address)).one().confirmed_at is not None
    assert (ticket.source, ticket.unit, ticket.region_code) == (Source.FORM, "loops-and-events", "FR-BRE")
    assert verbs(session) == ["asked"]
    assert session.scalars(select(Message.text)).all() == [WORDS]


def test_nobody_knows_the_password_of_an_account_that_chose_none(session: Session) -> None:
    ask(session)
    person = press(session).person
    assert not any(passwords.is_right(person.password_hash, guess) for guess in ("", "None", WORDS))


def test_a_password_may_be_chosen_at_once(session: Session) -> None:
    ask(session)
    assert passwords.is_right(press(session, password=PASSWORD).person.password_hash, PASSWORD)


def test_a_poor_password_is_refused(session: Session) -> None:
    ask(session)
    with pytest.raises(Invalid) as refused:
        press(session, password="short")
    assert refused.value.field == "password"


def test_a_known_person_gets_the_question_and_keeps_what_her_account_says(
    session: Session, make: Make
) -> None:
    ada = make.person("ada", commune="FR-35238")
    ask(session, ada.addresses[0].email, name="Somebody", commune_code="FR-31555")
    done = press(session)
    assert (done.made, done.person.id) == (False, ada.id)
    assert (ada.name, ada.commune_code) == ("Ada", "FR-35238")


def test_an_address_that_somebody_only_claims_is_whose_reads_its_mail(session: Session, make: Make) -> None:
    squatter = make.person("ada", confirmed=False)
    ask(session, squatter.addresses[0].email)
    done = press(session)
    assert done.made and done.person.id != squatter.id


def test_a_closed_account_asks_nothing(session: Session, make: Make) -> None:
    ada = make.person("ada")
    ada.disabled_at = clock.now()
    ask(session, ada.addresses[0].email)
    with pytest.raises(AccountClosed):
        press(session)


def test_a_link_works_once_and_leaves_no_word_behind(session: Session) -> None:
    pending = ask(session)
    press(session)
    assert (pending.text, pending.name) == ("", None)
    with pytest.raises(LinkTooOld):
        press(session)


def test_a_link_dies_after_seven_days(session: Session) -> None:
    ask(session)
    link = token(session)
    with (
        time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False),
        pytest.raises(LinkTooOld),
    ):
        confirm(session, link, Wanted(module="creative-programming", shown=shown(session)), act_id=uuid4())


def test_throwing_it_away_leaves_nothing(session: Session) -> None:
    ask(session)
    ask(session, text="Another")
    drop(session, token(session))
    assert count(session, PendingQuestion) == 0


def test_what_nobody_confirmed_goes_after_a_week_with_its_mail(session: Session) -> None:
    ask(session)
    session.commit()
    jobs.forget_unconfirmed("now")
    assert count(session, PendingQuestion) == 1
    session.rollback()
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        jobs.forget_unconfirmed("now")
    session.expire_all()
    assert (count(session, PendingQuestion), len(mails(session))) == (0, 0)


def test_a_question_asked_in_person_is_hers_who_wrote_it_down(
    session: Session, make: Make, bruno: Person
) -> None:
    make.facilitator("denis", region="FR-BRE", commune="FR-35238")
    ask(session, via="in-person", logged_by=bruno.id, keep=True, commune_code="FR-35238")
    assert "Bruno" in mails(session)[0].text
    (ticket,) = press(session).tickets
    assert (ticket.facilitator_id, ticket.state, ticket.logged_by_id) == (bruno.id, State.ACCEPTED, bruno.id)
    assert "instructor" in orjson.loads(session.scalars(select(Statement)).one().body)["context"]


def test_an_answer_given_in_person_is_in_the_thread(session: Session, bruno: Person) -> None:
    ask(session, via="in-person", logged_by=bruno.id, answered="Look at the angle.")
    (ticket,) = press(session).tickets
    assert ticket.state == State.WAITING_LEARNER
    assert set(session.scalars(select(Message.text))) == {WORDS, "Look at the angle."}
    assert verbs(session) == ["asked", "responded"]


def test_somebody_who_is_no_facilitator_any_more_holds_nothing(session: Session, make: Make) -> None:
    eve = make.person("eve")
    ask(session, via="in-person", logged_by=eve.id, keep=True, answered="Look at the angle.")
    (ticket,) = press(session).tickets
    assert ticket.facilitator_id is None and "logged" in trail(session, ticket)
