"""What follows for one learner from everything that she did: milestones, days, lessons, presences, opinions. Pure.

Rows are by table name and column; who she was then, and her record key, are added where they are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from tracking.projections.said import Said, around, chosen_point, is_excused, points
from tracking.standing import Standing
from tracking.vocabulary import Kind, Verb

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
Regions = Mapping[UUID, str]
"""The region of each place."""

MEETING_SURVEY: Final = "/feedback"
OPINIONS: Final[Mapping[tuple[str, str], str]] = {
    (Verb.RATED, Kind.QUESTION): "question",
    (Verb.ANSWERED, Kind.SURVEY): "meeting",
    (Verb.ANSWERED, Kind.ABILITY): "ability",
}
"""Which statements give points, and to what."""
TABLES: Final = ("milestone", "active_day", "lesson_done", "presence", "opinion")


def of_actor(said: Sequence[Said], regions: Regions, iri_base: str) -> Rows:
    """Return every row of one learner; `said` is all that she did, in the order of time, of whichever actor."""
    of_things = [one for one in said if one.path]
    return {
        **standing(said),
        "lesson_done": _by_path(of_things, is_lesson, lesson),
        **of_texts(said, regions, iri_base),
    }


def of_texts(said: Iterable[Said], regions: Regions, iri_base: str) -> Rows:
    """Return those rows of one learner for which texts are read: presences and opinions."""
    some = [one for one in said if one.path]
    return {
        "presence": _by_path(some, is_presence, lambda one: presence(one, regions, iri_base)),
        "opinion": _by_path(some, is_opinion, opinion),
    }


def standing(said: Iterable[Said]) -> Rows:
    """Return the milestones and the active days."""
    reached = Standing()
    for one in said:
        reached.follow(one)
    return rows_of(reached)


def rows_of(reached: Standing) -> Rows:
    """Return a standing as rows."""
    milestones = [
        {"kind": str(kind), "module": module, "at": at} for (kind, module), at in reached.reached.items()
    ]
    return {
        "milestone": milestones,
        "active_day": [{"module": module, "day": day} for module, day in reached.days],
    }


def is_lesson(one: Said) -> bool:
    """Tell whether this completes a unit."""
    return one.verb == Verb.COMPLETED and one.object_kind == Kind.LESSON


def is_presence(one: Said) -> bool:
    """Tell whether this says that she was at a meeting or was not."""
    return one.verb in (Verb.ATTENDED, Verb.ABSENT) and one.object_kind == Kind.MEETING


def is_opinion(one: Said) -> bool:
    """Tell whether this gives points to an answer, a meeting, or one's own ability."""
    return (one.verb, one.object_kind) in OPINIONS


def lesson(said: Sequence[Said]) -> Row:
    """Return the row of one unit: done when it first was, for the most minutes that it ever declared."""
    first = said[0]
    minutes = max(one.minutes or 0 for one in said)
    return {"path": first.path, "module": first.module or "", "at": first.at, "minutes": minutes}


def presence(said: Sequence[Said], regions: Regions, iri_base: str) -> Row:
    """Return the row of one meeting: she was there if anything says so; among equals the last told has the word."""
    came = [one for one in said if one.verb == Verb.ATTENDED]
    last = max(came or said, key=lambda one: one.seq)
    place = around(last.body).place
    missed = "excused" if is_excused(last.body, iri_base) else "absent"
    return {
        "meeting": last.path,
        "module": last.module or "",
        "at": last.at,
        "status": "attended" if came else missed,
        "minutes": (last.minutes or 0) if came else 0,
        "region": regions.get(place) if place else None,
    }


def opinion(said: Sequence[Said]) -> Row | None:
    """Return the row of what she said last of one thing, None where no points can be read."""
    last = said[-1]
    about = OPINIONS[last.verb, last.object_kind]
    given = chosen_point(last.body) if about == "ability" else points(last.body)
    if given is None:
        return None
    return {
        "path": opinion_path(last.path, last.object_kind),
        "about": about,
        "module": last.module or "",
        "at": last.at,
        "points": given.points,
        "least": given.least,
        "most": given.most,
    }


def opinion_path(path: str, object_kind: str) -> str:
    """Return the path of what an opinion is about: a meeting, where its questions were asked."""
    return path.removesuffix(MEETING_SURVEY) if object_kind == Kind.SURVEY else path


def _by_path(said: Iterable[Said], is_meant: Any, row: Any) -> list[Row]:
    by_path: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if is_meant(one):
            by_path[one.path].append(one)
    made = (row(some) for some in by_path.values())
    return [one for one in made if one is not None]
