"""Why this person, and why not another: for the team, each as much as she is entitled to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import me, open_to
from classcode.errors import NotFound
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from helpdesk.tickets import access, words
from helpdesk.tickets.access import Seen
from helpdesk.tickets.queries.reasons import Reasons, asked_about
from helpdesk.tickets.queries.thread import Thread, thread_of
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.page import WORDS, open_to_reader, why_of


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate as this reader may see her: what speaks for and against her; points and load where entitled."""

    reasons: Reasons
    name: str
    pros: list[str]
    cons: list[str]
    points: list[int] | None
    load: str | None


@bp.get("/<lang:lang>/help/<uuid:ticket_id>/why")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def why(lang: str, ticket_id: UUID) -> ResponseReturnValue:
    """Show who was considered, with the points of each, and answer why somebody was not chosen."""
    with db.reading() as session:
        seen = access.ticket(session, me(), ticket_id)
        if not seen.inside:
            raise NotFound
        thread = thread_of(session, seen)
        wanted = request.args.get("who", "").strip()[:80]
        found = asked_about(session, seen.ticket, wanted)
        return render_template(
            "helpdesk/why.html",
            ticket=seen.ticket,
            thread=thread,
            seen=seen,
            holder_why=why_of(thread, seen),
            candidates=[_weighed(one, thread, seen) for one in thread.candidates],
            pointed=seen.names_learner,
            parts=[(_(name), most) for name, most in words.PARTS.values()],
            wanted=wanted,
            answers=[(_weighed(one, thread, seen), _why_not(one, thread, seen)) for one in found],
            **WORDS,
        )


def _weighed(one: Reasons, thread: Thread, seen: Seen) -> Weighed:
    entitled = seen.lead or one.person_id == me().id
    components = open_to_reader(one.components, seen)
    points = components.get("points")
    return Weighed(
        reasons=one,
        name=one.name or _("Someone"),
        pros=words.why(components, thread.region.called(language()), to_learner=False),
        cons=words.why_not(one.components, to_lead=entitled),
        points=[int(points.get(part, 0)) for part in words.PARTS] if points and entitled else None,
        load=words.load(one.components) if entitled else None,
    )


def _why_not(one: Reasons, thread: Thread, seen: Seen) -> str:
    """Answer why somebody does not have the question, in one sentence; empty when she has it."""
    if one.person_id == thread.ticket.facilitator_id:
        return _("She has this question.")
    against = words.why_not(one.components, to_lead=seen.lead or one.person_id == me().id)
    if against:
        return _("Not chosen: %(reasons)s.", reasons=", ".join(against))
    if thread.ticket.facilitator_id is None:
        return _("Nothing speaks against her now: the next round of the desk may ask her, or a lead may.")
    best = next((other.score for other in thread.candidates if other.chosen), None)
    lower = best is not None and one.score <= best
    return _("Not chosen: %(reasons)s.", reasons=words.compared(lower=lower))
