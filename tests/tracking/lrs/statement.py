"""Statements for the tests of the specification: a good one, and good ones with one thing changed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

import pytest

from tracking.xapi.errors import Invalid
from tracking.xapi.statements import check_statement
from tracking.xapi.versions import Version

BOTH: Final = pytest.mark.parametrize("version", list(Version), ids=str)
"""For the rules that both generations of the specification share."""

ADA: Final = {"objectType": "Agent", "name": "Ada", "mbox": "mailto:ada@example.org"}
BRUNO: Final = {"account": {"homePage": "https://example.org", "name": "bruno"}}
TEAM: Final = {"objectType": "Group", "name": "The team", "member": [ADA, BRUNO]}
SEEN: Final = {"id": "http://adlnet.gov/expapi/verbs/experienced", "display": {"en": "saw", "fr": "a vu"}}
PAGE: Final = {"objectType": "Activity", "id": "https://example.org/page"}
REFERENCE: Final = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
INSIDE: Final = {"objectType": "SubStatement", "actor": BRUNO, "verb": SEEN, "object": PAGE}
FILE: Final = {
    "usageType": "https://example.org/usage",
    "display": {"en": "A file"},
    "contentType": "text/plain; charset=utf-8",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
}

DROPPED: Final = object()
"""Given to `having` in place of a value: the property goes."""


def having(path: str, value: object) -> dict[str, Any]:
    """Return the plain statement with the value at a path such as `context.team`; what is on the way is made."""
    statement: dict[str, Any] = deepcopy({"actor": ADA, "verb": SEEN, "object": PAGE})
    *way, last = path.split(".")
    inner = statement
    for step in way:
        inner = inner.setdefault(step, {})
    if value is DROPPED:
        inner.pop(last, None)
    else:
        inner[last] = deepcopy(value)
    return statement


def refusal(statement: object, version: Version = Version.V1, where: str = "") -> tuple[str, str]:
    """Return the path and the clause of what refuses a statement; a test fails when nothing does."""
    with pytest.raises(Invalid) as caught:
        check_statement(statement, version, where)
    return caught.value.where, caught.value.clause


def accepted(statement: object, version: Version = Version.V1) -> bool:
    """Tell that a statement is good; the refusal of one that is not reads in the failure."""
    check_statement(statement, version)
    return True
