"""Settling, as a lead, from how many people on meetings are suggested; the form stands on the region's settings."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import NotFound
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.territory.models import Region
from helpdesk.gathering.forms import LeastForm
from helpdesk.gathering.routes.blueprint import bp
from helpdesk.gathering.rules.settling import settle_least


@bp.post("/desk/settings/meetings")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def set_least() -> ResponseReturnValue:
    """Let so many people make a meeting in a region, or as many as everywhere."""
    form = LeastForm.read()
    code, least = said(form.region), form.people()
    with db.reading() as session:
        known = session.get(Region, code) is not None
    if not known or not (me().may(Role.LEAD, code) or Role.ADMINISTRATOR in me().roles):
        raise NotFound
    with acting(me().id, form.act_id) as act:
        settle_least(act.session, code, least, by=me().id)
        where = act.answer(url_for("availability.settings", lang=language(), region=code))
    journal.note("meeting-least-changed", me().id, region=code, least=least)
    flash(_("It holds from the next round on, within the hour."), "ok")
    return redirect(where)
