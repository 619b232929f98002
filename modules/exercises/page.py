"""The exercises of a unit's page: what is the same for all readers drawn once, beside what its reader has done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from flask import current_app, json, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from sqlalchemy.orm import Session

from classcode.i18n import language
from modules.catalog import Module, Unit
from modules.current import catalog
from modules.exercises import queries, shown
from modules.exercises.place import Place
from modules.exercises.queries import Known

KEPT: Final = 512
"""Drawn exercises kept per process, about 12 KB each."""


@dataclass(frozen=True, slots=True)
class Card:
    """An exercise as `parts/exercise.html` lays it out: the JSON for the script, the editor's words, its text.

    `run_url` is where its form goes, "" for who has no account.
    """

    id: str
    told: Markup
    words: Markup
    body: Markup
    run_url: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What all readers of one language are shown; `told` is a JSON object whose brace is still open."""

    told: Markup
    words: Markup
    body: Markup


Programs = dict[str, Known]
"""What a learner has done of a unit's exercises, by their ids."""


def programs_of(session: Session, person_id: UUID, module: Module, unit: Unit) -> Programs:
    """Return what a learner has done of a unit's exercises; a unit without any asks no query."""
    return queries.known_of(session, person_id, module.slug, unit.id) if unit.exercises else {}


def exercises_of(module: Module, unit: Unit, programs: Programs | None, foreign: str = "") -> dict[str, Card]:
    """Return what the page shows of each exercise, by its id; without programs, to who has no account.

    `foreign` is the language of the exercises' texts where it is not the reader's.
    """
    places = (Place(module, unit, one) for one in unit.exercises)
    return {place.exercise.id: _card(place, foreign, programs) for place in places}


def _card(place: Place, foreign: str, programs: Programs | None) -> Card:
    exercise, signed_in = place.exercise.id, programs is not None
    key = (place.unit.id, exercise, language(), foreign, signed_in)
    drawn = _drawn(place.module.slug, place.module.revision, key)
    known = programs.get(exercise) if programs else None
    reader = _json(shown.reader_of(place, signed_in=signed_in, known=known))
    run_url = str(shown.fixed(place)["urls"]["run"]) if signed_in else ""
    return Card(exercise, drawn.told + Markup(",") + reader[1:], drawn.words, drawn.body, run_url)


def _json(value: Any) -> Markup:
    """Return JSON that may stand in an attribute between simple quotes."""
    return htmlsafe_json_dumps(value, dumps=json.dumps)


@lru_cache(KEPT)
def _drawn(slug: str, revision: str, key: tuple[str, str, str, str, bool]) -> _Drawn:
    unit_id, exercise_id, lang, foreign, signed_in = key
    module, unit = catalog().module(slug), catalog().unit(slug, unit_id)
    assert module is not None and unit is not None and module.revision == revision
    exercise = unit.exercise(exercise_id)
    assert exercise is not None
    fixed = shown.fixed(Place(module, unit, exercise))
    back = url_for("modules.unit", lang=lang, slug=slug, unit_id=unit_id) + "#" + exercise_id
    parts: Any = current_app.jinja_env.get_template("parts/exercise.html").module
    marked = Markup(' lang="{}"').format(foreign) if foreign else ""
    body = parts.exercise_body(fixed, next=None if signed_in else back, foreign=marked)
    return _Drawn(_json(fixed)[:-1], parts.editor_words(len(exercise.worlds) == 1), body)
