"""One report with all that a file may hold, made by the real rules; and one that no rule would make, to be hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from classcode import clock, i18n
from tests.tracking.indicators.told import MARCH, NOW, SPRING, Story
from tracking.indicators.definition import definitions
from tracking.indicators.disclosure import HIDDEN, Disclosed, Perturbed, Shown, Shows
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.filters import Filter
from tracking.indicators.kinds import Progress, Unit
from tracking.indicators.report import Report, report

FORMULAS = ("=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx", " =1+1", "＝1+1", '=HYPERLINK("http://x")')
VALUES = {Unit.SHARE: 0.40234, Unit.STEP: 2, Unit.HOURS: 7.5, Unit.POINTS: 3.9, Unit.PERSON_MONTHS: 0.5}
assert len(Progress) == 5


@pytest.fixture
def made(story: Story) -> Report:
    """Fourteen people of Bretagne and three of Occitanie joined, the three in May; some met and asked."""
    people = [story.person("FR-BRE") for _ in range(14)]
    for number, person in enumerate(people):
        story.joins(person, number)
        story.reads(person, "u", 50, number)
        asked = story.asks(person, number)
        if number < 9:
            story.answers(people[-1], asked, number + 0.1, minutes=90)
    for _ in range(3):
        story.joins(story.person("FR-OCC"), 70)
    with clock.at(NOW), i18n.reader("en"):
        return report(story.session, Filter(period=SPRING), 5, "en", by=("country",))


@pytest.fixture
def naming(made: Report) -> Naming:
    """The report with the names of its countries."""
    return Naming(made, {"country": {"FR": "France"}})


def everything(name: str = "Bretagne") -> Naming:
    """Return a report with every kind of value in every place, and a region of this name."""
    figures = []
    for number, one in enumerate(definitions()):
        value = Shown(VALUES.get(one.unit, 4222 + number))
        regions = (("FR-BRE", value), ("FR-OCC", HIDDEN), (None, Shown(None)))
        rows = {"region": regions, "month": (("2026-03", value), ("2026-04", Shown(0)))}
        figures.append((one, Disclosed(one.id, value, rows, Shows.PERTURBED)))
    asked = Filter(period=SPRING, gender="not-asked")
    breaks = {"registered": (date(2026, 4, 1),)}
    at = datetime(2026, 6, 30, 12, tzinfo=UTC)
    names = {"FR-BRE": name, "FR-OCC": "Occitanie"}
    assert at > MARCH
    return Naming(Report(asked, at, Perturbed(11), tuple(figures), names, breaks), {"gender": {"f": "Women"}})


def with_label(naming: Naming, label: str) -> Naming:
    """Return the same report, the first figure of which has another label in every language."""
    (first, figure), *others = naming.report.figures
    names = replace(first.label, fr=label, en=label, nl=label)
    figures = ((replace(first, label=names), figure), *others)
    return replace(naming, report=replace(naming.report, figures=figures))
