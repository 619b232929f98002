"""The page of the indicators and its exports, for project leads; a lead of some regions sees those alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import HiddenField

from classcode import clock, db, i18n
from classcode.auth import me, open_to
from classcode.auth.visitors import EVERYWHERE
from classcode.errors import Invalid
from classcode.forms import ActForm
from classcode.i18n import gettext as _
from classcode.people.models import Role
from classcode.people.rules import limits
from tracking.indicators import choices, exports, page, periods, words
from tracking.indicators.choices import Known
from tracking.indicators.filters import NOT_DECLARED, Filter
from tracking.indicators.report import Report, module_names, region_names, report

log = logging.getLogger(__name__)

bp = Blueprint("indicators", __name__)

ASKED: Final = ("period", "from", "to", "region", "module")
Writer = Callable[[Report], bytes]
FORMATS: Final[Mapping[str, tuple[Writer, str]]] = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (exports.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class ExportForm(ActForm):
    """Which file of which filter; the filter's own fields are read as those of the page's address are."""

    fmt = HiddenField()


@bp.get("/<lang:lang>/indicators/")
@open_to(Role.LEAD)
def show(lang: str) -> ResponseReturnValue:
    """Show the figures of a filter, or say what is wrong with it."""
    with db.reading() as session:
        known = _known(session, lang)
        answers = _answers(request.args, known)
        try:
            seen = report(session, choices.read(request.args, known), _k(), lang)
        except Invalid as error:
            told = (error.field, _(error.message, **error.params))
            return render_template("tracking/indicators.html", answers=answers, error=told, report=None), 422
    shown = {"report": seen, "page": page, "words": words, "exports": list(FORMATS)}
    return render_template("tracking/indicators.html", answers=answers, error=None, **shown)


@bp.post("/indicators/export")
@open_to(Role.LEAD)
def export() -> ResponseReturnValue:
    """Give the same report as a file; counted, limited and logged."""
    fmt = ExportForm.read(also=frozenset(ASKED)).fmt.data or ""
    if fmt not in FORMATS:
        abort(400, description="unknown format")
    write, kind = FORMATS[fmt]
    with db.transaction() as session:
        limits.check(session, limits.EXPORT, str(me().id))
        limits.count(session, limits.EXPORT, str(me().id))
        asked = choices.read(request.form, _known(session, i18n.language()))
        made = report(session, asked, _k(), i18n.language())
    _note(asked, fmt)
    return _file(write(made), kind, exports.file_name(made, fmt))


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _note(asked: Filter, fmt: str) -> None:
    """Log who took which figures out, and when (UTC)."""
    span = f"{asked.period.first}/{asked.period.last}"
    log.info(
        "indicators exported at %s by %s: %s, %s, region %s, module %s",
        clock.now().isoformat(timespec="seconds"),
        me().id,
        fmt,
        span,
        asked.region or "all",
        asked.module or "all",
    )


def _k() -> int:
    small: int = current_app.extensions["classcode"].small_count
    return small


def _known(session: Session, language: str) -> Known:
    held = me().regions.get(Role.LEAD, frozenset())
    allowed = None if EVERYWHERE in held else held
    regions = region_names(session, language)
    if allowed is not None:
        regions = {code: name for code, name in regions.items() if code in allowed}
    today = clock.now().astimezone(periods.ZONE).date()
    return Known(regions, module_names(session, language), allowed, today)


def _answers(given: Mapping[str, str], known: Known) -> dict[str, object]:
    """Return what the filter form shows: the choices, and what was chosen."""
    offered = [(one.key, words.period(one)) for one in periods.recent(known.today)]
    chosen = {name: given.get(name, "")[:40] for name in ASKED}
    chosen["period"] = chosen["period"] or choices.default_period(known.today).key
    regions = list(known.regions.items())
    if known.allowed is None:
        regions.append((NOT_DECLARED, _("Not declared")))
    return {
        "chosen": chosen,
        "periods": _with_chosen([*offered, (choices.DATES, _("Other dates"))], chosen["period"]),
        "regions": regions,
        "every_region": words.every_region(known.allowed, known.regions),
        "modules": list(known.modules.items()),
    }


def _with_chosen(offered: list[tuple[str, str]], key: str) -> list[tuple[str, str]]:
    """Add an older period that a shared link asks for, so that the form still says it."""
    return offered if any(key == one for one, _words in offered) else [*offered, (key, key)]
