"""The page of the map, for project leads: one indicator by region, drawn and as a table, narrowed by its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import open_to
from classcode.errors import Invalid
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.people.models import Role
from tracking.indicators import asking, choosing, page, words
from tracking.indicators.choosing import Chosen
from tracking.indicators.definition import definition
from tracking.indicators.map import drawing, rows
from tracking.indicators.map.queries import lies_in
from tracking.indicators.map.rows import FIGURES, FIRST, Row, Sort
from tracking.indicators.report import Report, report

bp = Blueprint("indicator_map", __name__)


@bp.get("/<lang:lang>/indicators/map")
@open_to(Role.LEAD)
def show(lang: str) -> ResponseReturnValue:
    """Show one indicator by region, or say what is wrong with what was asked."""
    with db.reading(still=True) as session:
        seen = choosing.chosen(session, lang, request.args)
        try:
            figure, sort = _figure(request.args), _sort(request.args)
        except Invalid as error:
            return _page(seen, FIRST, Sort.NAME, error=(error.field, _(error.message))), 422
        if seen.asked is None:
            return _page(seen, figure, sort, error=seen.error), 422
        read = report(session, seen.asked, asking.small_count(), lang)
        found = rows.rows(read, figure, seen.known.regions, lies_in(session, seen.asked))
    return _page(seen, figure, sort, **_told(read, figure, sort, found))


def _figure(given: Mapping[str, str]) -> str:
    """Return the indicator that an address asks for; raise `Invalid` where it has no rows by region."""
    asked = given.get("figure") or FIRST
    if asked not in FIGURES:
        raise Invalid("figure", N_("This figure is not told by region. Choose one from the list."))
    return asked


def _sort(given: Mapping[str, str]) -> Sort:
    asked = given.get("sort")
    return Sort.VALUE if asked == Sort.VALUE else Sort.NAME


def _told(read: Report, figure: str, sort: Sort, found: list[Row]) -> dict[str, Any]:
    """Return what the page shows of a report and its rows by region."""
    meant, disclosed = rows.pair(read, figure)
    title = _("%(figure)s, by region", figure=meant.label.called(language()))
    return {
        "report": read,
        "card": page.card(read, figure),
        "shows": page.shows(read, figure),
        "lacks": disclosed.lacks,
        "rows": rows.ordered(found, sort),
        "sheet": drawing.sheet(meant, found, title),
        "title": title,
    }


def _page(seen: Chosen, figure: str, sort: Sort, error: tuple[str, str] | None = None, **told: Any) -> str:
    offered = [(id_, definition(id_).label.called(language())) for id_ in FIGURES]
    return render_template(
        "tracking/indicator_map.html",
        seen=seen,
        error=error,
        figure=figure,
        sort=sort,
        offered=offered,
        words=words,
        **({"report": None} | told),
    )
