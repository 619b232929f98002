"""The page of paths and waits, and its files: for leads, with the filter of every page of the indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from classcode import db, i18n
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.i18n import gettext as _
from classcode.people.models import Role
from tracking.indicators import asking, choices, choosing, words
from tracking.indicators.exports import noting, rules
from tracking.indicators.exports.formats import FORMATS
from tracking.indicators.paths import charts, files
from tracking.indicators.paths import words as path_words
from tracking.indicators.paths.shapes import CURVES
from tracking.indicators.paths.view import Paths, paths

bp = Blueprint("indicator_paths", __name__)

REACH: Final = "reach"
FILTER: Final = frozenset({*choices.FIELDS, REACH})


class ExportForm(ActForm):
    """Which file of which filter; the filter's own fields are read as those of the page's address are."""

    fmt = HiddenField()


@bp.get("/<lang:lang>/indicators/paths")
@open_to(Role.LEAD)
def show(lang: str) -> ResponseReturnValue:
    """Show the funnel, the curves and the waits of a filter, or say what is wrong with it."""
    with db.reading() as session:
        chosen = choosing.chosen(session, lang, request.args)
        reach = request.args.get(REACH) or CURVES[0]
        error = chosen.error or _error(reach)
        told: dict[str, Any] = {"chosen": chosen, "error": error, "words": words} | _reaches(reach)
        if chosen.asked is None or error:
            return render_template("tracking/indicator_paths.html", seen=None, **told), 422
        seen = paths(session, chosen.asked, asking.small_count(), lang, reach=reach)
    drawn = {"seen": seen, "charts": charts.charts(seen), "formats": _formats()}
    return render_template("tracking/indicator_paths.html", **told, **drawn)


@bp.post("/indicators/paths/export")
@open_to(Role.LEAD)
def export() -> ResponseReturnValue:
    """Give the drawings as a file; counted, limited and logged with the files of reports."""
    fmt = said(ExportForm.read(also=FILTER).fmt)
    if fmt not in files.WRITERS:
        abort(400, description="unknown format")
    with db.transaction() as session:
        rules.count(session, me().id)
    with db.reading() as session:
        known = asking.known(session, i18n.language())
        asked = choices.read(request.form, known)
        reach = reach_of(request.form)
        seen = paths(session, asked, asking.small_count(), i18n.language(), reach=reach)
    noting.note(asked, f"paths as {fmt}", me().id)
    return _file(seen, fmt, choosing.said(asked, known))


def _file(seen: Paths, fmt: str, chosen: list[str]) -> Response:
    content = files.WRITERS[fmt](seen, files.about(seen, chosen))
    told = {"Content-Disposition": f'attachment; filename="{files.file_name(seen, fmt)}"'}
    return Response(content, content_type=FORMATS[fmt].kind, headers=told)


def reach_of(given: Mapping[str, str]) -> str:
    """Return the milestone of the curves that was asked for; raises `Invalid`."""
    reach = given.get(REACH) or CURVES[0]
    if reach not in CURVES:
        raise Invalid(REACH, N_("This answer is not in the list. Choose one from it."))
    return reach


def _error(reach: str) -> tuple[str, str] | None:
    try:
        reach_of({REACH: reach})
    except Invalid as refused:
        return refused.field, _(refused.message)
    return None


def _reaches(reach: str) -> dict[str, Any]:
    return {"reach": reach, "reaches": [(one, path_words.step(one)) for one in CURVES]}


def _formats() -> list[tuple[str, str]]:
    return [(name, FORMATS[name].words) for name in files.WRITERS]
