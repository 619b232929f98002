"""The journal: who did what and when in one line of JSON, and never what must stay between people."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode import journal
from classcode.people.models import Person
from tests.make import PASSWORD

Lines = Callable[[], list[dict[str, Any]]]
WRONG = "une phrase qui n'est pas la sienne"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """What was written to standard error since the last look, line by line."""
    journal.set_up()
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_says_what_who_and_when_in_utc(lines: Lines) -> None:
    who = uuid4()
    journal.note("export", who, rows=12)
    (line,) = lines()
    assert (line["event"], line["who"], line["rows"]) == ("export", str(who), 12)
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)


def test_whatever_a_fact_holds_the_line_stays_one_line(lines: Lines) -> None:
    journal.note("refused", view='a\n{"event": "log-in"}')
    (line,) = lines()
    assert line["event"] == "refused" and line["who"] is None


@pytest.mark.parametrize(("password", "right"), [(PASSWORD, True), (WRONG, False)])
def test_a_log_in_is_noted_without_address_or_password(
    client: FlaskClient, session: Session, ada: Person, lines: Lines, password: str, *, right: bool
) -> None:
    email = ada.addresses[0].email
    session.commit()
    client.post("/login", data={"email": email, "password": password, "act": str(uuid4())})
    (line,) = lines()
    assert (line["event"], line["right"]) == ("log-in", right)
    assert line["who"] == (str(ada.id) if right else None)
    assert email not in str(line) and password not in str(line)


def test_a_refusal_is_noted_with_the_view_and_the_reason(
    app: Flask,
    client: FlaskClient,
    login: Callable[[FlaskClient, Person], FlaskClient],
    ada: Person,
    lines: Lines,
) -> None:
    login(client, ada).get("/fr/deliveries/")
    noted = [line for line in lines() if line["event"] == "refused"]
    assert [(line["who"], line["view"], line["reason"]) for line in noted] == [
        (str(ada.id), "tracking.deliveries", "NotAllowed")
    ]
