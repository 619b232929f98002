"""Compares a module with an earlier state of itself: ids stay, and keep naming what they named. Pure.

An id is lost when nothing has it any more at its place, and used again when it names something else: an activity that
has moved to another unit, a question of another kind, two options that have changed places. Texts may change at will.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from classcode.i18n import N_
from modules.catalog.definitions import Activity, Question, Texts, Unit
from modules.catalog.problems import Fault, Findings, Problem
from modules.catalog.sources import MODULE_FILE, UNIT_NAME

Units = Mapping[str, Unit]
"""The units of a module by their ids."""

LOST_MODULE: Final = Fault(
    N_("the module “%(id)s”, which is in %(revision)s, is gone"),
    N_("put its folder back: an id never goes away, and records lead to it"),
)
LOST: Final = Fault(
    N_("“%(id)s”, which is in “%(place)s” in %(revision)s, is gone"),
    N_("put it back under its id: records lead to it"),
)
MOVED: Final = Fault(
    N_("“%(id)s”, which is in the unit “%(before)s” in %(revision)s, is here now"),
    N_("leave it where it was, or give the new one an id of its own"),
)
OTHER_SORT: Final = Fault(
    N_("“%(id)s” was of the kind “%(before)s” in %(revision)s and is of the kind “%(sort)s” now"),
    N_("give the new one an id of its own, and put the old one back"),
)
CHANGED_PLACES: Final = Fault(
    N_("“%(id)s” says now what “%(before)s” said in %(revision)s"),
    N_("let each id keep its text: only their order may change"),
)


@dataclass(frozen=True)
class Named:
    """Something with an id: what sort of thing it is, what it says, and what it holds."""

    id: str
    sort: str
    says: Texts
    inside: tuple[Named, ...] = ()


@dataclass(frozen=True)
class State:
    """A module's folder at one time: its units, and the texts of its files by their names."""

    units: Units
    texts: Mapping[str, str]


def compare(folder: str, before: State, now: State, revision: str) -> list[Problem]:
    """Return what the ids of a module have lost since the revision of this name, with file and line."""
    whole = _Comparison(folder, before, now, revision)
    return whole.problems()


def lost_module(slug: str, revision: str) -> Problem:
    """Return the problem of a module that is no longer there."""
    return Problem(slug, 0, LOST_MODULE, {"id": slug, "revision": revision})


class _Comparison:
    """One comparison; the lines are those of the files as they are now."""

    def __init__(self, folder: str, before: State, now: State, revision: str) -> None:
        self.folder, self.before, self.now, self.revision = folder, before, now, revision
        self.found: list[Problem] = []
        self.homes = {block.id: unit.id for unit in now.units.values() for block in _blocks(unit)}

    def problems(self) -> list[Problem]:
        """Return all of them, unit by unit."""
        for unit_id, unit in self.before.units.items():
            if unit_id not in self.now.units:
                self._add(MODULE_FILE, 0, LOST, id=unit_id, place=self.folder)
            else:
                name = self._file_of(unit_id)
                self._compare(name, _blocks(unit), _blocks(self.now.units[unit_id]), (unit_id,))
        self._places(MODULE_FILE, _titles(self.before.units), _titles(self.now.units), ())
        return self.found

    def _compare(
        self, name: str, before: Sequence[Named], now: Sequence[Named], path: tuple[str, ...]
    ) -> None:
        """Compare what has an id at one place of the file; `path` leads there by ids."""
        known = {one.id: one for one in now}
        for old in before:
            new = known.get(old.id)
            if new is None:
                self._lost(name, old, path)
            elif new.sort != old.sort:
                line = self._line(name, (*path, old.id))
                self._add(name, line, OTHER_SORT, id=old.id, before=old.sort, sort=new.sort)
            else:
                self._compare(name, old.inside, new.inside, (*path, old.id))
        self._places(name, before, now, path)

    def _lost(self, name: str, old: Named, path: tuple[str, ...]) -> None:
        home = self.homes.get(old.id) if len(path) == 1 else None
        if home is not None:
            there = self._file_of(home)
            line = self._line(there, (home, old.id))
            self._add(there, line, MOVED, id=old.id, before=path[0])
        else:
            line = self._line(name, path) if len(path) > 1 else 0
            self._add(name, line, LOST, id=old.id, place=path[-1])

    def _places(
        self, name: str, before: Sequence[Named], now: Sequence[Named], path: tuple[str, ...]
    ) -> None:
        """Note each id that has taken over the words of another one."""
        old = {one.id: one for one in before}
        for new in now:
            same = old.get(new.id)
            if same is None or _alike(same.says, new.says):
                continue
            other = next((one for one in before if one.id != new.id and _alike(one.says, new.says)), None)
            if other is not None:
                line = self._line(name, (*path, new.id)) if path else 0
                self._add(name, line, CHANGED_PLACES, id=new.id, before=other.id)

    def _file_of(self, unit_id: str) -> str:
        names = sorted(
            name for name in self.now.texts if (m := UNIT_NAME.fullmatch(name)) and m[2] == unit_id
        )
        first = next(iter(self.now.units[unit_id].texts))
        return next(
            (name for name in names if name.endswith(f".{first}.md")), names[0] if names else MODULE_FILE
        )

    def _line(self, name: str, path: tuple[str, ...]) -> int:
        """Return the line where the ids of this path are written one below the other; 0 where they are not."""
        at, lines = 0, self.now.texts.get(name, "").split("\n")
        for one in path:
            written = re.compile(rf"\W*id:\s*[\"']?{re.escape(one)}[\"']?\s*(?:#.*|[,}}].*)?")
            at = next((n for n, line in enumerate(lines[at:], at) if written.fullmatch(line)), at)
        return at + 1

    def _add(self, name: str, line: int, fault: Fault, /, **params: Any) -> None:
        findings = Findings(f"{self.folder}/{name}")
        findings.add(line, fault, revision=self.revision, **params)
        self.found += findings.problems


def _alike(one: Texts, other: Texts) -> bool:
    """Tell whether two things say the same in every language that both have."""
    shared = one.keys() & other.keys()
    return bool(shared) and all(one[lang] == other[lang] and one[lang] for lang in shared)


def _titles(units: Units) -> list[Named]:
    return [Named(u.id, "unit", {lang: text.title for lang, text in u.texts.items()}) for u in units.values()]


def _blocks(unit: Unit) -> tuple[Named, ...]:
    """Return the activities, exercises and widgets of a unit."""
    return (
        *(_activity(activity) for activity in unit.activities),
        *(Named(one.id, one.kind.value, {}) for one in unit.exercises),
        *(Named(one.id, one.kind.value, {}) for one in unit.widgets),
    )


def _activity(activity: Activity) -> Named:
    return Named(activity.id, "activity", {}, tuple(_question(one) for one in activity.questions))


def _question(question: Question) -> Named:
    parts = (
        *_named("option", question.options),
        *_named("piece", question.pieces),
        *(
            Named(blank.id, "blank", {}, tuple(_named("option", blank.choices)))
            for blank in question.blanks
            if blank.id
        ),
        *(
            Named(one.id, "criterion", one.text, tuple(_named("level", one.levels)))
            for one in question.rubric
        ),
    )
    return Named(question.id, question.kind.value, question.text, parts)


def _named(sort: str, things: Iterable[Any]) -> Iterable[Named]:
    return (Named(one.id, sort, one.text) for one in things)
