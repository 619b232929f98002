"""Availability in sentences of the reader's language: slots, holidays, absences, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from babel import Locale, dates

from classcode import i18n
from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from classcode.territory import systems
from helpdesk.availability.queries.mine import Away, Lent, Standing, day_after
from helpdesk.availability.queries.region import Consequence
from helpdesk.availability.weekly import Weekly
from helpdesk.pairing import Against
from helpdesk.slots import Closed
from helpdesk.tickets.words import AGAINST


def weekdays() -> list[tuple[str, str]]:
    """Return the days of the week as choices, Monday first."""
    names = dates.get_day_names("wide", locale=Locale.parse(i18n.language()))
    return [(str(day), names[day]) for day in range(7)]


def clock_time(at: time) -> str:
    """Write an hour of the wall clock: "19 h 00" in French, "19:00" elsewhere."""
    return (
        f"{at.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{at.minute:02d}"
        if i18n.language() == "fr"
        else f"{at:%H:%M}"
    )


def slot(one: Weekly) -> str:
    """Write a slot: "mardi, de 19 h 00 à 21 h 00"."""
    told = {
        "day": weekdays()[one.weekday][1],
        "start": clock_time(one.start),
        "end": clock_time(one.end),
    }
    if one.end <= one.start:
        return _("%(day)s, from %(start)s to %(end)s the day after", **told)
    return _("%(day)s, from %(start)s to %(end)s", **told)


def days(first: date, last: date) -> str:
    """Write a stretch of days, both included."""
    if first == last:
        return i18n.day(first)
    return _("from %(first)s to %(last)s", first=i18n.day(first), last=i18n.day(last))


def holidays(some: Iterable[Closed]) -> list[str]:
    """Write school holidays, each by its days."""
    return [days(one.first, one.last) for one in some]


def school_systems() -> list[tuple[str, str]]:
    """Return the school systems as choices; the first is that of one's region."""
    own = [("", _("The schools of my region"))]
    return own + [(one.id, one.names.called(i18n.language())) for one in systems.systems()]


def capacities(grown: int, kept: int | None) -> list[tuple[str, str]]:
    """Return how many questions at once, as choices: growing with experience, some numbers, and the one kept now."""
    grows = _("As my experience grows: now %(n)s", n=i18n.number(grown))
    numbers = sorted({1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30} | ({kept} if kept else set()))
    return [("", grows)] + [(str(n), i18n.number(n)) for n in numbers]


def follows(standing: Standing) -> list[str]:
    """Tell what follows from what a facilitator offers: how many, until when, who has her questions meanwhile."""
    if standing.new:
        return [_("The desk asks you nothing until you have kept what you offer, at the foot of this page.")]
    told = [
        _(
            "The desk gives you at most %(most)s questions at once. %(load)s of these places are taken now.",
            most=i18n.number(standing.capacity),
            load=i18n.number(standing.load),
        )
    ]
    told += [_absence(one, standing.turn) for one in standing.away[:1]]
    told += [_lent(one) for one in standing.lent]
    return [*told, _until(standing)]


def _until(standing: Standing) -> str:
    if standing.until is None:
        return _("You have no slot within twelve weeks: the desk asks you nothing until then.")
    until = i18n.moment(standing.until.end, standing.zone)
    if standing.next is None:
        return _(
            "A question that is proposed to you now stays yours until %(until)s, two open days.", until=until
        )
    return _(
        "A question that is proposed to you now stays yours until the end of your next slot: %(until)s.",
        until=until,
    )


def _absence(one: Away, turn: int) -> str:
    last = i18n.day(one.absence.ends_on)
    back = i18n.day(day_after(one.absence.ends_on))
    name = one.substitute or _("the next facilitator who fits")
    if one.running:
        return _("You are away until %(last)s: the desk asks you nothing.", last=last)
    return ngettext(
        "From %(first)s on, the one question that waits for you goes to %(name)s; "
        "if nobody has answered it by then, it comes back to you on %(back)s.",
        "From %(first)s on, the questions that wait for you (%(n)s today) go to %(name)s; "
        "those that nobody has answered by then come back to you on %(back)s.",
        turn,
        first=i18n.day(one.absence.starts_on),
        name=name,
        back=back,
    )


def _lent(one: Lent) -> str:
    if not one.held:
        return ngettext(
            "One of your questions waits for somebody: the people who lead the region have it.",
            "%(n)s of your questions wait for somebody: the people who lead the region have them.",
            one.count,
        )
    return ngettext(
        "%(name)s has one of your questions meanwhile.",
        "%(name)s has %(n)s of your questions meanwhile.",
        one.count,
        name=one.name or _("Someone"),
    )


def consequence(found: Consequence) -> list[str]:
    """Tell what a promise would change for the open questions."""
    return [
        ngettext("One open question is concerned.", "%(n)s open questions are concerned.", found.open),
        ngettext(
            "One answer would be promised sooner than it was told; none later.",
            "%(n)s answers would be promised sooner than they were told; none later.",
            found.sooner,
        ),
        ngettext(
            "One target for settling a question would move.",
            "%(n)s targets for settling a question would move.",
            found.targets,
        ),
    ]


def against(counted: Iterable[tuple[Against, int]]) -> list[str]:
    """Tell what stands against how many people, one phrase each."""
    return [f"{_(AGAINST[word])} ({i18n.number(count)})" for word, count in counted]
