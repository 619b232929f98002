"""Who comes to a meeting, how that is taken, and what follows: opinions, notes, a slip claimed by somebody new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select

from classcode import clock
from classcode.demonstration import reading
from classcode.demonstration.days import evening_after
from classcode.demonstration.seats import host
from classcode.demonstration.stage import Life, Stage
from classcode.people.models import Person, RoleGrant
from helpdesk.afterwards.opinions import Opinion, Pace, WillTry
from helpdesk.afterwards.rules import asking, noting, saying
from helpdesk.checkin import codes
from helpdesk.checkin.events import CAME
from helpdesk.checkin.rules import claiming, closing, declaring, guests, recording
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.recording import Ticked
from helpdesk.checkin.rules.writing import possible, seats_of
from helpdesk.checkin.window import CLOSES_ITSELF
from helpdesk.meetings.models import Meeting, Presence, Reply, Seat
from helpdesk.meetings.states import Checked

SEEN: Final = (0.86, 0.05, 0.05, 0.04)
"""How often somebody who had said yes is there, there for a part, absent or excused. A guess."""


def came(stage: Stage, meeting: Meeting) -> set[UUID]:
    """Return who was there, as far as it is recorded."""
    return {one for one, seat in seats_of(stage.session, meeting.id).items() if seat.presence in CAME}


def hold(stage: Stage, meeting: Meeting) -> Life:
    """Live the day of a meeting: most check in by themselves, the list is ticked, then closed by hand or the clock."""
    told = {}
    for person_id, seat in sorted(seats_of(stage.session, meeting.id).items()):
        if ticked := _ticked(stage, meeting, seat):
            told[person_id] = ticked
            if ticked.presence in CAME and seat.reply == Reply.YES and stage.perhaps(0.6):
                stage.enter(_check_in(stage, meeting, person_id))
    yield meeting.ends_at + timedelta(hours=stage.chance.uniform(0.3, 20))
    _record(stage, meeting, list(told.values()))
    _share(stage, meeting)
    for person_id in sorted(came(stage, meeting)):
        stage.enter(_say(stage, meeting, person_id))
    stage.enter(_close(stage, meeting))


def _ticked(stage: Stage, meeting: Meeting, seat: Seat) -> Ticked | None:
    if seat.reply != Reply.YES:
        return Ticked(seat.person_id, Presence.ATTENDED) if stage.perhaps(0.08) else None
    presence = stage.chance.choices(tuple(Presence), SEEN)[0]
    minutes = stage.chance.randint(60, meeting.minutes - 15) if presence is Presence.PARTLY else None
    return Ticked(seat.person_id, presence, minutes)


def _check_in(stage: Stage, meeting: Meeting, person_id: UUID) -> Life:
    yield meeting.starts_at + timedelta(minutes=stage.chance.uniform(-15, 10))
    how = Checked.QR if stage.perhaps(0.8) else Checked.CODE
    declaring.check_in(stage.session, meeting.id, person_id, how=how, act_id=uuid4())


def sayable(told: list[Ticked], seats: Mapping[UUID, Seat]) -> list[Ticked]:
    """Leave out who took back her yes since the list was thought of: of her nobody can say that she was absent."""
    return [one for one in told if one.presence in possible(seats[one.person_id])]


def _record(stage: Stage, meeting: Meeting, told: list[Ticked]) -> None:
    """Record everybody who had said yes, somebody who came all the same, and now and then a line without an account."""
    if still := sayable(told, seats_of(stage.session, meeting.id)):
        recording.record_presence(stage.session, meeting.id, still, by=host(meeting), act_id=uuid4())
    if stage.perhaps(0.5):
        names = stage.some(_words("guests"), 1, 2)
        lines = [Line(n, Presence.ATTENDED, name=name) for n, name in enumerate(names, start=1)]
        guests.record_lines(stage.session, meeting.id, lines, by=host(meeting))
        stage.enter(_claim(stage, meeting))
    for person_id in sorted(came(stage, meeting)):
        stage.met.add(person_id)
        stage.complete(person_id)


def _share(stage: Stage, meeting: Meeting) -> None:
    """Let who ran it, or somebody who was there, leave a note for the others."""
    if stage.perhaps(0.5):
        by = stage.chance.choice([host(meeting), *sorted(came(stage, meeting))])
        noting.write(stage.session, meeting, stage.chance.choice(_words("notes")), by=by)


def _close(stage: Stage, meeting: Meeting) -> Life:
    """Close the list the next evening, or leave that to the clock."""
    if stage.perhaps(0.8):
        yield evening_after(stage.chance, clock.now(), 0, 2)
        rest = closing.Rest.ABSENT
        closing.close(stage.session, meeting.id, host(meeting), act_id=uuid4(), rest=rest)
    else:
        yield meeting.ends_at + CLOSES_ITSELF + timedelta(minutes=5)
        closing.close(stage.session, meeting.id, act_id=uuid4())


def _say(stage: Stage, meeting: Meeting, person_id: UUID) -> Life:
    """Be asked a day later how it was; half of them answer."""
    yield meeting.ends_at + asking.REST + timedelta(minutes=stage.chance.randint(1, 15))
    if asking.ask(stage.session, meeting, person_id) and stage.perhaps(0.5):
        yield evening_after(stage.chance, clock.now(), 0, 3)
        saying.say(stage.session, meeting.id, _opinion(stage), by=person_id, act_id=uuid4())


def _opinion(stage: Stage) -> Opinion:
    return Opinion(
        useful=stage.chance.choices((2, 3, 4, 5), (1, 3, 8, 9))[0],
        will_try=stage.chance.choices(tuple(WillTry), (7, 3, 1))[0],
        pace=stage.chance.choices(tuple(Pace), (1, 6, 2))[0],
        comment=stage.chance.choice(_words("comments")) if stage.perhaps(0.3) else None,
    )


def _claim(stage: Stage, meeting: Meeting) -> Life:
    """Let somebody who registered after the meeting claim the slip of its first line, now and then."""
    yield evening_after(stage.chance, meeting.ends_at + timedelta(days=3), 1, 40)
    new = (Person.created_at > meeting.ends_at, Person.id.not_in(select(RoleGrant.person_id)))
    wanted = select(Person.id).where(*new, Person.id.not_in(seats_of(stage.session, meeting.id)))
    person_id = stage.session.scalar(wanted.order_by(Person.created_at, Person.id).limit(1))
    if person_id is not None and stage.perhaps(0.4):
        slip = codes.slip(meeting.checkin_key, codes.line_id(meeting.id, 1))
        claiming.claim(stage.session, slip, person_id, act_id=uuid4())
        stage.met.add(person_id)
        stage.complete(person_id)


def _words(what: str) -> list[Any]:
    """Return the sentences of one kind that are said around meetings."""
    found: list[Any] = reading.toml("meetings")[what]
    return found
