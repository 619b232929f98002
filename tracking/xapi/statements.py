"""Whether a statement is one: the whole of it, and what its parts owe each other (Data 2.4).

One table of properties per version; nothing is stored, looked up or changed here. A body is parsed before, so that a
property that stands twice is already one.
"""

from __future__ import annotations

import re
from typing import Any, Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.activities import activity
from tracking.xapi.actors import actor, authority
from tracking.xapi.contexts import CONTEXT
from tracking.xapi.descriptions import attachments
from tracking.xapi.errors import Invalid
from tracking.xapi.references import reference
from tracking.xapi.results import result
from tracking.xapi.shapes import (
    NOT_OBJECT,
    NOT_ONE_OF,
    Check,
    iri,
    language_map,
    matching,
    one_of,
    shaped,
    uuid,
)
from tracking.xapi.values import check_timestamp
from tracking.xapi.versions import Version

VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"

NOT_VOIDABLE: Final = N_("A statement that voids another one has a StatementRef as its object.")
ONLY_OF_ACTIVITY: Final = N_("This property is only for statements whose object is an activity.")
NOT_VERSION_1: Final = N_("A statement's version has to start with 1.0.")
NOT_VERSION_2: Final = N_("A statement's version has to start with 1.0 or 2.0.")

# A version is 1.0 or 1.0.x, x and what follows it being free (Data 2.4.10).
_VERSIONS: Final[dict[Version, Check]] = {
    Version.V1: matching(
        re.compile(r"1\.0(?:\.[0-9A-Za-z][0-9A-Za-z.+\-]*)?").fullmatch, clauses.VERSION, NOT_VERSION_1
    ),
    Version.V2: matching(
        re.compile(r"[12]\.0(?:\.[0-9A-Za-z][0-9A-Za-z.+\-]*)?").fullmatch, clauses.VERSION_2, NOT_VERSION_2
    ),
}
_VERB: Final[dict[str, Check]] = {"id": iri(clauses.VERB), "display": language_map(clauses.VERB)}
_REQUIRED: Final = ("actor", "verb", "object")


def check_statement(statement: object, version: Version, where: str = "") -> None:
    """Raise Invalid, with the path below `where` and the clause, when this is no statement of that version."""
    try:
        _STATEMENTS[version](statement)
    except Invalid as refused:
        raise refused.under(where) from None


def _consistent(value: dict[str, Any]) -> None:
    """Refuse what the object's kind forbids elsewhere: voiding (Data 2.3.2), revision and platform (Data 2.4.6)."""
    kind = value["object"].get("objectType", "Activity")
    if value["verb"]["id"] == VOIDED and kind != "StatementRef":
        raise Invalid("object", clauses.VOIDING, NOT_VOIDABLE)
    if kind != "Activity" and "context" in value:
        for name in ("revision", "platform"):
            if name in value["context"]:
                raise Invalid(f"context.{name}", clauses.CONTEXT, ONLY_OF_ACTIVITY)


def _moment(version: Version) -> Check:
    return lambda value: check_timestamp(value, "", version)


def _object(kinds: dict[str, Check]) -> Check:
    """Return the check of an object, which its objectType decides; one without it is an activity (Data 2.4.4)."""

    def check(value: object) -> None:
        if type(value) is not dict:
            raise Invalid("", clauses.OBJECT, NOT_OBJECT)
        kind = value.get("objectType", "Activity")
        inner = kinds.get(kind) if type(kind) is str else None
        if inner is None:
            raise Invalid("objectType", clauses.OBJECT, NOT_ONE_OF, allowed=", ".join(kinds))
        inner(value)

    return check


def _statement(version: Version) -> Check:
    """Return the check of a statement, that of the statements inside it included; those hold none themselves."""
    kinds: dict[str, Check] = {
        "Activity": activity,
        "Agent": actor,
        "Group": actor,
        "StatementRef": reference,
    }
    common: dict[str, Check] = {
        "actor": actor,
        "verb": shaped(_VERB, clauses.VERB, ("id",)),
        "result": result,
        "context": CONTEXT[version],
        "timestamp": _moment(version),
        "attachments": attachments,
    }
    inside: dict[str, Check] = {
        **common,
        "objectType": one_of(("SubStatement",), clauses.OBJECT_STATEMENT),
        "object": _object(kinds),
    }
    kinds_outside = {
        **kinds,
        "SubStatement": shaped(inside, clauses.OBJECT_STATEMENT, ("objectType", *_REQUIRED), _consistent),
    }
    whole: dict[str, Check] = {
        **common,
        "id": uuid(clauses.ID),
        "object": _object(kinds_outside),
        "stored": _moment(version),
        "authority": authority,
        "version": _VERSIONS[version],
    }
    return shaped(whole, clauses.STATEMENT, _REQUIRED, _consistent)


_STATEMENTS: Final[dict[Version, Check]] = {version: _statement(version) for version in Version}
