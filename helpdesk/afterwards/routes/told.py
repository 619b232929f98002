"""What opinions tell together: of one meeting to who ran it, of regions to those who lead them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from classcode import clock, db
from classcode.auth import SIGNED_IN, me, open_to
from classcode.people.models import Role
from helpdesk.afterwards import access, queries, words
from helpdesk.afterwards.routes.blueprint import bp
from helpdesk.afterwards.telling import FEW

FIRST_YEAR: Final = 2020
"""Before any meeting was recorded here."""


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/feedback/told")
@open_to(SIGNED_IN)
def told(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show what may be told of a meeting that I ran, or of my region."""
    with db.reading() as session:
        meeting = access.opinions(session, me(), meeting_id)
        found = queries.told_of(session, meeting)
        return render_template(
            "afterwards/told.html",
            title=words.titled(meeting),
            meeting_id=meeting_id,
            told=found,
            bars=words.bars(found),
            few=FEW,
            as_of=clock.now(),
        )


@bp.get("/<lang:lang>/desk/meetings/feedback")
@open_to(Role.LEAD)
def regions(lang: str) -> ResponseReturnValue:
    """Show what may be told of the meetings of my regions, in this year or the one behind the question mark."""
    year = _year()
    with db.reading() as session:
        found = queries.told_of_regions(session, me(), year)
        return render_template(
            "afterwards/regions.html",
            regions=[
                (
                    one,
                    words.bars(one.told),
                    [(meeting, words.titled(meeting), each) for meeting, each in one.meetings],
                )
                for one in found
            ],
            year=year,
            years=[one if one in _years() else None for one in (year - 1, year + 1)],
            few=FEW,
            as_of=clock.now(),
        )


def _years() -> range:
    return range(FIRST_YEAR, clock.now().year + 1)


def _year() -> int:
    """Return the year that was asked for, this one where none was that meetings could have been in."""
    return {str(year): year for year in _years()}.get(request.args.get("year", ""), clock.now().year)
