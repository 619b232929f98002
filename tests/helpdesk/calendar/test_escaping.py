"""Whatever people call a place, a meeting or themselves, it stays the words of one property and adds no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import icalendar
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as some

from helpdesk.calendar import ical
from helpdesk.calendar.ical import request
from helpdesk.calendar.occasion import Attendee, Occasion, Partstat, one_line, plain
from tests.helpdesk.calendar.reading import by_icalendar, by_vobject
from tests.helpdesk.calendar.test_zones import event

ADA = Attendee("ada@example.org", Partstat.ACCEPTED)
PLAIN = event("Europe/Paris", datetime(2026, 11, 24, 17, 30, tzinfo=UTC))
HOSTILE = (
    "Salle\r\nATTENDEE:mailto:chloe@example.org",
    "Salle\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:autre",
    'Mé"diathèque; 2, rue: de\\la Mairie\\n',
    "a\x00b\x0bc\x85d\u2028e\u2029f\x1b[31m",
    'X";RSVP=TRUE:mailto:x@y',
    "^n^'^^",
    "\ud83e\udd16 école " * 20,
)
calm = settings(max_examples=50, deadline=None)
"""Each example is read whole by two libraries, on a machine that may be busy."""
words = some.one_of(some.text(max_size=120), some.sampled_from(HOSTILE))


def written(occasion: Occasion) -> bytes:
    """Write an event that goes to Ada."""
    return request(occasion, ADA)


def names_of(body: bytes) -> list[str]:
    """Return the name of each line of a file once folded lines are put together, in order."""
    lines = body.replace(b"\r\n ", b"").split(b"\r\n")
    return [line.decode().partition(":")[0].partition(";")[0] for line in lines if line]


@calm
@given(words, words, words, words)
@example(*HOSTILE[:4])
@example(*HOSTILE[3:])
def test_no_words_add_a_line_or_change_one(place: str, about: str, name: str, title: str) -> None:
    told = replace(PLAIN, location=place, description=about, organiser=name, summary=title)
    body = written(told)
    assert names_of(body) == names_of(written(PLAIN))
    assert max(map(len, body.split(b"\r\n"))) <= 75
    assert body.count(b"\n") == body.count(b"\r\n")
    assert b"\r" not in body.replace(b"\r\n", b"")


@calm
@given(words, words, words)
@example(*HOSTILE[:3])
@example(*HOSTILE[3:6])
def test_two_libraries_read_back_the_words_that_were_written(place: str, about: str, title: str) -> None:
    body = written(replace(PLAIN, location=place, description=about, summary=title))
    for read in (by_icalendar, by_vobject):
        (found,) = read(body)
        assert (found.location, found.summary) == (one_line(place), one_line(title))
        assert found.description == plain(about)


@calm
@given(words)
@example('X";RSVP=TRUE:mailto:x@y')
@example("^n^'^^")
@example("\\")
def test_the_name_of_the_organiser_stays_a_name(name: str) -> None:
    body = written(replace(PLAIN, organiser=name))
    told = one_line(name).translate(str.maketrans({'"': "'", "^": "'", "\\": "/"})) or "Class'Code"
    (mine,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(mine["organizer"]) == "mailto:aide@classcode.test"
    assert str(mine["organizer"].params["CN"]) == told
    theirs = vobject.readOne(body.decode()).vevent.organizer
    assert theirs.value == "mailto:aide@classcode.test"
    assert theirs.params["CN"] == [told]


@calm
@given(some.text(max_size=60))
@example("ada\r\nX-EVIL:1@example.org")
@example("ada;x=y:z@example.org")
@example("ada,chloe@example.org")
def test_an_address_stays_one_address(address: str) -> None:
    body = request(PLAIN, Attendee(address, Partstat.ACCEPTED))
    assert names_of(body) == names_of(written(PLAIN))
    (mine,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(mine["attendee"]).startswith("mailto:")
    assert " " not in str(mine["attendee"])


@calm
@given(words)
@example(HOSTILE[1])
def test_the_name_of_a_feed_adds_no_line(name: str) -> None:
    named = f"x{name}"
    assert names_of(ical.published([PLAIN], named)) == names_of(ical.published([PLAIN], "x"))
