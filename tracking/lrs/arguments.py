"""Reading the parameters of a request: each known and given once (Communication 3.2), each of its type, or 400.

`text`, `iri` and `agent` raise where the parameter is missing; `uuid`, `timestamp` and `natural` answer None there,
`boolean` False: that is how the specification uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from flask import current_app, request

from classcode.config import Config
from classcode.i18n import N_
from tracking.lrs.here import client, version
from tracking.xapi import clauses, values
from tracking.xapi.actors import IDENTIFIERS, check_actor, check_agent
from tracking.xapi.errors import Invalid
from tracking.xapi.pseudonyms import key_from, pseudonym_of

CLAUSE: Final = "Communication 3.2"
DIGITS: Final = 18
"""Of a natural number: more are no number in the log, nor a count of anything here."""
_TRUTH: Final = {"true": True, "false": False}

Given = Mapping[str, str]


def read(known: frozenset[str]) -> dict[str, str]:
    """Return the parameters of this request; refuse the unknown ones (case counts) and those given twice."""
    given = {}
    for name, texts in request.args.lists():
        if name not in known:
            raise Invalid(f"?{name[:40]}", CLAUSE, N_("This parameter is unknown here."))
        if len(texts) > 1:
            raise Invalid(f"?{name}", CLAUSE, N_("This parameter is given more than once."))
        if "\0" in texts[0]:
            raise Invalid(f"?{name}", CLAUSE, N_("A text holds no zero character."))
        given[name] = texts[0]
    return given


def text(given: Given, name: str) -> str:
    """Return a text that is there and not empty."""
    found = given.get(name)
    if not found:
        raise Invalid(f"?{name}", CLAUSE, N_("This parameter is missing."))
    return found


def iri(given: Given, name: str) -> str:
    """Return an IRI that is there."""
    found = text(given, name)
    values.check_iri(found, f"?{name}")
    return found


def agent(given: Given, name: str = "agent") -> dict[str, Any]:
    """Return an agent that is there, as JSON with one identifier."""
    found = _json(given, name)
    check_agent(found, f"?{name}")
    return _as_kept(found)


def actor(given: Given, name: str = "agent") -> dict[str, Any]:
    """Return an agent or an identified group that is there, as the statements resource takes both."""
    found = _json(given, name)
    check_actor(found, f"?{name}")
    if not IDENTIFIERS & found.keys():
        raise Invalid(f"?{name}", clauses.GROUP, N_("Only a group with an identifier can be looked for."))
    return _as_kept(found)


def _as_kept(actor: dict[str, Any]) -> dict[str, Any]:
    """Return an actor as statements of it were kept: under a pseudonym, where this installation wants that."""
    config: Config = current_app.extensions["classcode"]
    if not config.lrs_pseudonymise:
        return actor
    home: str = client().authority["account"]["homePage"]
    return dict(pseudonym_of(actor, key_from(config.secret_key), home))


def uuid(given: Given, name: str) -> UUID | None:
    """Return a UUID, or None where the parameter is missing."""
    if name not in given:
        return None
    values.check_uuid(given[name], f"?{name}")
    return UUID(given[name])


def timestamp(given: Given, name: str) -> datetime | None:
    """Return an instant in UTC, or None where the parameter is missing."""
    if name not in given:
        return None
    values.check_timestamp(given[name], f"?{name}", version())
    return values.instant(given[name])


def natural(given: Given, name: str) -> int | None:
    """Return a whole number from 0 on, or None where the parameter is missing."""
    if name not in given:
        return None
    said = given[name]
    if not (said.isascii() and said.isdigit() and len(said) <= DIGITS):
        raise Invalid(f"?{name}", CLAUSE, N_("This has to be a whole number, 0 or more."))
    return int(said)


def boolean(given: Given, name: str) -> bool:
    """Return what `true` and `false` mean; nothing else is taken, and a missing parameter is false."""
    if name not in given:
        return False
    found = _TRUTH.get(given[name])
    if found is None:
        raise Invalid(f"?{name}", CLAUSE, N_("This has to be true or false."))
    return found


def _json(given: Given, name: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text(given, name))
    except orjson.JSONDecodeError:
        raise Invalid(f"?{name}", clauses.ACTOR, N_("This has to be an agent as JSON.")) from None
    if not isinstance(found, dict):
        raise Invalid(f"?{name}", clauses.ACTOR, N_("This has to be an agent as JSON."))
    return found
