"""The parameters of a query for statements, read and checked (xAPI 1.0.3, Communication 2.1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from classcode.i18n import N_
from tracking.log.reading import Query
from tracking.lrs import arguments
from tracking.lrs.here import Client, Scope
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid
from tracking.xapi.index import ifi

FORMATS: Final = ("exact", "ids", "canonical")
CURSOR: Final = "cursor"
"""Our own parameter, in `more` only: the number of the last statement of the page before."""
_FORM: Final = frozenset({"format", "attachments"})
_ONE: Final = frozenset({"statementId", "voidedStatementId"})
_MANY: Final = frozenset(
    {
        "agent", "verb", "activity", "registration", "related_activities", "related_agents", "since", "until",
        "limit", "ascending", CURSOR,
    }
)  # fmt: skip
_KNOWN: Final = _FORM | _ONE | _MANY


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: one statement by its id, or those that match; and in which form."""

    one: UUID | None
    voided: bool
    query: Query
    form: str
    attachments: bool
    given: dict[str, str]

    def more(self, after: int) -> str:
        """Return the address of the next page, relative to the host."""
        parameters = {**self.given, CURSOR: str(after)}
        return f"{request.script_root}/statements?{urlencode(parameters)}"


def asked(client: Client) -> Asked:
    """Read this request's parameters."""
    given = arguments.read(_KNOWN)
    chosen = _ONE & given.keys()
    if chosen and (len(chosen) > 1 or _MANY & given.keys()):
        raise Invalid(
            f"?{min(chosen)}",
            clauses.GET,
            N_("With an id, only the parameters format and attachments can be given."),
        )
    form = given.get("format", "exact")
    if form not in FORMATS:
        raise Invalid("?format", clauses.GET, N_("This has to be exact, ids or canonical."))
    return Asked(
        one=arguments.uuid(given, "statementId") or arguments.uuid(given, "voidedStatementId"),
        voided="voidedStatementId" in given,
        query=_query(given, client),
        form=form,
        attachments=arguments.boolean(given, "attachments"),
        given=given,
    )


def only_own(client: Client) -> bool:
    """Tell whether a client may read its own statements only."""
    return client.scopes.isdisjoint((Scope.STATEMENTS_READ, Scope.ALL_READ, Scope.ALL))


def _query(given: dict[str, str], client: Client) -> Query:
    return Query(
        agent=ifi(arguments.actor(given)) if "agent" in given else None,
        related_agents=arguments.boolean(given, "related_agents"),
        verb=arguments.iri(given, "verb") if "verb" in given else None,
        activity=arguments.iri(given, "activity") if "activity" in given else None,
        related_activities=arguments.boolean(given, "related_activities"),
        registration=arguments.uuid(given, "registration"),
        since=arguments.timestamp(given, "since"),
        until=arguments.timestamp(given, "until"),
        limit=arguments.natural(given, "limit") or 0,
        ascending=arguments.boolean(given, "ascending"),
        after=arguments.natural(given, CURSOR),
        client_id=client.id if only_own(client) else None,
    )
