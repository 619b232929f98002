"""Reading public answers: the list, by module, with a search that needs no script; one answer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.auth import ANYONE, open_to, visitor
from classcode.i18n import language
from helpdesk.answers import access
from helpdesk.answers.access import Seen
from helpdesk.answers.forms import SendBackForm
from helpdesk.answers.models import PublicAnswer
from helpdesk.answers.queries import elsewhere, helped, of_learner, public
from helpdesk.answers.routes.blueprint import bp
from helpdesk.answers.words import stage_words, written_by
from helpdesk.suggesting.shelf import matching
from helpdesk.tickets.units import about

LONGEST = 200
"""Characters of a search."""
FOUND = 20
"""Answers that a search shows."""


@bp.get("/<lang:lang>/help/answers/")
@open_to(ANYONE)
def index(lang: str) -> ResponseReturnValue:
    """Show what everybody may read in this language, or what a search finds of it."""
    wanted, module = request.args.get("q", "")[:LONGEST], request.args.get("module", "")
    with db.reading() as session:
        all_of_them = public(session, lang)
        shown = _found(session, all_of_them, wanted, lang) if wanted.strip() else all_of_them
        others = elsewhere(session, lang)
        who = visitor()
        hers = of_learner(session, who.id) if who else ()
    modules = {one.module: about(one.module, None).title for one in all_of_them}
    return render_template(
        "helpdesk/answers/index.html",
        wanted=wanted,
        module=module if module in modules else "",
        modules=modules,
        groups=_by_module([one for one in shown if module in ("", one.module) or module not in modules]),
        others=[
            (code, i18n.LANGUAGES[code], many) for code, many in others.items() if code in i18n.LANGUAGES
        ],
        about=about,
        hers=hers,
        stage_words=stage_words,
    )


def _found(session: Session, answers: Sequence[PublicAnswer], wanted: str, lang: str) -> list[PublicAnswer]:
    by_id = {one.id: one for one in answers}
    return [by_id[key] for key in matching(session, wanted, lang, FOUND) if key in by_id]


def _by_module(answers: Sequence[PublicAnswer]) -> list[tuple[str, list[PublicAnswer]]]:
    groups: dict[str, list[PublicAnswer]] = {}
    for one in answers:
        groups.setdefault(one.module, []).append(one)
    return [(about(slug, None).title, some) for slug, some in groups.items()]


@bp.get("/<lang:lang>/help/answers/<uuid:answer_id>")
@open_to(ANYONE)
def show(lang: str, answer_id: UUID) -> ResponseReturnValue:
    """Show one answer: to everybody once it is public, before that to its learner, its writer and its leads."""
    with db.reading() as session:
        return answer_page(session, access.answer(session, visitor(), answer_id))


def answer_page(session: Session, seen: Seen, form: SendBackForm | None = None) -> str:
    """Render an answer with what this reader may do; `form` is a refused one."""
    return render_template(
        "helpdesk/answers/show.html",
        seen=seen,
        answer=seen.answer,
        unit=about(seen.answer.module, seen.answer.unit),
        form=form or SendBackForm.blank(),
        stage_words=stage_words,
        written_by=written_by,
        same_language=seen.answer.language == language(),
        helped=helped(session, seen.answer.id, seen.reader),
    )
