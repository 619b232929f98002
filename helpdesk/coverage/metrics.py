"""The figures of the desk in the text format that Prometheus reads. Pure.

Each is counted in the database when it is asked for, the same by every process: a library that keeps counters in each
process would have nothing to keep. https://prometheus.io/docs/instrumenting/exposition_formats/ (text, 0.0.4)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from helpdesk.coverage.classes import Coverage, Sight
from helpdesk.tickets.states import State

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Gauge:
    """A value that rises and falls, with one sample for each set of labels."""

    name: str
    meaning: str
    samples: Sequence[tuple[Mapping[str, str], float]]


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits outside the desk: jobs, and mails that have not left or were refused."""

    jobs: Mapping[str, int]
    overdue_seconds: float
    mails_waiting: int
    mails_refused: int


def gauges(found: Coverage, counted: Mapping[State, int], waiting: Backlog) -> Iterator[Gauge]:
    """Yield every figure."""
    counts = found.counts
    unseen, oldest = counts[Sight.UNSEEN], oldest_unheld(found)
    mails = {"waiting": waiting.mails_waiting, "refused": waiting.mails_refused}
    yield Gauge("desk_tickets", "Questions by state.", _by("state", counted.items()))
    yield Gauge("desk_sight", "Open questions by who has them in sight.", _by("sight", counts.items()))
    yield _single("desk_tickets_unseen", "Open questions that nobody has in sight.", unseen)
    yield _single("desk_oldest_unheld_seconds", "Since when the longest unheld question is so.", oldest)
    yield Gauge("jobs", "Jobs that wait or were given up.", _by("state", waiting.jobs.items()))
    yield _single("jobs_overdue_seconds", "How long the oldest due job waits.", waiting.overdue_seconds)
    yield Gauge("mails", "Mails that have not left, or were refused.", _by("state", mails.items()))


def oldest_unheld(found: Coverage) -> float:
    """Return the seconds since the longest unheld question fell to nobody, 0 when all are held."""
    waiting = (one.question for one in found.found if one.sight is not Sight.WAITING_LEARNER)
    oldest = min((question.moved_at for question in waiting if question.holder is None), default=None)
    return (found.at - oldest).total_seconds() if oldest else 0.0


def _single(name: str, meaning: str, value: float) -> Gauge:
    return Gauge(name, meaning, [({}, value)])


def _by(label: str, counts: Iterable[tuple[str, int]]) -> list[tuple[Mapping[str, str], float]]:
    return [({label: str(key)}, count) for key, count in counts]


def text(some: Iterable[Gauge]) -> str:
    """Write the figures in whole numbers; names, meanings and labels are our own words, which need no escaping."""
    return "".join(line for gauge in some for line in _lines(gauge))


def _lines(gauge: Gauge) -> Iterator[str]:
    name = f"classcode_{gauge.name}"
    yield f"# HELP {name} {gauge.meaning}\n# TYPE {name} gauge\n"
    for labels, value in gauge.samples:
        told = ",".join(f'{label}="{words}"' for label, words in labels.items())
        yield f"{name}{'{' + told + '}' if told else ''} {value:.0f}\n"
