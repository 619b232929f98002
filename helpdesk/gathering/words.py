"""What the page says of a suggestion, in the reader's language: who, where, with whom, when, and why not otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from classcode import i18n
from classcode.i18n import N_, ngettext
from classcode.i18n import gettext as _
from classcode.territory.models import Place
from helpdesk.gathering.finding.values import DateWhy, HostWhy, OtherPlace, PlaceWhy, Rules
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.queries.near import LEAST_OTHERS
from helpdesk.gathering.queries.page import Shown
from helpdesk.gathering.reasons import Leads, leads
from helpdesk.gathering.states import Dismissal
from helpdesk.meetings.cards import where
from helpdesk.slots import Slot
from helpdesk.tickets.states import Theme
from helpdesk.tickets.words import THEMES, language_called

DISMISSALS: Final[Mapping[Dismissal, str]] = {
    Dismissal.NOT_NOW: N_("Nobody of us has time for it now"),
    Dismissal.OTHERWISE: N_("We help these people in another way"),
    Dismissal.PLACE: N_("The place does not suit"),
    Dismissal.PEOPLE: N_("These people do not suit each other’s level"),
    Dismissal.OTHER: N_("Another reason"),
}


def dismissals() -> list[tuple[str, str]]:
    """Return the reasons for setting a suggestion aside, as a form offers them."""
    return [(str(one), _(words)) for one, words in DISMISSALS.items()]


def count_told(people: int) -> str:
    """Say how many people could meet."""
    return ngettext("%(n)s person", "%(n)s people", people)


def invite_told(people: int) -> str:
    """Say what the button does."""
    return ngettext("Invite this person", "Invite these %(n)s people", people)


def point(one: MeetingSuggestion, module: str) -> str:
    """Say at which point these people are."""
    if one.week:
        return _("After week %(week)s of “%(module)s”", week=one.week, module=module)
    return _("Open questions about “%(module)s”: %(theme)s", module=module, theme=theme_called(one.theme))


def theme_called(theme: str | None) -> str:
    """Name what questions are about."""
    return _(THEMES[Theme(theme)]) if theme else ""


def people(shown: Shown) -> list[str]:
    """Say who they are: by name only whose open question the reader holds; of others how many and how far."""
    told = [
        _(
            "%(name)s, about %(km)s away: you hold her or his question",
            name=shown.known[one.person_id],
            km=i18n.km(one.km),
        )
        for one in shown.row.people
        if one.person_id in shown.known
    ]
    others = [one for one in shown.row.people if one.person_id not in shown.known]
    if others:
        count = ngettext("%(n)s person of the module", "%(n)s people of the module", len(others))
        told.append(_("%(people)s, about %(distances)s away", people=count, distances=distances(others)))
    return told


def distances(people: Sequence[SuggestedPerson]) -> str:
    """Write how far people live, nearest first, each distance once: "6, 9 and 14 km"."""
    near = sorted({max(1, round(one.km)) for one in people})
    if len(near) == 1:
        return i18n.km(near[0])
    first = ", ".join(i18n.number(one) for one in near[:-1])
    return _("%(first)s and %(last)s", first=first, last=i18n.km(near[-1]))


def asking(people: Sequence[SuggestedPerson]) -> list[str]:
    """Say how many have an open question, by what it is about."""
    asked = Counter(one.theme for one in people if one.theme)
    return [
        ngettext(
            "one has an open question: %(theme)s",
            "%(n)s have an open question: %(theme)s",
            n,
            theme=theme_called(theme),
        )
        for theme, n in sorted(asked.items(), key=lambda one: (-one[1], one[0] or ""))
    ]


def why_people(shown: Shown) -> list[str]:
    """Say why these people: how near, at which point, in which language."""
    row, rules = shown.row, Rules()
    point = (
        _("each finished that week, or asks about a page of it")
        if row.week
        else _("each has an open question of the same kind")
    )
    near = _(
        "each lives at most about %(km)s km by road from the place, 20 minutes at %(speed)s km/h; we reckon the road "
        "%(detour)s times as long as the crow flies",
        km=i18n.number(rules.reach_km),
        speed=i18n.number(rules.speed_kmh),
        detour=i18n.number(rules.detour, 1),
    )
    language = _("all speak %(language)s", language=language_called(row.language))
    return [point, *asking(row.people), near, language]


def why_place(shown: Shown) -> str:
    """Say why this place."""
    told = shown.row.reasons["place"]
    if not told["seats"]:
        return _(
            "%(place)s: about %(km)s km from them on average; nobody has counted its seats",
            place=where(shown.row.place),
            km=i18n.number(told["km"], 1),
        )
    return _(
        "%(place)s: about %(km)s km from them on average, %(seats)s seats",
        place=where(shown.row.place),
        km=i18n.number(told["km"], 1),
        seats=i18n.number(told["seats"]),
    )


_PLACE_WHY: Final[Mapping[PlaceWhy, str]] = {
    PlaceWhy.FARTHER: N_("farther on average (about %(km)s km)"),
    PlaceWhy.FEWER: N_("within reach of %(reached)s of them only"),
    PlaceWhy.SEATS: N_("only %(seats)s seats"),
    PlaceWhy.BUSY: N_("enough is suggested there already"),
    PlaceWhy.UNCOUNTED: N_("nobody has counted its seats"),
}


def other_place(place: Place, one: OtherPlace) -> str:
    """Name another place near, and say why it was not chosen."""
    why = _(
        _PLACE_WHY[one.why],
        km=i18n.number(one.km, 1),
        reached=i18n.number(one.reached),
        seats=i18n.number(one.seats),
    )
    return _("%(place)s: %(why)s", place=where(place), why=why)


def why_facilitator(shown: Shown) -> list[str]:
    """Say why this facilitator, or that there is none."""
    led = leads(shown.row.reasons)
    if led is None or shown.row.facilitator_id is None:
        told = [
            _("no facilitator near has both room and a free slot"),
            _("whoever invites organises it; it is counted apart, as a meeting without a facilitator"),
        ]
        if len(shown.row.people) > LEAST_OTHERS:
            told.append(
                _(
                    "these people read on their page of meetings how many they are, and that one can organise it"
                )
            )
        return told
    return [
        *_about_her(led),
        _("holds %(load)s of %(capacity)s questions now", load=led.load, capacity=led.capacity),
    ]


def _about_her(led: Leads) -> list[str]:
    told = []
    if led.held:
        told.append(ngettext("holds one of their questions", "holds %(n)s of their questions", led.held))
    if led.points.get("module"):
        told.append(_("knows this module"))
    if led.points.get("theme"):
        told.append(_("knows this kind of question"))
    if led.km is not None:
        told.append(_("lives about %(km)s from the place", km=i18n.km(led.km * Rules().detour)))
    return told


def why_not_facilitator(shown: Shown) -> list[str]:
    """Say how many others come to that place, by what stood against them."""
    told = shown.row.reasons.get("not_chosen", {})
    return [_host_why(HostWhy(why), count) for why, count in told.items()]


def _host_why(why: HostWhy, n: int) -> str:
    match why:
        case HostWhy.LANGUAGE:
            return ngettext("one does not speak this language", "%(n)s do not speak this language", n)
        case HostWhy.FULL:
            return ngettext("one has no room left", "%(n)s have no room left", n)
        case HostWhy.ACROSS_WATER:
            return ngettext("one lives across the water", "%(n)s live across the water", n)
        case HostWhy.SUGGESTED:
            return ngettext(
                "one is suggested for other meetings", "%(n)s are suggested for other meetings", n
            )
        case HostWhy.NO_DATES:
            return ngettext("one has too few free slots", "%(n)s have too few free slots", n)
        case HostWhy.SCORED_LOWER:
            return ngettext("one suits less well", "%(n)s suit less well", n)


def why_dates(shown: Shown) -> list[str]:
    """Say why these dates, and how many others fell out."""
    rules = Rules()
    hers = (
        _("in the slots of who would lead")
        if shown.row.facilitator_id
        else _("at hours that suit most schools")
    )
    ahead = _("%(first)s to %(last)s days ahead", first=rules.first_day, last=rules.last_day)
    left_out = shown.row.reasons["dates"]["left_out"]
    return [hers, ahead, *(_date_why(DateWhy(why), count) for why, count in left_out.items())]


def _date_why(why: DateWhy, n: int) -> str:
    match why:
        case DateWhy.CLOSED:
            return ngettext(
                "one fell out: an absence or school holidays",
                "%(n)s fell out: an absence or school holidays",
                n,
            )
        case DateWhy.HERS:
            return ngettext(
                "one fell out: she or he has another meeting", "%(n)s fell out: other meetings", n
            )
        case DateWhy.PLACE:
            return ngettext("one fell out: the place is taken", "%(n)s fell out: the place is taken", n)


def date_told(slot: Slot, zone: str) -> str:
    """Write a date with its hours, as clocks show them in the place."""
    return _("%(start)s, until %(end)s", start=i18n.moment(slot.start, zone), end=i18n.hour(slot.end, zone))
