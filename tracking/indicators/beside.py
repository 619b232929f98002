"""A report beside the one of the same span of the year before, both read and disclosed the same way: two readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy.orm import Session

from tracking.indicators import periods
from tracking.indicators.comparing import Compared, compared
from tracking.indicators.definition import Definition
from tracking.indicators.disclosure import Disclosed, Shown
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Before
from tracking.indicators.report import Report, report

Pair = tuple[Definition, Disclosed]


@dataclass(frozen=True)
class Beside:
    """A report, what it is compared with, and that report: None where it shows nothing, or no period lies before."""

    now: Report
    span: Before | None
    before: Report | None

    @property
    def goes_on(self) -> bool:
        """Whether the period is not over, so that its last month is told in part."""
        return self.now.as_of < self.now.asked.period.ends

    def figure(self, indicator_id: str) -> Pair:
        """Return a figure of the period with its definition; raises KeyError."""
        return self._now[indicator_id]

    def earlier(self, indicator_id: str) -> Disclosed | None:
        """Return the same figure of the year before."""
        found = self._before.get(indicator_id)
        return found[1] if found else None

    def compared(self, indicator_id: str) -> Compared:
        """Compare a figure's total with that of the year before."""
        definition, figure = self.figure(indicator_id)
        earlier = self.earlier(indicator_id)
        return compared(figure.total, earlier.total if earlier else None, definition.disclosure, self.now.k)

    def months_before(self, indicator_id: str) -> list[Shown | None]:
        """Return for each month of the period the one that it is compared with, None where there is none."""
        earlier = self.earlier(indicator_id)
        if earlier is None or self.span is None:
            return []
        known = dict(earlier.by_month)
        keys = [key or "" for key, _shown in self.figure(indicator_id)[1].by_month]
        return [known.get(self.span.key_of(key)) for key in keys]

    @cached_property
    def _now(self) -> Mapping[str, Pair]:
        return {pair[0].id: pair for pair in self.now.figures}

    @cached_property
    def _before(self) -> Mapping[str, Pair]:
        return {pair[0].id: pair for pair in self.before.figures} if self.before else {}


def read(session: Session, asked: Filter, k: int, language: str, *, of: str | None = None) -> Beside:
    """Read the figures of a filter and those of the same span of the year before, up to the same day.

    Who shows one figure names it (`of`): of the year before, total and months of others may then be missing.
    """
    now = report(session, asked, k, language)
    span = periods.before(asked.period, now.as_of.astimezone(periods.ZONE).date())
    if span is None:
        return Beside(now, None, None)
    earlier = replace(asked, period=span.period)
    before = report(session, earlier, k, language, only=() if of is None else (of,))
    if of is not None and before.empty:
        # Whether anything at all is shown, every figure tells.
        before = report(session, earlier, k, language)
    return Beside(now, span, None if before.empty else before)
