"""Pages of the record: the deliveries that wait or failed, for administrators, and where the xAPI profile was."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classcode import db, queues
from classcode.acts import acting
from classcode.auth import ANYONE, me, open_to
from classcode.forms import ButtonForm
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking import deliveries as waiting
from tracking.forwarding.queries import standings

bp = Blueprint("tracking", __name__)


@bp.get("/<lang:lang>/deliveries/")
@open_to(Role.ADMINISTRATOR)
def deliveries(lang: str) -> ResponseReturnValue:
    """Show what waits to leave and what was given up, by topic, and how far other record stores are."""
    with db.reading() as session:
        topics = waiting.topics(session)
        dead = waiting.dead(session)
        recipients = standings(session)
    return render_template(
        "tracking/deliveries.html", topics=topics, dead=dead, words=waiting.WORDS, recipients=recipients
    )


@bp.post("/deliveries/<uuid:job_id>/again")
@open_to(Role.ADMINISTRATOR)
def again(job_id: UUID) -> ResponseReturnValue:
    """Try once more what was given up."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        job = waiting.given_up(act.session, job_id)
        queues.enqueue(act.session, job.topic, job.subject)
        where = act.answer(url_for("tracking.deliveries", lang=language()))
    flash(_("It will be tried again within a minute."))
    return redirect(where)


@bp.get("/profile.jsonld")
@open_to(ANYONE)
def profile() -> ResponseReturnValue:
    """Lead to the published vocabulary, for whoever kept its first address."""
    return redirect(f"{request.root_path}/xapi/profile", 301)
