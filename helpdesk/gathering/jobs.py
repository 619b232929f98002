"""The hourly round of suggestions: read how things stand, keep what holds, find what is new, write it.

A round run twice or late changes nothing that the first left right; two at once write one after the other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.gathering.finding.values import Links, Row, Rules, Suggestion
from helpdesk.gathering.holding import Kept, World
from helpdesk.gathering.queries import learners, supply
from helpdesk.gathering.queries.policy import least_by_region
from helpdesk.gathering.queries.standing import standing
from helpdesk.gathering.rules import keeping
from helpdesk.gathering.weeks import Listed, Weeks
from helpdesk.tickets.queries import candidates

log = logging.getLogger(__name__)

TOPIC: Final = "meeting-suggestions"


@dataclass(slots=True)
class Outcome:
    """What a round found: suggestions that hold, ids of those that do not, and new ones."""

    kept: list[Kept] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)
    new: list[Suggestion] = field(default_factory=list)


def rounder(least: int, weeks: Listed) -> Callable[[str], None]:
    """Return the job: so many learners at least make a meeting where no lead settled otherwise.

    `weeks` tells of the modules at that moment.
    """

    def go_round(_round: str) -> None:
        with db.reading() as session:
            rules = Rules(least=least, regional=least_by_region(session))
        suggest_all(weeks(), rules)

    return go_round


def suggest_all(weeks: Weeks, rules: Rules) -> int:
    """Look at everything once; return how many suggestions are new."""
    with db.reading() as session:
        found = look(session, weeks, rules)
    with db.transaction() as session:
        added = write(session, found)
    log.info("suggestions: %s new, %s stand, %s lapsed", added, len(found.kept), len(found.gone))
    return added


def write(session: Session, found: Outcome) -> int:
    """Write what a look found; return how many suggestions are new."""
    keeping.one_round_at_a_time(session)
    keeping.lapse(session, found.gone)
    keeping.refresh(session, found.kept)
    added = keeping.add(session, found.new)
    keeping.forget(session)
    return added


def look(session: Session, weeks: Weeks, rules: Rules) -> Outcome:
    """Read how things stand and find out what holds and what is new; as many queries however many people there are."""
    seen = learners.learners(session, weeks)
    across = candidates.links(session)
    open_ones = standing(session)
    meanwhile = supply.taken(session, rules)
    world = World(
        rows={(row.id, row.module): row for row in seen.rows},
        spots=seen.spots,
        places={one.id: one for one in supply.open_places(session, meanwhile, rules)},
        hosts={one.id: one for one in supply.hosts(session, meanwhile)},
        rules=rules,
        now=clock.now(),
    )
    kept, gone = world.keep(open_ones)
    busy = {(person_id, one.one.module) for one in kept for person_id in one.people}
    left = [row for row in seen.rows if (row.id, row.module) not in busy]
    return Outcome(kept, gone, _find(left, world, across))


def _find(left: list[Row], world: World, across: Links) -> list[Suggestion]:
    if len(left) < world.rules.fewest or not world.places:
        return []
    # Half a second to load, which only a round is worth.
    from helpdesk.gathering.finding.crowd import Crowd
    from helpdesk.gathering.finding.suggesting import suggest

    crowd = Crowd.of_rows(left, world.spots)
    return suggest(
        crowd, world.places.values(), world.hosts.values(), links=across, rules=world.rules, now=world.now
    )
