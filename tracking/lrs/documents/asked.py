"""Which document, or whose, a request asks for: the parameters of the three resources, all checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from classcode.i18n import N_
from tracking.lrs import arguments
from tracking.lrs.arguments import Given
from tracking.lrs.documents.places import Context, Kind, Place
from tracking.xapi.errors import Invalid
from tracking.xapi.index import ifi

Since = datetime | None


@dataclass(frozen=True, slots=True)
class Resource:
    """One of the three: what it calls the id of a document, and its clause in the specification."""

    kind: Kind
    id: str
    clause: str

    @property
    def context(self) -> frozenset[str]:
        """Return the parameters that say whose the documents are."""
        return _CONTEXTS[self.kind]


_CONTEXTS = {
    Kind.STATE: frozenset({"activityId", "agent", "registration"}),
    Kind.AGENT: frozenset({"agent"}),
    Kind.ACTIVITY: frozenset({"activityId"}),
}


def to_write(resource: Resource) -> Place:
    """Return the place of the document that a PUT or POST writes."""
    given = arguments.read(resource.context | {resource.id})
    return Place(_context(resource.kind, given), arguments.text(given, resource.id))


def to_delete(resource: Resource) -> Context | Place:
    """Return the place of the document to delete, or the context of all states to delete (2.3.s5)."""
    given = arguments.read(resource.context | {resource.id})
    context = _context(resource.kind, given)
    if resource.kind is Kind.STATE and resource.id not in given:
        return context
    return Place(context, arguments.text(given, resource.id))


def to_read(resource: Resource) -> tuple[Context | Place, Since]:
    """Return the place of one document, or the context whose documents are named, and since when."""
    given = arguments.read(resource.context | {resource.id, "since"})
    context = _context(resource.kind, given)
    since = arguments.timestamp(given, "since")
    if resource.id not in given:
        return context, since
    if since is not None:
        raise Invalid(
            "?since", resource.clause, N_("This parameter is for the list of documents, not for one.")
        )
    return Place(context, arguments.text(given, resource.id)), None


def _context(kind: Kind, given: Given) -> Context:
    return Context(
        kind,
        activity=None if kind is Kind.AGENT else arguments.iri(given, "activityId"),
        agent=None if kind is Kind.ACTIVITY else _agent(given),
        registration=_registration(kind, given),
    )


def _agent(given: Given) -> str:
    identifier = ifi(arguments.agent(given))
    assert identifier is not None  # an agent has exactly one
    return identifier


def _registration(kind: Kind, given: Given) -> UUID | None:
    return arguments.uuid(given, "registration") if kind is Kind.STATE else None
