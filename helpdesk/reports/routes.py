"""The page of the desk's reports and its file, for leads and administrators; each sees her own regions alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n, journal
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import ButtonForm
from classcode.i18n import gettext as _
from classcode.people.models import Role
from classcode.people.rules import limits
from helpdesk.ratings import queries as ratings
from helpdesk.ratings.disclosing import Span
from helpdesk.reports import choices, exports, page, queries, words
from helpdesk.reports.exports import Export
from helpdesk.reports.queries import Asked
from helpdesk.tickets.words import language_called
from tracking.indicators import periods
from tracking.indicators import words as indicator_words
from tracking.indicators.choices import DATES, Known, default_period

bp = Blueprint("desk_reports", __name__)
ASKED: Final = ("period", "from", "to", "region", "language")


@bp.get("/<lang:lang>/desk/reports")
@open_to(*choices.ROLES)
def show(lang: str) -> ResponseReturnValue:
    """Show the report of a choice, or say what is wrong with it."""
    with db.reading() as session:
        known = choices.known(session, me(), lang)
        answers = _answers(session, request.args, known)
        try:
            asked = choices.read(session, request.args, known)
        except Invalid as error:
            told = (error.field, _(error.message, **error.params))
            return render_template("helpdesk/reports.html", answers=answers, error=told, report=None), 422
        shown = _shown(session, asked, known)
    return render_template("helpdesk/reports.html", answers=answers, error=None, **shown)


def _shown(session: Session, asked: Asked, known: Known) -> dict[str, Any]:
    return {
        "report": queries.read(session, asked),
        "asked": asked,
        "as_of": clock.now(),
        "spans": _spans(session, asked),
        "names": known.regions,
        "page": page,
        "words": words,
        "span": indicator_words.span,
        "language_called": language_called,
        "names_of_regions": lambda code: known.regions.get(code, code),
        "may_read": _may_read,
        "reader": me().id,
        "k": _k(),
    }


def _spans(session: Session, asked: Asked) -> list[Span]:
    return page.in_period(ratings.told(session, asked.regions, _k()), asked.period)


def _may_read(region: str) -> bool:
    """Tell whether this reader leads the region: comments are for her alone."""
    return me().may(Role.LEAD, region)


@bp.post("/desk/reports/export")
@open_to(*choices.ROLES)
def export() -> ResponseReturnValue:
    """Give the same report as a file; counted, limited and logged."""
    ButtonForm.read(also=frozenset(ASKED))
    with db.transaction() as session:
        limits.check(session, limits.EXPORT, str(me().id))
        limits.count(session, limits.EXPORT, str(me().id))
        known = choices.known(session, me(), i18n.language())
        asked = choices.read(session, request.form, known)
        made = Export(
            report=queries.read(session, asked),
            spans=_spans(session, asked),
            asked=asked,
            as_of=clock.now(),
            k=_k(),
            names=known.regions,
        )
    _note(asked)
    kept = {"Content-Disposition": f'attachment; filename="{exports.file_name(asked)}"'}
    return Response(exports.as_csv(made), content_type="text/csv; charset=utf-8", headers=kept)


def _note(asked: Asked) -> None:
    span = f"{asked.period.first}/{asked.period.last}"
    regions = ",".join(sorted(asked.regions)) if asked.regions is not None else "all"
    journal.note("desk-report-exported", me().id, period=span, regions=regions, language=asked.language)


def _k() -> int:
    small: int = current_app.extensions["classcode"].small_count
    return small


def _answers(session: Session, given: Mapping[str, str], known: Known) -> dict[str, object]:
    """Return what the filter's form shows: the choices, and what was chosen."""
    chosen = {name: given.get(name, "")[:40] for name in ASKED}
    chosen["period"] = chosen["period"] or default_period(known.today).key
    offered = [(one.key, indicator_words.period(one)) for one in periods.recent(known.today)]
    if all(key != chosen["period"] for key, _words in offered) and chosen["period"] != DATES:
        offered.append((chosen["period"], chosen["period"]))
    return {
        "chosen": chosen,
        "periods": [*offered, (DATES, _("Other dates"))],
        "regions": list(known.regions.items()),
        "every_region": indicator_words.every_region(known.allowed, known.regions),
        "languages": [(code, language_called(code)) for code in choices.languages(session)],
    }
