"""The statements of the benchmark: the n-th is always the same, of the length and the shape that courses send.

2,000 actors and 300 activities overlap everywhere. An enrolment has exactly 50 statements, mixed with those of 199
others as they would come in, so that a query's answer is as long in a small log as in a large one. Made from
ready bytes: what a load generator spends here, the server beside it lacks.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import orjson

ACTORS: Final = 2_000
ACTIVITIES: Final = 300
UNITS: Final = 30
"""Every activity lies in one of these, which is its parent."""
AT_ONCE: Final = 200
"""Enrolments whose statements come mixed."""
PAGE: Final = 50
"""Statements of an enrolment, and how many a query asks for: the answer is full in a log of any size."""
BLOCK: Final = AT_ONCE * PAGE
"""Statements after which the next enrolments begin."""
SITE: Final = "https://learn.example.org"
VERBS: Final = ("attempted", "answered", "completed", "experienced")
_MIX: Final = 2_654_435_761
"""Knuth's multiplier: spreads consecutive numbers over activities and verbs."""


def batch(first: int, size: int) -> bytes:
    """Return the body of a request: statements `first` and after, as an array, or alone when `size` is 1."""
    if size == 1:
        return statement(first)
    return b"[" + b",".join([statement(n) for n in range(first, first + size)]) + b"]"


def statement(n: int) -> bytes:
    """Return statement `n` as JSON; those with even numbers bring an id of their own, new at each call."""
    mixed = (n * _MIX >> 8) & 0xFFFFFF
    activity, enrolment = mixed % ACTIVITIES, enrolment_of(n)
    return b"".join(
        (
            b"{" if n % 2 else b'{"id":"%s",' % _new_id(),
            _actor(enrolment % ACTORS),
            _verb(mixed // ACTIVITIES % len(VERBS)),
            _object(activity),
            _result(mixed % 101),
            b'"timestamp":"2026-09-%02dT%02d:%02d:%02d.%03dZ",'
            % (1 + mixed % 28, mixed % 24, mixed % 60, n % 60, n % 1000),
            b'"context":{"registration":"%s",' % registration(enrolment).encode(),
            _context(activity),
        )
    )


def enrolment_of(n: int) -> int:
    """Return the number of the enrolment that statement `n` belongs to; neighbours come in ever other order."""
    block, place = divmod(n, BLOCK)
    turn, within = divmod(place, AT_ONCE)
    return block * AT_ONCE + (within * 37 + turn * 13) % AT_ONCE


@cache
def registration(enrolment: int) -> str:
    """Return an enrolment's UUID, scattered as random ones are."""
    return str(UUID(bytes=blake2b(b"%d" % enrolment, digest_size=16).digest(), version=4))


def of_agent(actor: int) -> str:
    """Return the query that asks for one actor's statements."""
    return urlencode({"agent": orjson.dumps(_account("learners", actor)).decode(), "limit": PAGE})


def of_unit(unit: int) -> str:
    """Return the query that asks for one verb in one unit, whatever stands below it."""
    verb = f"http://adlnet.gov/expapi/verbs/{VERBS[unit % len(VERBS)]}"
    return urlencode({"verb": verb, "activity": _unit(unit), "related_activities": "true", "limit": PAGE})


def of_enrolment(enrolment: int) -> str:
    """Return the query that asks for the statements of one enrolment."""
    return urlencode({"registration": registration(enrolment), "limit": PAGE})


def _new_id() -> bytes:
    digits = os.urandom(16).hex()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}".encode()


def _account(kind: str, n: int) -> dict[str, Any]:
    name = str(UUID(bytes=blake2b(f"{kind}{n}".encode(), digest_size=16).digest(), version=4))
    return {"objectType": "Agent", "account": {"homePage": SITE, "name": name}}


def _unit(unit: int) -> str:
    return f"{SITE}/modules/{unit % 3}/units/{unit}"


def _member(name: str, value: Any) -> bytes:
    return orjson.dumps(name) + b":" + orjson.dumps(value) + b","


@cache
def _actor(n: int) -> bytes:
    return _member("actor", _account("learners", n))


@cache
def _verb(n: int) -> bytes:
    return _member("verb", {"id": f"http://adlnet.gov/expapi/verbs/{VERBS[n]}", "display": {"en": VERBS[n]}})


@cache
def _object(n: int) -> bytes:
    definition = {
        "name": {"fr": f"Activité {n} : répéter et choisir", "en": f"Activity {n}: repeat and choose"},
        "type": "http://adlnet.gov/expapi/activities/assessment",
    }
    return _member("object", {"id": f"{_unit(n % UNITS)}/activities/{n}", "definition": definition})


@cache
def _result(score: int) -> bytes:
    marks = {"scaled": score / 100, "raw": score, "min": 0, "max": 100}
    return _member(
        "result", {"score": marks, "success": score > 50, "completion": True, "duration": "PT4M12S"}
    )


@cache
def _context(n: int) -> bytes:
    """Return the end of a statement: the rest of its context, from the facilitator up to the module."""
    around = {"parent": [{"id": _unit(n % UNITS)}], "grouping": [{"id": f"{SITE}/modules/{n % 3}"}]}
    rest = {"instructor": _account("facilitators", n % 100), "contextActivities": around, "language": "fr"}
    return orjson.dumps(rest)[1:] + b"}"
