"""What pages are given of an exercise: the JSON of docs/programs.md. `Exercise` holds no solution."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from flask import url_for

from classcode.i18n import language
from modules.catalog import words
from modules.exercises.place import Place
from modules.exercises.queries import Draft, Known, LastRun
from modules.exercises.words import of_run, words_in
from modules.programs import language as limits
from modules.programs.exercise import Exercise, World
from modules.programs.language import Kind

KEPT: Final = 1024
"""Exercises whose fixed part is kept per process, about 4 KB each."""


def exercise(place: Place, *, signed_in: bool, known: Known | None = None) -> dict[str, Any]:
    """Return all that a page shows of an exercise; `known` is what its reader has done."""
    return fixed(place) | reader_of(place, signed_in=signed_in, known=known)


def fixed(place: Place) -> dict[str, Any]:
    """Return what a page shows of an exercise whoever reads it, in the reader's language."""
    return _fixed(place.module.slug, place.module.revision, place.unit.id, language(), _Held(place.exercise))


def reader_of(place: Place, *, signed_in: bool, known: Known | None = None) -> dict[str, Any]:
    """Return what a page shows of an exercise to its reader alone."""
    draft = known.draft if known and known.draft.version else None
    last = known.last if known else None
    return {
        "signed_in": signed_in,
        "draft": draft_of(draft) if draft else None,
        "last": run_of(last, place.exercise) if last else None,
    }


class _Held:
    """An exercise as a key: a revision and an id name it, so that it need not be compared."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    def __hash__(self) -> int:
        return hash(self.exercise.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.exercise.id == self.exercise.id


@lru_cache(KEPT)
def _fixed(slug: str, _revision: str, unit_id: str, lang: str, held: _Held) -> dict[str, Any]:
    exercise = held.exercise
    where: dict[str, Any] = {"slug": slug, "unit_id": unit_id, "exercise_id": exercise.id}
    return {
        "id": exercise.id,
        "kind": str(exercise.kind),
        "title": words(exercise.title, lang),
        "text": words(exercise.text, lang),
        "graded": exercise.graded,
        "blocks": list(exercise.blocks),
        "tests": list(exercise.tests),
        "colours": list(limits.COLOURS) if exercise.kind is Kind.TURTLE else [],
        "limits": _limits(exercise),
        "worlds": [_world(world) for world in exercise.worlds],
        "start": exercise.start,
        "hints": {why: words(texts, lang) for why, texts in exercise.hints.items()},
        "words": words_in(lang, exercise.kind),
        "urls": {
            "run": url_for("exercises.run", **where),
            "draft": url_for("exercises.read_draft", **where),
            "blocks": url_for("exercises.blocks", lang=lang, **where),
        },
    }


def _limits(exercise: Exercise) -> dict[str, int | None]:
    return {
        "blocks": exercise.max_blocks,
        "steps": exercise.max_steps,
        "nodes": limits.NODES,
        "depth": limits.DEPTH,
        "bytes": limits.BYTES,
        "times": limits.TIMES,
        "length": limits.LENGTH,
        "degrees": limits.DEGREES,
    }


def _world(world: World) -> dict[str, Any]:
    fixed: dict[str, Any] = {"id": world.id, "kind": str(world.kind)}
    if world.kind is Kind.ROBOT:
        return fixed | {"map": list(world.rows)}
    return fixed | {"goal": None if world.goal is None else [list(stroke) for stroke in world.goal]}


def draft_of(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON; none is null, null, 0."""
    saved_at = _instant(draft.saved_at) if draft.saved_at else None
    return {"program": draft.program, "saved_at": saved_at, "version": draft.version}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def run_of(last: LastRun, exercise: Exercise) -> dict[str, Any]:
    """Return the newest run as JSON, in words too; of an exercise that was edited since, no worlds."""
    changed = last.hash != exercise.hash
    worlds = [one | {"words": of_run(one["outcome"], one["why"])} for one in last.worlds]
    return {
        "passed": last.passed,
        "ever_passed": last.ever_passed,
        "number": last.number,
        "changed": changed,
        "worlds": [] if changed else worlds,
    }
