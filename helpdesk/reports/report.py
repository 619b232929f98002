"""The report of one choice: the whole, and the same by region and by language. Pure.

Questions that were joined to another one are no questions of their own and are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from helpdesk.reports.figures import Curve, Spell, curve, gini
from helpdesk.reports.questions import Promise, Question
from helpdesk.tickets.states import State, What

CHANGES: Final = (What.DECLINED, What.LAPSED, What.PASSED_ON, What.LENT, What.ASSIGNED)
"""The lines of the trail by which a question leaves one person for another."""
EVERYWHERE: Final = "*"


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Who could be asked: for which regions (`*` is everywhere), and in which languages."""

    id: UUID
    regions: frozenset[str]
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some questions; `people` is how many asked them, `loads` how many each facilitator was given."""

    key: str
    questions: tuple[Question, ...]
    loads: Mapping[UUID, int]

    @property
    def asked(self) -> int:
        """How many questions."""
        return len(self.questions)

    @property
    def people(self) -> int:
        """How many people asked them."""
        return people_of(self.questions)

    @property
    def first(self) -> list[Spell]:
        """The waits until the first answer."""
        return [one.first for one in self.questions]

    @property
    def settled(self) -> list[Spell]:
        """The desk's times until the end."""
        return [one.settled for one in self.questions]

    @property
    def first_curve(self) -> Curve:
        """The distribution of the first."""
        return curve(self.first)

    @property
    def settled_curve(self) -> Curve:
        """The distribution of the second."""
        return curve(self.settled)

    @property
    def promises(self) -> Mapping[Promise, int]:
        """How many promises were kept, missed, not due yet, or lifted."""
        counts = Counter(one.promise for one in self.questions)
        return {promise: counts[promise] for promise in Promise}

    @property
    def kept_share(self) -> float | None:
        """The share of promises kept among those that were kept or missed, None where there are none."""
        counts = self.promises
        judged = counts[Promise.KEPT] + counts[Promise.MISSED]
        return counts[Promise.KEPT] / judged if judged else None

    @property
    def changes(self) -> Mapping[What, int]:
        """How often questions changed hands, by what happened."""
        counts = Counter(word for one in self.questions for word in one.facts.changes)
        return {what: counts[what] for what in CHANGES}

    @property
    def gini(self) -> float | None:
        """How unevenly the questions were shared among those who could be asked."""
        return gini(list(self.loads.values()))


@dataclass(frozen=True, slots=True)
class Report:
    """The whole and its parts, each list in the order of its keys."""

    whole: Group
    by_region: tuple[Group, ...]
    by_language: tuple[Group, ...]


def people_of(questions: Iterable[Question]) -> int:
    """Count the distinct people who asked."""
    return len({one.facts.learner for one in questions})


def report(questions: Sequence[Question], facilitators: Collection[Facilitator]) -> Report:
    """Group questions by region and by language."""
    counted = [one for one in questions if one.facts.state is not State.MERGED]
    return Report(
        whole=_group("", counted, facilitators),
        by_region=_groups(counted, facilitators, lambda one: one.facts.region, _covers),
        by_language=_groups(counted, facilitators, lambda one: one.facts.language, _speaks),
    )


def _groups(
    questions: Sequence[Question],
    facilitators: Collection[Facilitator],
    key_of: Callable[[Question], str],
    could: Callable[[Facilitator, str], bool],
) -> tuple[Group, ...]:
    parts: dict[str, list[Question]] = {}
    for one in questions:
        parts.setdefault(key_of(one), []).append(one)
    return tuple(
        _group(key, some, [one for one in facilitators if could(one, key)])
        for key, some in sorted(parts.items())
    )


def _covers(one: Facilitator, region: str) -> bool:
    return bool(one.regions & {region, EVERYWHERE})


def _speaks(one: Facilitator, language: str) -> bool:
    return language in one.languages


def _group(key: str, questions: Sequence[Question], could: Iterable[Facilitator]) -> Group:
    """Count for each who could be asked, and for whoever holds one all the same, how many she was given."""
    loads = dict.fromkeys((one.id for one in could), 0)
    for one in questions:
        if one.facts.holder is not None:
            loads[one.facts.holder] = loads.get(one.facts.holder, 0) + 1
    return Group(key, tuple(questions), loads)
