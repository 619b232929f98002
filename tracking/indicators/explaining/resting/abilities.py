"""Behind how able people say they are: the last answers of each person to the questions about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import Behind, behind, rows_of, said_by, under_every_name
from tracking.indicators.query import abilities
from tracking.indicators.query.abilities import Wanted
from tracking.indicators.query.scope import Scope
from tracking.models import Statement
from tracking.vocabulary import Kind, Verb

ROWS: Final[Mapping[str, str]] = {
    abilities.ABILITY: N_(
        "Answers on how able people feel: one row for each person and question, with what that person said "
        "last. Counted by the day of the answer, by who the person was at the last one, and of a question "
        "that was asked in several places only the last answer."
    ),
    **dict.fromkeys(
        (abilities.BEFORE, abilities.AFTER),
        N_(
            "Answers on how able people feel to a question answered in two places at least: one row for each "
            "person and question, with what that person said first and last. Counted by the day of the last "
            "answer and by who the person was then."
        ),
    ),
}


def statements(_session: Session, scope: Scope, id_: str) -> list[Behind]:
    """Return each person's last answer to each question in the period, or the first of who answered again."""
    said = abilities.last_answers(scope, Wanted(again=id_ != abilities.ABILITY))
    first = id_ == abilities.BEFORE
    path, at = (said.c.first_path, said.c.first_at) if first else (said.c.path, said.c.at)
    last = select(said.c.actor, said.c.profile_id).where(said.c.of_all == 1).subquery("last")
    rows = rows_of(said.c.actor.label("person"), path.label("path"), at.label("at")).where(
        said.c.of_item == 1
    )
    of = under_every_name(scope.with_person(rows.join(last, last.c.actor == said.c.actor), last.c.profile_id))
    about = Statement.object_path == of.c.path
    then = Statement.timestamp == of.c.at
    return [behind(of, said_by(of, Verb.ANSWERED), about, then, Statement.object_kind == Kind.ABILITY)]
