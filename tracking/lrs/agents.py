"""The agents resource: what is known of a person under the identifier asked for (xAPI 1.0.3, Communication 2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from tracking.log.keys import key_of
from tracking.log.models import XapiAgent
from tracking.lrs import arguments
from tracking.lrs.answers import tagged
from tracking.lrs.here import Scope, needs
from tracking.xapi.index import ifi

IDENTIFIERS: Final = ("mbox", "mbox_sha1sum", "openid", "account")
bp = Blueprint("agents", __name__)


@bp.get("/agents")
@needs(Scope.STATEMENTS_READ, Scope.PROFILE)
def person() -> ResponseReturnValue:
    """Answer the Person of an agent: each property a list of what is known."""
    agent = arguments.agent(arguments.read(frozenset({"agent"})))
    with db.reading() as session:
        names = names_of(session, str(ifi(agent)))
    return tagged(orjson.dumps(person_of(agent, names)))


def names_of(session: Session, identifier: str) -> list[str]:
    """Return the names under which an actor came in statements, the oldest first."""
    known = session.get(XapiAgent, key_of(identifier))
    return known.names if known and known.ifi == identifier else []


def person_of(agent: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the Person object of an agent: what the request itself says of it, and the names known beside it."""
    said = [agent["name"]] if "name" in agent else []
    # One persona stays one: which identifiers belong to the same human being is not the record's to guess.
    person: dict[str, Any] = {kind: [agent[kind]] for kind in IDENTIFIERS if kind in agent}
    known = list(dict.fromkeys([*names, *said]))
    return {"objectType": "Person", **({"name": known} if known else {}), **person}
