"""The desk of facilitators and leads: what waits, the most urgent first; and how to use it by the keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import said
from classcode.i18n import N_
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.gathering.queries.waiting import waiting
from helpdesk.profiles.queries import reported_profiles
from helpdesk.tickets.forms import TogetherForm
from helpdesk.tickets.queries.desk import Part, desk_of, earlier_questions_of, part_of
from helpdesk.tickets.queries.offers import Offers, assignable
from helpdesk.tickets.routes.blueprint import bp
from helpdesk.tickets.routes.page import WORDS, offers_of, reasons_to_pass_on
from helpdesk.tickets.routes.together import Ticked, check, each, report
from helpdesk.tickets.routes.ways import to_desk

LONGEST: Final = 80
"""Characters of a name or a region that is searched."""
TEAM = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
ROOMS: Final = (
    ("gathering.suggestions", N_("Suggested meetings")),
    ("guests.log", N_("Note a question asked in person")),
    ("canned.answers", N_("Answers that you keep")),
    ("answers.queue", N_("Public answers")),
    ("assessing.waiting", N_("Answers to read")),
    ("afterwards.regions", N_("What people say of meetings")),
    ("desk_reports.show", N_("Reports")),
    ("coverage.show", N_("No question is lost")),
    ("helpdesk.keys", N_("Keyboard shortcuts")),
)
"""What else the desk offers, under what waits; each is shown to whom its view is open."""


@bp.get("/<lang:lang>/desk/")
@open_to(*TEAM)
def desk(lang: str) -> ResponseReturnValue:
    """Show what waits for me first, the most urgent on top, then what nobody holds; `done` names an act to tell of."""
    return desk_page()


def desk_page(ticked: Ticked | None = None) -> str:
    """Render the desk; `ticked` keeps what was chosen for an act that was refused."""
    with db.reading() as session:
        came_of_it = report(session, request.args["done"]) if "done" in request.args else None
        queues = desk_of(session, me())
        reported_people = reported_profiles(session, me())
        meetings = waiting(session, me())
        leads = bool(me().roles & {Role.LEAD, Role.ADMINISTRATOR})
        offers = assignable(session, wanted=ticked.to) if ticked and leads else Offers()
    return render_template(
        "helpdesk/desk.html",
        desk=queues,
        parts=list(Part),
        leads=leads,
        rooms=_rooms(),
        reported_people=reported_people,
        meetings=meetings,
        **offers_of(offers),
        ticked=ticked or Ticked(),
        report=came_of_it,
        pass_on_reasons=reasons_to_pass_on(),
        **WORDS,
    )


def _rooms() -> list[tuple[str, str]]:
    """Return the pages of the desk that are open to this person: view and words."""
    opened = ((name, words, current_app.view_functions.get(name)) for name, words in ROOMS)
    return [
        (name, _(words)) for name, words, view in opened if me().roles & set(getattr(view, "open_to", ()))
    ]


@bp.get("/<lang:lang>/desk/list/<part>")
@open_to(*TEAM)
def queue(lang: str, part: str) -> ResponseReturnValue:
    """Show one list of the desk from a line on."""
    if part not in set(Part):
        raise NotFound
    with db.reading() as session:
        listed = part_of(session, me(), part, request.args.get("after"))
    return render_template(
        "helpdesk/queue.html",
        part=part,
        listed=listed,
        pass_on_reasons=reasons_to_pass_on(),
        **WORDS,
    )


@bp.get("/<lang:lang>/help/earlier")
@open_to(SIGNED_IN)
def earlier(lang: str) -> ResponseReturnValue:
    """Show more of what I asked, from a line on."""
    with db.reading() as session:
        listed = earlier_questions_of(session, me().id, request.args.get("after"))
    return render_template("helpdesk/earlier.html", listed=listed, **WORDS)


@bp.get("/<lang:lang>/desk/keys")
@open_to(*TEAM)
def keys(lang: str) -> ResponseReturnValue:
    """Tell the shortcuts of the keyboard, and how to turn them off."""
    return render_template("helpdesk/keys.html")


@bp.post("/desk/together")
@open_to(*TEAM)
def together() -> ResponseReturnValue:
    """Do one act on the questions that were ticked; what could not be done is told line by line."""
    form = TogetherForm.read()
    ticked = Ticked(frozenset(form.ticket.data or ()), said(form.what), said(form.to)[:LONGEST])
    if ticked.what == "search":
        return desk_page(ticked)
    try:
        chosen = check(form)
    except Invalid as error:
        return desk_page(replace(ticked, error=_(error.message, **error.params))), 422
    with acting(me().id, form.act_id) as act:
        where = act.answer(to_desk(done=form.act_id))
        each(act, form, chosen)
    return redirect(where)
