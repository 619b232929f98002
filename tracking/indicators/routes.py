"""The page of the indicators, for project leads; a lead of some regions sees those alone. Files: `exports.routes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import open_to
from classcode.errors import Invalid
from classcode.i18n import gettext as _
from classcode.people.models import Role
from tracking.indicators import asking, choices, offers, page, periods, words
from tracking.indicators.choices import Known
from tracking.indicators.definition import every_version
from tracking.indicators.exports import formats
from tracking.indicators.filters import DIMENSIONS, NOT_DECLARED, Filter
from tracking.indicators.report import report

bp = Blueprint("indicators", __name__)

MORE: Final = tuple(name for name in DIMENSIONS if name != "region")
"""What else than period, region and module the form asks."""


@bp.get("/<lang:lang>/indicators/")
@open_to(Role.LEAD)
def show(lang: str) -> ResponseReturnValue:
    """Show the figures of a filter, or say what is wrong with it."""
    with db.reading() as session:
        known = asking.known(session, lang)
        answers = _answers(request.args, known)
        try:
            seen = report(session, choices.read(request.args, known), asking.small_count(), lang)
        except Invalid as error:
            told = (error.field, _(error.message, **error.params))
            return render_template("tracking/indicators.html", answers=answers, error=told, report=None), 422
    shown = {"report": seen, "asked": _asked(request.args), "page": page, "words": words} | _files()
    return render_template("tracking/indicators.html", answers=answers, error=None, **shown)


@bp.get("/<lang:lang>/indicators/figures/<indicator>")
@open_to(Role.LEAD)
def one(lang: str, indicator: str) -> ResponseReturnValue:
    """Show one figure of a filter: its definition, every version of it, and its rows by region and month."""
    versions = [known for known in every_version() if known.id == indicator]
    if not versions:
        abort(404)
    with db.reading() as session:
        known = asking.known(session, lang)
        try:
            asked = choices.read(request.args, known)
        except Invalid:
            # The form that says what is wrong stands on the page of all figures.
            return redirect(url_for("indicators.show", lang=lang, **_asked(request.args)))
        seen = report(session, asked, asking.small_count(), lang)
    shown = {"id": indicator, "versions": versions[::-1], "report": seen, "page": page, "words": words}
    told = {"asked": _asked(request.args), "chosen": _said(asked, known)}
    return render_template("tracking/indicator.html", **told, **shown)


def _asked(given: Mapping[str, str]) -> dict[str, Any]:
    """Return what a link carries on to the page of the same filter."""
    return {name: value for name, value in _chosen(given).items() if value}


def _said(asked: Filter, known: Known) -> list[str]:
    """Say what the reader chose besides the period, a dimension each."""
    told = [known.modules[asked.module]] if asked.module else []
    for name in DIMENSIONS:
        value = getattr(asked, name)
        if value:
            label, options = _(offers.LABELS[name]), dict(offers.options(known, name))
            told.append(f"{label}: {options.get(value, value)}")
    return told


def _chosen(given: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen, as the form and the addresses carry it."""
    return {name: given.get(name, "")[:40] for name in choices.FIELDS}


def _files() -> dict[str, object]:
    """Return the formats: those that are given at once, and all that can be ordered."""
    offered = formats.offered()
    at_once = [(name, one.words) for name, one in offered.items() if name not in formats.SLOW]
    return {"at_once": at_once, "ordered": [(name, _(one.words)) for name, one in offered.items()]}


def _answers(given: Mapping[str, str], known: Known) -> dict[str, object]:
    """Return what the filter form shows: the choices, and what was chosen."""
    offered = [(one.key, words.period(one)) for one in periods.recent(known.today)]
    chosen = _chosen(given)
    chosen["period"] = chosen["period"] or choices.default_period(known.today).key
    regions = list(known.regions.items())
    if known.allowed is None:
        regions.append((NOT_DECLARED, _("Not declared")))
    more = [(name, _(offers.LABELS[name]), offers.options(known, name)) for name in MORE]
    return {
        "chosen": chosen,
        "periods": _with_chosen([*offered, (choices.DATES, _("Other dates"))], chosen["period"]),
        "regions": regions,
        "every_region": words.every_region(known.allowed, known.regions),
        "modules": list(known.modules.items()),
        "more": more,
        "more_chosen": any(chosen[name] for name in MORE),
    }


def _with_chosen(offered: list[tuple[str, str]], key: str) -> list[tuple[str, str]]:
    """Add an older period that a shared link asks for, so that the form still says it."""
    return offered if any(key == one for one, _words in offered) else [*offered, (key, key)]
