"""Giving and taking back keys: what is kept, what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.people.passwords import is_right
from tracking.lrs.clients.queries import Standing, as_sender, client_by_key, clients, standing
from tracking.lrs.clients.rules import LARGEST, AlreadyRevoked, Wish, add, revoke
from tracking.lrs.scopes import Scope


def test_a_client_is_given_a_key_and_a_secret_of_which_only_a_slow_hash_is_kept(session: Session) -> None:
    issued = add(session, Wish("A museum"))
    kept = issued.client.secret_hash
    assert len(issued.secret) >= 40
    assert kept.startswith("$argon2id$")
    assert issued.secret not in kept
    assert is_right(kept, issued.secret)
    assert issued.secret not in repr(issued)


def test_a_client_may_write_and_read_its_own_statements_unless_told_otherwise(session: Session) -> None:
    sender = as_sender(session, add(session, Wish("A museum")).client)
    assert sender.scopes == {Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE}
    assert (sender.largest, sender.trusted) == (LARGEST, frozenset())


def test_two_clients_never_share_a_key_even_after_one_is_revoked(session: Session) -> None:
    first = add(session, Wish("A museum", key="museum"))
    revoke(session, first.client.id)
    with pytest.raises(Invalid) as refused:
        add(session, Wish("Another", key="museum"))
    assert refused.value.field == "key"


def test_a_system_may_bring_its_own_key_and_secret(session: Session) -> None:
    issued = add(session, Wish("A museum", key="museum", secret="a secret that they have"))
    assert (issued.client.key, issued.secret) == ("museum", "a secret that they have")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 101}),
        ("scopes", {"scopes": ()}),
        ("scopes", {"scopes": ("statements/write", "everything")}),
        ("largest", {"largest": 1}),
        ("largest", {"largest": 10**12}),
        ("key", {"key": "a:b"}),
        ("key", {"key": "ab"}),
        ("secret", {"secret": "short"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_client(
    session: Session, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        add(session, Wish(**({"name": "A museum"} | values)))
    assert (refused.value.field, clients(session)) == (field, [])


def test_a_day_that_has_passed_is_no_expiry(session: Session) -> None:
    with pytest.raises(Invalid):
        add(session, Wish("A museum", expires_at=clock.now()))


def test_a_key_is_revoked_once(session: Session) -> None:
    client = add(session, Wish("A museum")).client
    revoke(session, client.id)
    with pytest.raises(AlreadyRevoked):
        revoke(session, client.id)


def test_a_client_stands_valid_then_expired_and_revoked_for_good(session: Session) -> None:
    end = clock.now() + timedelta(days=1)
    client = add(session, Wish("A museum", expires_at=end, key="museum")).client
    assert standing(client, end - timedelta(seconds=1)) is Standing.VALID
    assert standing(client, end) is Standing.EXPIRED
    revoke(session, client.id)
    session.expire_all()
    found = client_by_key(session, "museum")
    assert found is not None
    assert standing(found, end) is Standing.REVOKED
