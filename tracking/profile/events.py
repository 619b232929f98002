"""The events that become statements: for each its verb, its object, what surrounds it and what it carries. Pure.

What they are called and mean stands in `meanings`, where the parts lie in `locations`; `document` publishes the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from classcode.i18n import LANGUAGES
from tracking.vocabulary import Kind, Verb

Value = str | bool

ALWAYS: Final = ("home", "timestamp")
"""What every statement of ours has: an actor of this installation, and when it happened."""
NEVER: Final = ("name", "attachments", "description", "right answers")
"""What none has: names, files, free text, and the key to a question."""

CHECKED_IN: Final = ("facilitator-list",)
"""The ways in which presence is noted."""
INTERACTIONS: Final = ("choice", "true-false", "numeric", "matching", "sequencing", "likert")
"""The kinds of question whose answer is a closed choice or a number (Data 2.4.4.1): no other answer is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One event. `always`, `sometimes`, `never` are names of `locations`; `only` closes the values of some of them.

    `parents` and `groupings` are kinds that its context names; `solo` events need no registration; `voids` are the ids
    of the events that it may take back.
    """

    id: str
    verb: Verb
    kind: Kind | None
    parents: tuple[Kind, ...] = ()
    groupings: tuple[Kind, ...] = ()
    always: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    only: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    solo: bool = False
    voids: tuple[str, ...] = ()


_LEARNING: Final = ("registration", "revision")
_NAMED: Final = ("language",)
_BARE: Final = ("result",)
_NO_WORDS: Final = ("response",)
_LANGUAGES: Final[Mapping[str, tuple[Value, ...]]] = {"language": tuple(LANGUAGES)}
_AT: Final = (Kind.PLACE, Kind.COURSE)
_LED: Final = ("instructor", *_NAMED)
_JUDGED: Final = (*_LEARNING, "success", "score", "points", "most", "attempt")

TEMPLATES: Final = (
    Template(
        id="module-joined",
        verb=Verb.REGISTERED,
        kind=Kind.COURSE,
        always=_LEARNING,
        sometimes=_NAMED,
        never=_BARE,
        only=_LANGUAGES,
    ),
    Template(
        id="module-opened",
        verb=Verb.INITIALIZED,
        kind=Kind.COURSE,
        always=_LEARNING,
        sometimes=_NAMED,
        never=_BARE,
        only=_LANGUAGES,
    ),
    Template(
        id="unit-opened",
        verb=Verb.EXPERIENCED,
        kind=Kind.LESSON,
        parents=(Kind.COURSE,),
        always=_LEARNING,
        sometimes=_NAMED,
        never=_BARE,
        only=_LANGUAGES,
    ),
    Template(
        id="unit-done",
        verb=Verb.COMPLETED,
        kind=Kind.LESSON,
        parents=(Kind.COURSE,),
        always=(*_LEARNING, "completion", "duration"),
        sometimes=_NAMED,
        never=_NO_WORDS,
        only=dict(_LANGUAGES) | {"completion": (True,)},
    ),
    Template(
        id="question-answered",
        verb=Verb.ANSWERED,
        kind=Kind.INTERACTION,
        parents=(Kind.ASSESSMENT,),
        groupings=(Kind.LESSON, Kind.COURSE),
        always=(*_LEARNING, "interaction", "success", "response", "attempt"),
        sometimes=_NAMED,
        only=dict(_LANGUAGES) | {"interaction": INTERACTIONS, "success": (True, False)},
    ),
    Template(
        id="activity-passed",
        verb=Verb.PASSED,
        kind=Kind.ASSESSMENT,
        parents=(Kind.LESSON,),
        groupings=(Kind.COURSE,),
        always=_JUDGED,
        sometimes=_NAMED,
        never=_NO_WORDS,
        only=dict(_LANGUAGES) | {"success": (True,)},
    ),
    Template(
        id="activity-failed",
        verb=Verb.FAILED,
        kind=Kind.ASSESSMENT,
        parents=(Kind.LESSON,),
        groupings=(Kind.COURSE,),
        always=_JUDGED,
        sometimes=_NAMED,
        never=_NO_WORDS,
        only=dict(_LANGUAGES) | {"success": (False,)},
    ),
    Template(
        id="module-finished",
        verb=Verb.COMPLETED,
        kind=Kind.COURSE,
        always=(*_LEARNING, "completion", "minutes-online", "minutes-in-person"),
        never=_NO_WORDS,
        only={"completion": (True,)},
    ),
    Template(
        id="desk-asked",
        verb=Verb.ASKED,
        kind=Kind.QUESTION,
        groupings=(Kind.COURSE,),
        sometimes=_NAMED,
        never=_BARE,
        only=_LANGUAGES,
        solo=True,
    ),
    Template(
        id="desk-responded",
        verb=Verb.RESPONDED,
        kind=Kind.QUESTION,
        groupings=(Kind.COURSE,),
        sometimes=("duration", "reassignments", *_NAMED),
        never=_NO_WORDS,
        only=_LANGUAGES,
        solo=True,
    ),
    Template(
        id="desk-resolved",
        verb=Verb.RESOLVED,
        kind=Kind.QUESTION,
        groupings=(Kind.COURSE,),
        sometimes=_NAMED,
        never=_BARE,
        only=_LANGUAGES,
        solo=True,
    ),
    Template(
        id="meeting-proposed",
        verb=Verb.PROPOSED,
        kind=Kind.MEETING,
        groupings=_AT,
        sometimes=_NAMED,
        never=_BARE,
        only=_LANGUAGES,
        solo=True,
    ),
    Template(
        id="meeting-accepted",
        verb=Verb.ACCEPTED,
        kind=Kind.MEETING,
        groupings=_AT,
        sometimes=_LED,
        never=_BARE,
        only=_LANGUAGES,
        solo=True,
    ),
    Template(
        id="meeting-declined",
        verb=Verb.DECLINED,
        kind=Kind.MEETING,
        groupings=_AT,
        sometimes=_LED,
        never=_BARE,
        only=_LANGUAGES,
        solo=True,
    ),
    Template(
        id="meeting-attended",
        verb=Verb.ATTENDED,
        kind=Kind.MEETING,
        groupings=_AT,
        always=("duration", "checked-in"),
        sometimes=_LED,
        never=_NO_WORDS,
        only=dict(_LANGUAGES) | {"checked-in": CHECKED_IN},
        solo=True,
    ),
    Template(
        id="meeting-absent",
        verb=Verb.ABSENT,
        kind=Kind.MEETING,
        groupings=_AT,
        always=("excused",),
        sometimes=_LED,
        never=_NO_WORDS,
        only=dict(_LANGUAGES) | {"excused": (True, False)},
        solo=True,
    ),
    Template(
        id="statement-voided",
        verb=Verb.VOIDED,
        kind=None,
        never=_BARE,
        solo=True,
        voids=("unit-done", "meeting-accepted", "meeting-declined", "meeting-attended", "meeting-absent"),
    ),
)
