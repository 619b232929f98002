"""Joins the languages of an exercise: texts drawn once, and the hash of what was written in all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from modules.catalog.exercises import ExerciseDraft
from modules.catalog.joining import Written, drawn, whole
from modules.programs.exercise import Exercise


def exercise(written: Sequence[Written[ExerciseDraft]]) -> Exercise:
    """Join an exercise as it is written in each language, the first one first; its solution stays behind."""
    first = written[0].draft
    return Exercise(
        id=first.id,
        kind=first.program,
        graded=first.graded,
        hash=_hash(whole(written)),
        title={drawing.page.lang: draft.title for drawing, draft in written},
        text=drawn(written, lambda draft: (draft.text, draft.lines.get("text", draft.line))),
        blocks=tuple(first.offer.blocks),
        tests=tuple(first.offer.tests),
        worlds=first.worlds,
        max_blocks=first.offer.most,
        max_steps=first.max_steps,
        start=first.start,
        hints={why: _hint(written, why) for why, _text, _line in first.hints},
    )


def _hint(written: Sequence[Written[ExerciseDraft]], why: str) -> dict[str, str]:
    return drawn(written, lambda draft: next(((t, n) for w, t, n in draft.hints if w == why), ("", 0)))


def _hash(written: Sequence[Written[ExerciseDraft]]) -> str:
    """Hash what was written, in these languages and without lines, so that moving it does not change it."""
    source = [
        [drawing.page.lang, draft.text, [hint[:2] for hint in draft.hints]]
        + [[name, str(value)] for name, value, _line in draft.key()]
        for drawing, draft in sorted(written, key=lambda one: one.drawing.page.lang)
    ]
    return hashlib.sha256(json.dumps(source, ensure_ascii=False).encode()).hexdigest()[:12]
