"""How paths and waits are said in the reader's language: steps, cohorts, bins, and what each drawing rests on. Pure."""

from __future__ import annotations

from typing import Final

from babel import units

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.indicators import words
from tracking.indicators.definition import definition
from tracking.indicators.disclosure import Shown
from tracking.indicators.paths.bins import DAY, HOUR, WEEK, Bin
from tracking.indicators.paths.cohorts import Cohort
from tracking.indicators.paths.view import Paths
from tracking.indicators.periods import DATES

WHO: Final = {
    "registered": N_("who registered"),
    "started": N_("who started"),
    "engaged": N_("who did an activity"),
    "participating": N_("who participate"),
    "met": N_("who came to a meeting"),
    "trained": N_("who are trained"),
    "certified": N_("who have an attestation"),
}
"""Each step after a number of people."""
TITLES: Final = {
    "funnel": N_("What became of those who registered"),
    "cohorts": N_("How soon, cohort by cohort"),
    "first-answer": N_("Time to the first answer"),
    "resolution-time": N_("Time until a question is resolved"),
    "first-meeting": N_("Time from registering to the first meeting"),
}
STILL: Final = {
    "first-answer": N_("still waiting"),
    "resolution-time": N_("not resolved yet"),
    "first-meeting": N_("have not met yet"),
}
COUNTED: Final = {
    "first-answer": N_(
        "Questions asked at the help desk in the period, by the time until a person’s first answer. Somebody who "
        "asked several questions is counted with each."
    ),
    "resolution-time": N_(
        "Questions asked at the help desk in the period, by the time until they were marked as resolved. Somebody who "
        "asked several questions is counted with each."
    ),
    "first-meeting": N_(
        "People whose first joining of a module falls in the period, by the time until the first meeting they came to."
    ),
}
LEFT_OUT: Final = {
    "first-answer": N_("Questions whose record was taken back, and those of people who were erased."),
    "resolution-time": N_("Questions whose record was taken back, and those of people who were erased."),
    "first-meeting": N_("Who had come to a meeting before joining a module, and people who were erased."),
}
HEADS: Final = (N_("What is counted"), N_("Who is left out"), N_("Which date counts"), N_("What is shown"))
_UNITS: Final = (
    (WEEK, "duration-week"),
    (DAY, "duration-day"),
    (HOUR, "duration-hour"),
    (1, "duration-minute"),
)


def title(id_: str) -> str:
    """Return the title of a drawing."""
    return _(TITLES[id_])


def step(id_: str) -> str:
    """Name a step as the indicator that counts it."""
    return definition(id_).label.called(i18n.language())


def who(id_: str) -> str:
    """Say who is at a step, after a number."""
    return _(WHO[id_])


def share(shown: Shown | None, of: str) -> str | None:
    """Say a share with both its numbers, and in words those it divides; None where there is none."""
    if shown is None:
        return None
    if shown.value is None or shown.over is None:
        return _("share of those %(who)s: not shown", who=who(of))
    part, whole = map(i18n.number, shown.over)
    percent = i18n.percent(shown.value, 1).replace(" ", "\N{NO-BREAK SPACE}")
    return _(
        "%(part)s of %(whole)s %(who)s: %(percent)s", part=part, whole=whole, who=who(of), percent=percent
    )


def duration(minutes: int) -> str:
    """Write a duration in the largest unit that holds it exactly: "2 days", "4 hours"."""
    size, unit = next((size, unit) for size, unit in _UNITS if minutes % size == 0)
    return units.format_unit(minutes // size, unit, length="long", locale=i18n.language())


def bin_of(one: Bin, promised: int | None = None) -> str:
    """Name a bin; the one that the promised time ends says so."""
    if one.most is None:
        return _("more than %(time)s", time=duration(one.over))
    told = _("up to %(time)s", time=duration(one.most))
    if one.over:
        told = _("%(first)s to %(last)s", first=duration(one.over), last=duration(one.most))
    return _("%(bin)s (promised time ends)", bin=told) if one.most == promised else told


def cohort(one: Cohort) -> str:
    """Name a cohort by its month, or its first and last one."""
    first, last = words.month(f"{one.first:%Y-%m}"), words.month(f"{one.last_month:%Y-%m}")
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def told(seen: Paths, id_: str) -> list[tuple[str, str]]:
    """Return what a drawing rests on, head and words: who is counted, who is not, by which date, under which rule."""
    makes = {"funnel": _of_funnel, "cohorts": _of_cohorts}
    counted, left_out, dates = makes[id_](seen) if id_ in makes else _of_wait(seen, id_)
    said = (counted, left_out, dates, words.rule(seen.rule.shows, seen.rule.k))
    return [(_(head), text) for head, text in zip(HEADS, said, strict=True)]


def _of_funnel(seen: Paths) -> tuple[str, str, str]:
    return (
        _(
            "People whose first joining of a module falls in the period, and how many of these same people reached "
            "each step since, as the indicator of its name defines it. Not every step lies in the one before: the "
            "share of the step before counts those who reached both."
        ),
        _("Who joined before or after the period, whatever they did in it, and people who were erased."),
        _("Joining: %(span)s. The steps: %(until)s.", span=words.span(seen.asked.period), until=_until(seen)),
    )


def _of_cohorts(seen: Paths) -> tuple[str, str, str]:
    return (
        _(
            "Of the people who joined their first module in the same month or months, the share who had reached "
            "“%(step)s” by the end of each month. Month 0 is the one in which they joined.",
            step=step(seen.reach),
        ),
        _(
            "Months that have not ended for everybody of a cohort, people who were erased, and who joined before the "
            "latest six cohorts where a period has more."
        ),
        _(
            "Joining: %(span)s. The milestone: its first time, by months of the calendar. A line may fall a little, "
            "since every count is slightly changed.",
            span=words.span(seen.asked.period),
        ),
    )


def _of_wait(seen: Paths, id_: str) -> tuple[str, str, str]:
    told = {"span": words.span(seen.asked.period), "until": _until(seen)}
    if id_ == "first-meeting":
        dates = _("Joining: %(span)s. The meeting: %(until)s.", **told)
    else:
        dates = _("The question: %(span)s. What came of it: %(until)s.", **told)
    return _(COUNTED[id_]), _(LEFT_OUT[id_]), dates


def _until(seen: Paths) -> str:
    """Say until when people are followed, as `query.people` does."""
    if seen.asked.period.key != DATES:
        return _("until today")
    return _("until the last of these days, so that nobody can be found by changing them")
