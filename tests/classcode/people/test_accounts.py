"""Joining and signing in: nobody learns who has an account, nobody takes an address that is not hers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, TooMany
from classcode.people.models import Address, MailedToken, Person
from classcode.people.rules import accounts, addresses
from classcode.people.rules.accounts import Newcomer
from classcode.people.rules.addresses import AddressTaken, LinkTooOld, Purpose, WrongCode
from tests.make import PASSWORD, Make


def _register(session: Session, email: str = "new@example.org") -> Person:
    return accounts.register(session, Newcomer(email, PASSWORD))


def test_a_newcomer_gives_two_things_and_nothing_else(session: Session) -> None:
    person = _register(session)
    assert (person.name, person.commune_code, person.gender, person.school) == (None, None, None, None)


@pytest.mark.parametrize("password", ["short", "a" * 12, "qwerty123456", "x" * 300, "new@example.org"])
def test_a_password_that_is_guessed_first_is_refused(session: Session, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.register(session, Newcomer("new@example.org", password))
    assert refused.value.field == "password"


def test_a_long_sentence_needs_no_digit_and_no_sign(session: Session) -> None:
    accounts.register(session, Newcomer("new@example.org", "une phrase toute simple et longue " * 2))


@pytest.mark.parametrize("email", ["nobody", "a@b@c", "a@", "@b.fr", "a b@c.fr", "a@b.fr\r\nBcc: x@y.z"])
def test_what_is_no_address_is_refused(session: Session, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.register(session, Newcomer(email, PASSWORD))
    assert refused.value.field == "email"


def test_an_address_that_somebody_has_can_be_claimed_but_not_confirmed(session: Session, make: Make) -> None:
    owner = make.person("owner")
    claimed = _register(session, owner.addresses[0].email)
    with pytest.raises(AddressTaken):
        addresses.confirm(session, claimed.addresses[0])


def test_the_true_owner_can_confirm_an_address_that_another_claimed_first(session: Session) -> None:
    _register(session)
    owner = _register(session)
    addresses.confirm(session, owner.addresses[0])
    assert accounts.sign_in(session, "new@example.org", PASSWORD) is not None


def test_an_unconfirmed_address_signs_in(session: Session) -> None:
    person = _register(session)
    assert accounts.sign_in(session, " New@Example.org ", PASSWORD) is person


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(session: Session) -> None:
    _register(session)
    assert accounts.sign_in(session, "new@example.org", "another long sentence") is None
    assert accounts.sign_in(session, "unknown@example.org", PASSWORD) is None


def test_a_disabled_account_does_not_open(session: Session) -> None:
    _register(session).disabled_at = clock.now()
    session.flush()
    assert accounts.sign_in(session, "new@example.org", PASSWORD) is None


def test_ten_failures_close_an_account_for_five_minutes(session: Session) -> None:
    noon = datetime(2026, 3, 3, 12, tzinfo=UTC)
    with clock.at(noon):
        for _ in range(10):
            accounts.check_may_sign_in(session, "new@example.org", "192.0.2.1")
            accounts.count_failure(session, "new@example.org", "192.0.2.1")
        with pytest.raises(TooMany):
            accounts.check_may_sign_in(session, "new@example.org", "192.0.2.2")
        accounts.check_may_sign_in(session, "other@example.org", "192.0.2.1")
    with clock.at(noon + timedelta(minutes=6)):
        accounts.check_may_sign_in(session, "new@example.org", "192.0.2.1")


def test_a_hundred_failures_close_a_network_address(session: Session) -> None:
    for n in range(100):
        accounts.count_failure(session, f"a{n}@example.org", "192.0.2.1")
    with pytest.raises(TooMany):
        accounts.check_may_sign_in(session, "new@example.org", "192.0.2.1")


def test_a_second_confirmed_address_signs_in_too(session: Session) -> None:
    person = _register(session)
    second = addresses.add_address(session, person.id, "home@example.org")
    addresses.confirm(session, second)
    assert accounts.sign_in(session, "home@example.org", PASSWORD) is person


def test_the_last_confirmed_address_cannot_be_removed(session: Session) -> None:
    person = _register(session)
    addresses.confirm(session, person.addresses[0])
    addresses.add_address(session, person.id, "home@example.org")
    with pytest.raises(Invalid):
        addresses.remove_address(session, person.id, person.addresses[0].id)


def test_a_link_works_once(session: Session) -> None:
    address = _register(session).addresses[0]
    mailed = addresses.make_token(session, address, Purpose.CONFIRM)
    assert addresses.use_token(session, mailed.token, Purpose.CONFIRM) is address
    with pytest.raises(LinkTooOld):
        addresses.use_token(session, mailed.token, Purpose.CONFIRM)


def test_a_link_of_one_purpose_opens_no_other(session: Session) -> None:
    mailed = addresses.make_token(session, _register(session).addresses[0], Purpose.CONFIRM)
    with pytest.raises(LinkTooOld):
        addresses.use_token(session, mailed.token, Purpose.RESET)


def test_a_link_is_too_old_after_its_time(session: Session) -> None:
    address = _register(session).addresses[0]
    mailed = addresses.make_token(session, address, Purpose.RESET)
    with clock.at(clock.now() + timedelta(hours=3)), pytest.raises(LinkTooOld):
        addresses.use_token(session, mailed.token, Purpose.RESET)


def test_a_new_mail_ends_the_links_before_it(session: Session) -> None:
    address = _register(session).addresses[0]
    first = addresses.make_token(session, address, Purpose.RESET)
    addresses.make_token(session, address, Purpose.RESET)
    with pytest.raises(LinkTooOld):
        addresses.use_token(session, first.token, Purpose.RESET)


def test_only_hashes_of_tokens_are_kept(session: Session) -> None:
    mailed = addresses.make_token(session, _register(session).addresses[0], Purpose.CONFIRM)
    row = session.scalars(select(MailedToken)).one()
    assert mailed.token not in (row.token_hash, row.code_hash)
    assert mailed.code not in (row.token_hash, row.code_hash)


def test_the_six_digits_confirm_with_or_without_spaces(session: Session) -> None:
    person = _register(session)
    mailed = addresses.make_token(session, person.addresses[0], Purpose.CONFIRM)
    addresses.confirm_by_code(session, person.id, f" {mailed.code[:3]} {mailed.code[3:]} ")
    assert person.addresses[0].confirmed_at


def test_five_wrong_codes_end_a_code(session: Session) -> None:
    person = _register(session)
    mailed = addresses.make_token(session, person.addresses[0], Purpose.CONFIRM)
    wrong = "000000" if mailed.code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(WrongCode):
            addresses.confirm_by_code(session, person.id, wrong)
        addresses.count_wrong_code(session, person.id)
    with pytest.raises(WrongCode):
        addresses.confirm_by_code(session, person.id, mailed.code)


def test_no_more_than_five_resets_a_day(session: Session) -> None:
    address = _register(session).addresses[0]
    for _ in range(5):
        addresses.make_token(session, address, Purpose.RESET)
    with pytest.raises(TooMany):
        addresses.make_token(session, address, Purpose.RESET)


def test_two_accounts_cannot_hold_the_same_confirmed_address(session: Session) -> None:
    first, second = _register(session), _register(session)
    addresses.confirm(session, first.addresses[0])
    with pytest.raises(AddressTaken):
        addresses.confirm(session, second.addresses[0])
    confirmed = session.scalars(select(Address).where(Address.confirmed_at.is_not(None))).all()
    assert len(confirmed) == 1
