"""My meetings: those I was asked to, those I run, and those of the regions in which I help or lead."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from classcode import clock, db
from classcode.auth import SIGNED_IN, me, open_to
from classcode.people.models import Role
from helpdesk.gathering.queries.near import colleagues_near
from helpdesk.meetings import access, cards, lines, queries
from helpdesk.meetings.cards import Around, Card
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.queries import Far
from helpdesk.meetings.routes.blueprint import address, bp
from helpdesk.tickets.units import about


@bp.get("/<lang:lang>/meetings/")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Show the meetings I was asked to, those I run, and those that I could facilitate or that I lead."""
    now = clock.now()
    with db.reading() as session:
        asked = queries.invitations_of(session, me().id, now)
        seats = [seat for _part, some in asked.parts() for seat in some]
        run = queries.run_by(session, me().id, now)
        ran = [one for _part, some in run.parts() for one in some]
        mine, still = {one.id for one in ran}, [one for one in ran if access.runs(me(), one)]
        led = queries.of_regions(session, me().regions.get(Role.LEAD, frozenset()), now)
        alone = list(session.scalars(access.without_facilitator(me()).limit(queries.MOST_SHOWN)))
        lost = queries.without_place(session, me().regions.get(Role.LEAD, frozenset()), now)
        others = [*(seat.meeting for seat in seats), *led, *alone, *lost, *ran]
        names = queries.names_at(session, others, learners=False)
        names |= queries.names_at(session, still, learners=True)
        far = queries.distances(session, me().id, [seat.meeting.place for seat in seats])
        near = colleagues_near(session, me().id)
    return render_template(
        "meetings/mine.html",
        near=near,
        module_called=lambda module: about(module, None).module,
        asked={
            part: [my_card(seat, names, far) for seat in some if seat.meeting_id not in mine]
            for part, some in asked.parts()
        },
        run={part: [run_card(one, names) for one in some] for part, some in run.parts()},
        alone=[led_card(one, names) for one in alone],
        lost=[led_card(one, names) for one in lost],
        led=[led_card(one, names) for one in led if one.id not in mine and one not in lost],
    )


def my_card(seat: Seat, names: lines.Names, far: dict[UUID, Far]) -> Card:
    """Return the card of a meeting to which I was asked."""
    meeting = seat.meeting
    there = far.get(meeting.place_id)
    name = lines.host(meeting, names)
    around = Around(
        name, clock.now(), there.km if there else None, approximate=bool(there and there.approximate)
    )
    return cards.card(meeting, around, seat=seat, href=address(meeting.id))


def run_card(meeting: Meeting, names: lines.Names) -> Card:
    """Return the card of a meeting that I run: it is called after who comes, as long as it is in my hands."""
    if not access.runs(me(), meeting):
        return led_card(meeting, names)
    around = Around(lines.attendees(meeting, names), clock.now())
    return cards.card(meeting, around, href=address(meeting.id))


def led_card(meeting: Meeting, names: lines.Names) -> Card:
    """Return the card of a meeting that others run."""
    around = Around(lines.host(meeting, names), clock.now())
    return cards.card(meeting, around, href=address(meeting.id))
