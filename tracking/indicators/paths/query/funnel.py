"""How many of the people who registered reached each step so far, and how many of these had reached the one before."""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import Integer, and_, case, cast, func, literal, select
from sqlalchemy.orm import Session

from tracking.indicators import tally
from tracking.indicators.paths.query.people import Later, cell, followed, followed_until, less
from tracking.indicators.paths.shapes import STEPS, Step
from tracking.indicators.query import adding
from tracking.indicators.query.adding import WHOLE, Part, add_up_once
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Cell, Count
from tracking.models import Milestone

BOTH = "and before"


def measure(session: Session, scope: Scope) -> tuple[Step[Cell], ...]:
    """Count the people at each step in one question."""
    first, *others = STEPS
    flags = [cast(func.max(case((Later.kind == step, 1), else_=0)), Integer).label(step) for step in others]
    told = (Milestone.actor.label("actor"), Milestone.key.label("key"), literal(1, Integer).label(first))
    each = followed(scope, *told, *flags, kinds=tuple(others), until=followed_until(scope))
    each_once = each.group_by(Milestone.actor, Milestone.key).subquery("each_once")
    at = {step: each_once.c[step] == 1 for step in STEPS}
    parts = [Part(step, at[step]) for step in STEPS]
    parts += [Part(f"{step} {BOTH}", and_(at[step], at[before])) for before, step in pairwise(STEPS)]
    rows = select(each_once.c.actor, each_once.c.key, *adding.columns(parts))
    sums = add_up_once(session, rows, parts, ())
    return _steps({part.what: _rests(sums, part.what) for part in parts})


def _rests(sums: adding.Sums, what: str) -> Count:
    found = sums.get(what, {}).get(WHOLE, {}).get(None)
    return Count() if found is None else found.rests


def _steps(counts: dict[str, Count]) -> tuple[Step[Cell], ...]:
    registered = counts[STEPS[0]]
    steps = [Step(STEPS[0], cell(registered))]
    for before, step in pairwise(STEPS):
        of_before = _share(counts[f"{step} {BOTH}"], counts[before])
        steps.append(Step(step, cell(counts[step]), of_before, _share(counts[step], registered)))
    return tuple(steps)


def _share(part: Count, whole: Count) -> Cell:
    return tally.share(cell(part), cell(whole), cell(less(whole, part)))
