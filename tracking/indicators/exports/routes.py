"""Taking figures along, for leads: a small file at once, a long one ordered and fetched later."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField, SelectField

from classcode import db, i18n
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.people.models import Role
from tracking.indicators import asking, choices
from tracking.indicators.exports import keeping, noting, queries, rules
from tracking.indicators.exports.formats import FORMATS, SLOW, file_name, made, offered
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.filters import Filter
from tracking.indicators.report import report

bp = Blueprint("exports", __name__)
FILTER = frozenset(choices.FIELDS)


class ExportForm(ActForm):
    """Which file of which filter; the filter's own fields are read as those of the page's address are."""

    fmt = HiddenField()


class OrderForm(ActForm):
    """Which file is to be prepared, and whether with rows by every criterion."""

    fmt = SelectField(N_("Format"), choices=[], validate_choice=False)
    every = BooleanField(N_("With rows by every criterion"))


@bp.post("/indicators/export")
@open_to(Role.LEAD)
def export() -> ResponseReturnValue:
    """Give a report as a file at once; counted, limited and logged."""
    fmt = said(ExportForm.read(also=FILTER).fmt)
    if fmt not in FORMATS or fmt in SLOW:
        abort(400, description="unknown format")
    with db.transaction() as session:
        rules.count(session, me().id)
    with db.reading(still=True) as session:
        naming = _naming(session)
    noting.note(naming.report.asked, fmt, me().id)
    return _file(made(fmt, naming), fmt, naming)


def _naming(session: Session) -> Naming:
    known = asking.known(session, i18n.language())
    asked = choices.read(request.form, known)
    read = report(session, asked, asking.small_count(), i18n.language())
    return Naming(read, {**known.offered, "module": known.modules})


def _file(content: bytes, fmt: str, naming: Naming) -> Response:
    name = file_name(naming.report, fmt)
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=FORMATS[fmt].kind, headers=told)


@bp.post("/indicators/exports/order")
@open_to(Role.LEAD)
def order() -> ResponseReturnValue:
    """Order a file that takes long: a job makes it, and the page of her files says how far it is."""
    form = OrderForm.read(also=FILTER)
    fmt = said(form.fmt)
    if fmt not in FORMATS:
        abort(400, description="unknown format")
    if fmt not in offered():
        raise rules.NoPaper
    with acting(me().id, form.act_id) as act:
        rules.count(act.session, me().id)
        asked = choices.read(request.form, asking.known(act.session, i18n.language()))
        rules.order(act.session, me().id, _wish(asked, fmt, every=bool(form.every.data)))
        where = act.answer(url_for("exports.mine", lang=i18n.language()))
    noting.note(asked, fmt, me().id)
    return redirect(where)


def _wish(asked: Filter, fmt: str, *, every: bool) -> rules.Wish:
    """Return what is ordered; the period is written out, since tomorrow's default may be another."""
    chosen = {name: request.form[name] for name in choices.FIELDS if request.form.get(name)}
    chosen.setdefault("period", asked.period.key)
    return rules.Wish(
        asked=urlencode(chosen), fmt=fmt, language=i18n.language(), every=every, regions=asked.allowed
    )


@bp.get("/<lang:lang>/indicators/files/")
@open_to(Role.LEAD)
def mine(lang: str) -> ResponseReturnValue:
    """Show the files that she ordered: how far each is, where to fetch it, until when."""
    with db.reading() as session:
        orders = queries.orders_of(session, me().id)
    waiting = any(one.state == "waiting" for one in orders)
    return render_template("tracking/export_files.html", orders=orders, formats=FORMATS, waiting=waiting)


@bp.get("/<lang:lang>/indicators/files/<uuid:order_id>")
@open_to(Role.LEAD)
def file(lang: str, order_id: UUID) -> ResponseReturnValue:
    """Give one of her files; nobody else's, and none that shows more than she may see today."""
    with db.reading() as session:
        found = rules.access_file(session, me().id, order_id, asking.allowed())
    noting.note_file(order_id, me().id)
    kind = next(one.kind for one in FORMATS.values() if found.name.endswith(f".{one.extension}"))
    answer = send_file(
        keeping.path_of(found.sha2), mimetype=kind, as_attachment=True, download_name=found.name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
