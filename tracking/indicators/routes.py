"""The pages of the indicators, for project leads; a lead of some regions sees those alone. Files: `exports.routes`."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import me, open_to
from classcode.i18n import gettext as _
from classcode.people.models import Role
from tracking.indicators import asking, beside, choosing, headlines, menu, page, steps, trends, words
from tracking.indicators.alerts.queries import open_for
from tracking.indicators.definition import every_version
from tracking.indicators.explaining import words as explaining
from tracking.indicators.exports import formats
from tracking.indicators.report import report

bp = Blueprint("indicators", __name__)
bp.add_app_template_global(menu.lines, "indicator_pages")

ALERTS: Final = 3
"""How many open alerts the overview says; their own page lists all."""


@bp.get("/<lang:lang>/indicators/")
@open_to(Role.LEAD)
def overview(lang: str) -> ResponseReturnValue:
    """Answer "how are we doing": a sentence, the main figures beside the year before, what calls for care."""
    with db.reading(still=True) as session:
        chosen = choosing.chosen(session, lang, request.args)
        if chosen.asked is None:
            return render_template("tracking/overview.html", chosen=chosen, both=None), 422
        both = beside.read(session, chosen.asked, asking.small_count(), lang)
        actions = steps.actions(session, chosen.asked)
        alerts = open_for(session, asking.allowed(), lang)
    shown = {"both": both, "actions": actions, "scale": steps.scale(), "alerts": alerts[:ALERTS]}
    shaped = {"headlines": headlines, "trends": trends, "words": words}
    return render_template("tracking/overview.html", chosen=chosen, **shown, **shaped)


@bp.get("/<lang:lang>/indicators/figures/")
@open_to(Role.LEAD)
def show(lang: str) -> ResponseReturnValue:
    """Show all figures of a filter, or say what is wrong with it."""
    with db.reading(still=True) as session:
        chosen = choosing.chosen(session, lang, request.args)
        told = {"answers": chosen.answers, "error": chosen.error, "asked": chosen.carried}
        if chosen.asked is None:
            return render_template("tracking/indicators.html", report=None, **told), 422
        seen = report(session, chosen.asked, asking.small_count(), lang)
    return render_template(
        "tracking/indicators.html", report=seen, page=page, words=words, **told, **_files()
    )


@bp.get("/<lang:lang>/indicators/figures/<indicator>")
@open_to(Role.LEAD)
def one(lang: str, indicator: str) -> ResponseReturnValue:
    """Show one figure of a filter: its definition, every version of it, its months and regions."""
    versions = [known for known in every_version() if known.id == indicator]
    if not versions:
        abort(404)
    with db.reading(still=True) as session:
        chosen = choosing.chosen(session, lang, request.args)
        if chosen.asked is None:
            # The form that says what is wrong stands on the page of all figures.
            return redirect(url_for("indicators.show", lang=lang, **chosen.carried))
        both = beside.read(session, chosen.asked, asking.small_count(), lang, of=indicator)
        actions = steps.actions(session, chosen.asked) if indicator == steps.ID else []
    told = {"id": indicator, "versions": versions[::-1], "chosen": chosen, "report": both.now}
    told["query"] = explaining.query(indicator, chosen.asked, chosen.known)
    told["may_explain"] = Role.DATA_PROTECTION in me().roles
    shown: dict[str, Any] = {
        "both": both,
        "headline": headlines.headline(both, indicator),
        "actions": actions,
    }
    shown |= {"trend": trends.chart(both, indicator), "scale": steps.scale()}
    return render_template("tracking/indicator.html", page=page, words=words, **told, **shown)


def _files() -> dict[str, Any]:
    """Return the formats: those that are given at once, and all that can be ordered."""
    offered = formats.offered()
    at_once = [(name, one.words) for name, one in offered.items() if name not in formats.SLOW]
    return {"at_once": at_once, "ordered": [(name, _(one.words)) for name, one in offered.items()]}
