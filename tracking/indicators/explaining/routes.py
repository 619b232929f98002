"""From a figure to the statements behind it, for data protection: the query in words, a reason, then ids by pseudonym.

Reading the statements may write: whoever is concerned and was not yet covered gets to see that it was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.forms import said
from classcode.people.models import Role
from tracking.indicators import asking, choices, choosing, page, words
from tracking.indicators.choosing import Chosen
from tracking.indicators.definition import ORDER, definition, definitions
from tracking.indicators.explaining import queries, rules
from tracking.indicators.explaining import words as told
from tracking.indicators.explaining.forms import ReasonForm
from tracking.indicators.explaining.reading import file_lines
from tracking.indicators.explaining.rules import Wanted
from tracking.indicators.filters import Filter
from tracking.indicators.query.scope import Scope
from tracking.indicators.report import report
from tracking.record.queries import searches_by
from tracking.record.routes.cursor import before
from tracking.record.rules import OPEN_FOR
from tracking.vocabulary import DISPLAY

bp = Blueprint("explaining", __name__)

FILTER: Final = frozenset(choices.FIELDS)
ROWS_SHOWN: Final = 200
"""Rows beside statements that a page lists; their own pages list all."""


def _regions() -> frozenset[str] | None:
    """Return the regions of which figures are explained: all, and to somebody who leads some those that she sees."""
    return asking.allowed() if Role.LEAD in me().roles else None


def _chosen(session: Session, lang: str, given: Mapping[str, str]) -> Chosen:
    return choosing.chosen_from(asking.known_within(session, lang, _regions()), given)


@bp.get("/<lang:lang>/indicators/explain/")
@open_to(Role.DATA_PROTECTION)
def index(lang: str) -> ResponseReturnValue:
    """Show the figures that can be traced back, and the looks of mine that are still open."""
    with db.reading() as session:
        looks = searches_by(session, me().id, clock.now() - OPEN_FOR, of_figures=True)
    return render_template(
        "tracking/explaining/index.html", definitions=definitions(), words=words, looks=looks
    )


@bp.get("/<lang:lang>/indicators/explain/<indicator>")
@open_to(Role.DATA_PROTECTION)
def ask(lang: str, indicator: str) -> ResponseReturnValue:
    """Show one figure with its query, and ask why what it rests on is to be looked up."""
    if indicator not in ORDER:
        abort(404)
    return _page(lang, indicator, ReasonForm.blank(), request.args)


def _page(lang: str, indicator: str, form: ReasonForm, given: Mapping[str, str]) -> ResponseReturnValue:
    one = definition(indicator)
    shown: dict[str, Any] = {"id": indicator, "definition": one, "form": form, "words": words, "page": page}
    with db.reading(still=True) as session:
        chosen = _chosen(session, lang, given)
        if chosen.asked is None:
            shown |= {"chosen": chosen, "report": None}
            return render_template("tracking/explaining/ask.html", **shown), 422
        seen = report(session, chosen.asked, asking.small_count(), lang)
        others = queries.others(session, indicator, Scope(chosen.asked, clock.now()))
    shown |= {"chosen": chosen, "report": seen, "query": told.query(indicator, chosen.asked, chosen.known)}
    shown |= {"others": others[:ROWS_SHOWN], "left_out": max(0, len(others) - ROWS_SHOWN)}
    shown["has_statements"] = rules.has_statements(indicator)
    return render_template("tracking/explaining/ask.html", **shown), 422 if form.errors else 200


@bp.post("/indicators/explain/<indicator>")
@open_to(Role.DATA_PROTECTION)
def begin(indicator: str) -> ResponseReturnValue:
    """Keep the reason and whom the look covers, then show the statements."""
    if indicator not in ORDER:
        abort(404)
    form = ReasonForm.read(also=FILTER)
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                asked = choices.read(request.form, _known(act.session, i18n.language()))
                kept = rules.begin(act.session, me().id, _wanted(act.session, indicator, asked, form))
                where = act.answer(url_for("explaining.found", lang=i18n.language(), search_id=kept.id))
        except Invalid as error:
            form.refuse(error)
        else:
            journal.note("figure-explained", me().id, search=str(kept.id), indicator=indicator)
            return redirect(where)
    return _page(i18n.language(), indicator, form, request.form)


def _known(session: Session, language: str) -> choices.Known:
    return asking.known_within(session, language, _regions())


def _wanted(session: Session, indicator: str, asked: Filter, form: ReasonForm) -> Wanted:
    known = {language: _known(session, language) for language in i18n.LANGUAGES}
    return Wanted(
        indicator=indicator,
        asked=asked,
        reason=said(form.reason),
        told=told.in_every_language(asked, known),
    )


@bp.get("/<lang:lang>/indicators/explain/looks/<uuid:search_id>")
@open_to(Role.DATA_PROTECTION)
def found(lang: str, search_id: UUID) -> ResponseReturnValue:
    """Show the statements behind the figure of a look of mine, page by page."""
    start = before()
    with db.transaction() as session:
        search = rules.access(session, me().id, search_id)
        seen = rules.show(session, search, start)
    journal.note("figure-statements-listed", me().id, search=str(search_id), statements=len(seen.lines))
    acts = {verb.value: names[lang] for verb, names in DISPLAY.items()}
    shown = {"search": search, "seen": seen, "first": start is None, "acts": acts}
    return render_template("tracking/explaining/found.html", **shown)


@bp.get("/<lang:lang>/indicators/explain/looks/<uuid:search_id>/statements.csv")
@open_to(Role.DATA_PROTECTION)
def file(lang: str, search_id: UUID) -> ResponseReturnValue:
    """Give all of them as a file."""
    who = me().id
    with db.reading() as session:
        search = rules.access(session, who, search_id)
        name = f"classcode-{search.criteria['figure']['indicator']}-statements.csv"
    journal.note("figure-statements-exported", who, search=str(search_id))
    kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(file_lines(search_id), content_type="text/csv; charset=utf-8", headers=kept)
