"""One act on several questions: each by its own access check, whole or not at all, each refusal told in a line.

What came of it is kept with the act, so that whoever presses twice, or comes back, reads it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as described
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode.acts import Acting, report_of
from classcode.auth import me
from classcode.errors import Invalid, NotFound, Refused
from classcode.forms import said
from classcode.i18n import N_, ngettext
from classcode.i18n import gettext as _
from helpdesk.tickets import access
from helpdesk.tickets.access import Seen
from helpdesk.tickets.forms import TogetherForm
from helpdesk.tickets.rules import holding, talking
from helpdesk.tickets.rules.holding import NotFacilitator
from helpdesk.tickets.states import NotNow, PassOnReason

MOST: Final = 120
"""Questions in one act: what all lists of a page hold."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was chosen on the page, to show it again: questions, act, what was searched, and what is wrong."""

    tickets: frozenset[str] = frozenset()
    what: str = ""
    to: str = ""
    error: str = ""


@dataclass(slots=True)
class Report:
    """What came of an act on several: how many were done, and for each other one its title and why not."""

    done: str = ""
    refused: list[tuple[str, str]] = described(default_factory=list)


def _accept(act: Acting, seen: Seen, _form: TogetherForm) -> None:
    if not seen.may_accept:
        raise NotNow
    holding.accept(act.session, seen.ticket, by=me().id)


def _give_back(act: Acting, seen: Seen, form: TogetherForm) -> None:
    if not seen.may_pass_on:
        raise NotNow
    holding.pass_on(act.session, seen.ticket, said(form.reason), by=me().id)


def _settle(act: Acting, seen: Seen, _form: TogetherForm) -> None:
    if not (seen.may_resolve and seen.holder):
        raise NotNow
    talking.resolve(act.session, seen.ticket, by=me().id, act_id=act.id)


def _assign(act: Acting, seen: Seen, form: TogetherForm) -> None:
    if not seen.may_assign:
        raise NotNow
    holding.assign(act.session, seen.ticket, UUID(said(form.facilitator)), by=me().id)


ACTS: Final[Mapping[str, Callable[[Acting, Seen, TogetherForm], None]]] = {
    "accept": _accept,
    "give-back": _give_back,
    "settle": _settle,
    "assign": _assign,
}


def check(form: TogetherForm) -> list[UUID]:
    """Return which questions, in the order of their ids so that two acts never wait for each other; raise `Invalid`."""
    what = said(form.what)
    if what not in ACTS:
        raise NotFound
    try:
        chosen = sorted({UUID(one) for one in form.ticket.data or ()})
    except ValueError:
        raise NotFound from None
    if not 0 < len(chosen) <= MOST:
        raise Invalid("ticket", N_("Tick at least one question, and at most %(n)s."), n=MOST)
    if what == "give-back" and said(form.reason) not in set(PassOnReason):
        raise Invalid("reason", N_("Please choose one of the reasons."))
    if what == "assign" and not _is_id(said(form.facilitator)):
        raise NotFacilitator
    return chosen


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def each(act: Acting, form: TogetherForm, tickets: list[UUID]) -> None:
    """Do the act on each question by itself; one that refuses is left as it was. What came of it is kept."""
    what, refused = said(form.what), []
    for ticket_id in tickets:
        try:
            with act.session.begin_nested():
                ACTS[what](act, access.ticket(act.session, me(), ticket_id, acting=True), form)
        except Refused as refusal:
            refused.append([str(ticket_id), refusal.message, refusal.params])
    act.report(what=what, done=len(tickets) - len(refused), refused=refused)


def report(session: Session, act_id: str) -> Report | None:
    """Return what came of an act of this reader; None for any other."""
    kept = report_of(session, me().id, UUID(act_id)) if _is_id(act_id) else None
    if kept is None:
        return None
    lines = [(_title(session, UUID(one)), _(message, **params)) for one, message, params in kept["refused"]]
    return Report(_told(kept["what"], kept["done"]) if kept["done"] else "", lines)


def _title(session: Session, ticket_id: UUID) -> str:
    try:
        return access.ticket(session, me(), ticket_id).ticket.subject
    except NotFound:
        return _("A question that is not open to you")


def _told(what: str, n: int) -> str:
    if what == "accept":
        return ngettext("One question accepted.", "%(n)s questions accepted.", n)
    if what == "give-back":
        return ngettext("One question given back.", "%(n)s questions given back.", n)
    if what == "settle":
        return ngettext("One question marked as settled.", "%(n)s questions marked as settled.", n)
    return ngettext("One question given.", "%(n)s questions given.", n)
