"""Whatever is put into a field or behind a question mark is refused or kept, and breaks nothing: no page answers 500.

Every form of the site is read from the view that reads it; on PostgreSQL, which is stricter about text and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from wtforms import DateField, DateTimeLocalField, Field, IntegerField, SelectMultipleField, TimeField

from classcode.forms import ActForm
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from helpdesk.attachments.rules import attach, first_message
from helpdesk.tickets.rules import talking
from tests.helpdesk.profiles.conftest import As, as_
from tests.helpdesk.tickets.conftest import Ask, ask
from tests.make import Make

__all__ = ["as_", "ask"]
pytestmark = pytest.mark.slow

BAD: tuple[str, ...] = (
    "\0",
    "a\0b",
    "9" * 40,
    "-9223372036854775809",
    "²",
    "٣",
    "9999-12-31",
    "0001-01-01",
    "9999-12-31T23:59",
    "00:00",
    "NaN",
    "%s %(n)s {0}",
    "a" * 20_000,
    "\ufffe\U0010ffff",
    str(uuid4()),
)
EACH = ("\0", "9" * 40, "9" * 5000, "9999-12-31")
"""Tried in every field; the others in turn, and each in all fields at once."""
BEHIND = (
    *("9" * 40, "\0", "9999-12-31", "²", "/\\evil"),
    *(f"0001-01-01T00:00:00Z~{uuid4()}", f"9999-12-31T23:59:59Z~{uuid4()}"),
)
ASKED = (
    *(
        "unit",
        "follows",
        "who",
        "q",
        "module",
        "period",
        "from",
        "to",
        "region",
        "language",
        "after",
        "before",
    ),
    *("canned", "joined", "split", "answer_days", "resolve_days", "next", "person", "verb", "page", "lang"),
)


@pytest.fixture
def everybody(session: Session, make: Make, ask: Ask, content: None) -> tuple[Person, Person, list[Any]]:
    """Somebody with every role who holds a question, who asked it, and the ids of what there is."""
    zoe = make.person("zoe", commune="FR-35238")
    bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
    grant(session, bruno.id, Role.LEAD, None)
    grant(session, bruno.id, Role.ADMINISTRATOR)
    ticket = ask(zoe)
    assert ticket.facilitator_id == bruno.id
    talking.answer(session, ticket, "Essayez « toujours ».", act_id=uuid4())
    talking.reply(session, ticket, "Merci.")
    question = first_message(session, ticket.id)
    file = attach(session, question, "programme.txt", "text/plain", b"quand drapeau")
    session.commit()
    return zoe, bruno, [ticket.id, question.id, file.id, bruno.id]


def addresses(app: Flask, method: str, ids: list[Any]) -> Iterator[tuple[Rule, str]]:
    """Yield every address that answers a method, with the id that fits, a question's first."""
    site = app.url_map.bind("classcode.test", url_scheme="http")
    by_name = dict(zip(("ticket_id", "message_id", "file_id", "person_id"), ids, strict=True))
    for rule in app.url_map.iter_rules():
        if (
            method in (rule.methods or ())
            and "logout" not in rule.endpoint
            and "step_back" not in rule.endpoint
        ):
            values = {name: by_name.get(name, ids[0]) for name in rule.arguments}
            plain = {
                "lang": "fr",
                "slug": "creative-programming",
                "unit_id": "loops-and-events",
                "revision": "0" * 12,
            }
            values |= {name: plain[name] for name in rule.arguments if name in plain}
            for name in rule.arguments:
                if "UUID" not in type(rule._converters[name]).__name__ and name not in plain:
                    values[name] = 1 if "Integer" in type(rule._converters[name]).__name__ else "x" * 43
            yield rule, site.build(rule.endpoint, values)


def fields_of(client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, type[Field]]:
    """Return the fields of the form that a view reads."""
    seen: dict[str, type[Field]] = {}
    real = ActForm.read.__func__  # type: ignore[attr-defined]

    def reading(cls: type[ActForm], *args: Any, **named: Any) -> Any:
        form = real(cls, *args, **named)
        seen.update({name: type(field) for name, field in form._fields.items()})
        also = [*args, *named.values()]
        seen.update({name: Field for some in also for name in some})
        return form

    with monkeypatch.context() as patched:
        patched.setattr(ActForm, "read", classmethod(reading))
        client.post(address, data={"act": str(uuid4())})
    return {name: kind for name, kind in seen.items() if name not in {"act", "csrf_token"}}


def plausible(name: str, kind: type[Field]) -> str:
    """Return what a person would write there."""
    by_kind = ((DateTimeLocalField, "2026-12-01T18:00"), (DateField, "2026-12-01"), (TimeField, "19:00"),
               (IntegerField, "3"), (SelectMultipleField, "fr"))  # fmt: skip
    return next(
        (text for known, text in by_kind if issubclass(kind, known)), "fr" if "language" in name else "1"
    )


@pytest.mark.postgres
@pytest.mark.parametrize("who", ["learner", "desk"])
def test_no_field_breaks_a_page(
    app: Flask,
    as_: As,
    everybody: tuple[Person, Person, list[Any]],
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    zoe, bruno, ids = everybody
    client = as_(zoe if who == "learner" else bruno)
    broken = []
    for rule, address in addresses(app, "POST", ids):
        fields = fields_of(client, address, monkeypatch)
        good = {
            name: plausible(name, kind) for name, kind in fields.items() if name not in {"look", "website"}
        }
        tried = [*product(fields, EACH), *zip(fields, cycle(BAD), strict=False), *(("", bad) for bad in BAD)]
        for name, bad in tried:
            told = {name: bad} if name else dict.fromkeys(good, bad)
            answer = client.post(address, data={**good, **told, "act": str(uuid4())})
            if answer.status_code >= 500:
                broken.append((rule.endpoint, name or "all of them", bad[:30]))
    assert not broken, "\n".join(map(str, broken))


@pytest.mark.postgres
@pytest.mark.parametrize("who", ["nobody", "learner", "desk"])
def test_nothing_behind_a_question_mark_breaks_a_page(
    app: Flask, client: FlaskClient, as_: As, everybody: tuple[Person, Person, list[Any]], who: str
) -> None:
    zoe, bruno, ids = everybody
    browser = client if who == "nobody" else as_(zoe if who == "learner" else bruno)
    broken = []
    for rule, address in addresses(app, "GET", ids):
        one_by_one = [{name: bad} for name, bad in zip(ASKED, cycle(BEHIND), strict=False)]
        for asked in (*one_by_one, *(dict.fromkeys(ASKED, bad) for bad in BEHIND)):
            with browser.get(address, query_string=asked) as answer:
                if answer.status_code >= 500:
                    broken.append((rule.endpoint, asked))
    assert not broken, "\n".join(map(str, broken))
