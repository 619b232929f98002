"""The pages on which facilitators read open answers: what waits, one answer with its rubric, what they say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from modules.assessing import access, queries, rules
from modules.assessing.forms import ReadingForm, level_fields, posted_levels
from modules.assessing.models import OpenAnswer
from modules.catalog import Question, Unit, text_of
from modules.current import catalog

bp = Blueprint("assessing", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """An answer in the list, named by its page."""

    href: str
    unit: str
    waiting: queries.Waiting


@bp.get("/<lang:lang>/answers-to-read/")
@open_to(*access.READERS)
def waiting(lang: str) -> ResponseReturnValue:
    """Show the open answers of my regions that nobody has read, the oldest first."""
    with db.reading() as session:
        found, total = queries.waiting(session, me())
    lines = [
        Line(
            url_for("assessing.one", lang=lang, answer_id=each.id), _title(each.module, each.unit, lang), each
        )
        for each in found
    ]
    return render_template("assessing/waiting.html", lines=lines, total=total)


@bp.get("/<lang:lang>/answers-to-read/<uuid:answer_id>")
@open_to(*access.READERS)
def one(lang: str, answer_id: UUID) -> ResponseReturnValue:
    """Show an answer with its question and rubric."""
    with db.reading() as session:
        answer = access.answer(session, me(), answer_id)
        told = queries.written(session, answer)
        return _page(session, answer, ReadingForm.blank(words=told.words), told.levels)


@bp.post("/answers-to-read/<uuid:answer_id>")
@open_to(*access.READERS)
def read(answer_id: UUID) -> ResponseReturnValue:
    """Keep what was said of an answer."""
    with db.reading() as session:
        question = _question(access.answer(session, me(), answer_id))
    if question is None:
        raise NotFound
    form, levels = ReadingForm.read(also=level_fields(question)), posted_levels(question)
    try:
        with acting(me().id, form.act_id) as act:
            answer = access.answer(act.session, me(), answer_id, acting=True)
            rules.read(act.session, me(), answer, question, levels=levels, words=said(form.words))
            where = act.answer(url_for("assessing.waiting", lang=language()))
    except Invalid as error:
        return _refused(answer_id, form, levels, error)
    flash(_("The learner now sees what you said."), "ok")
    return redirect(where)


def _refused(
    answer_id: UUID, form: ReadingForm, levels: Mapping[str, str], error: Invalid
) -> ResponseReturnValue:
    told = {error.field: _(error.message, **error.params)}
    with db.reading() as session:
        return _page(session, access.answer(session, me(), answer_id), form, levels, told), 422


def _page(
    session: Session,
    answer: OpenAnswer,
    form: ReadingForm,
    levels: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "assessing/one.html",
        answer=answer,
        unit=_title(answer.module, answer.unit, language()),
        question=(question := _question(answer)),
        told=(told := queries.written(session, answer)),
        updated=question is None or question.hash != told.hash,
        levels=levels,
        form=form,
        told_wrong=errors or {},
        errors=list((errors or {}).items()),
    )


def _question(answer: OpenAnswer) -> Question | None:
    """Return the question as it stands now; None where its author took it away or reads it no more by others."""
    unit = catalog().unit(answer.module, answer.unit)
    activity = unit.activity(answer.activity) if unit else None
    question = activity.question(answer.question) if activity else None
    return question if question and rules.is_read_by_others(question) else None


def _title(slug: str, unit_id: str, lang: str) -> str:
    unit: Unit | None = catalog().unit(slug, unit_id)
    return text_of(unit, lang).text.title if unit else unit_id
