"""The events that become statements: for each its verb, its object, what surrounds it and what it carries. Pure.

What they are called and mean stands in `meanings`, where the parts lie in `locations`; `document` publishes the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from classcode.i18n import LANGUAGES
from tracking.vocabulary import Kind, Verb

Value = str | bool

ALWAYS: Final = ("home", "timestamp")
"""What every statement of ours has: an actor of this installation, and when it happened."""
NEVER: Final = ("name", "attachments", "description", "right answers")
"""What none has: names, files, free text, and the key to a question."""

CHECKED_IN: Final = ("qr", "code", "facilitator-list", "paper-sheet", "offline-list", "paper-code")
"""The ways in which presence is noted: by oneself on the spot, by who keeps the list, or claimed from a paper slip."""
WILL_TRY: Final = ("yes", "not-yet", "no")
"""What somebody says of trying something in class after a meeting."""
PACES: Final = ("slow", "right", "fast")
"""How the pace of a meeting was for somebody."""
ROLES: Final = ("participant", "organiser")
"""As what somebody was at a meeting."""
SCALES: Final = ("agreement", "confidence", "frequency")
"""The ready-made scales: five points each, "1" the least and "5" the most."""
INTERACTIONS: Final = (
    "choice",
    "true-false",
    "numeric",
    "fill-in",
    "long-fill-in",
    "matching",
    "sequencing",
    "likert",
)
"""The kinds of question (Data 2.4.4.1). A response is a closed choice, a number, or words that the author foresaw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One event. `always`, `sometimes`, `never` are names of `locations`; `only` closes values that are its own.

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

    @property
    def closed(self) -> Mapping[str, tuple[Value, ...]]:
        """The closed values of its parts; a language is one that we speak, in whatever event."""
        spoken = {"language": tuple(LANGUAGES)} if "language" in self.sometimes else {}
        return {**spoken, **self.only}


_LEARNING: Final = ("registration", "revision")
_NAMED: Final = ("language",)
_BARE: Final = ("result",)
_NO_WORDS: Final = ("response",)
_LED: Final = ("instructor", *_NAMED)

# What the events of one kind of thing have in common, whichever they are.
_judged: Final = partial(
    Template,
    kind=Kind.ASSESSMENT,
    parents=(Kind.LESSON,),
    groupings=(Kind.COURSE,),
    always=(*_LEARNING, "success", "score", "points", "most", "attempt"),
    sometimes=_NAMED,
    never=_NO_WORDS,
)
_desk: Final = partial(Template, kind=Kind.QUESTION, groupings=(Kind.COURSE,), solo=True)
_public: Final = partial(
    Template, kind=Kind.PUBLIC_ANSWER, groupings=(Kind.COURSE,), sometimes=_NAMED, never=_BARE, solo=True
)
_meeting: Final = partial(Template, kind=Kind.MEETING, groupings=(Kind.PLACE, Kind.COURSE), solo=True)

_date: Final = partial(
    Template,
    kind=Kind.MEETING_DATE,
    parents=(Kind.MEETING,),
    groupings=(Kind.PLACE, Kind.COURSE),
    sometimes=_LED,
    never=_BARE,
    solo=True,
)

TEMPLATES: Final = (
    Template(
        id="module-joined",
        verb=Verb.REGISTERED,
        kind=Kind.COURSE,
        always=_LEARNING,
        sometimes=_NAMED,
        never=_BARE,
    ),
    Template(
        id="module-opened",
        verb=Verb.INITIALIZED,
        kind=Kind.COURSE,
        always=_LEARNING,
        sometimes=_NAMED,
        never=_BARE,
    ),
    Template(
        id="unit-opened",
        verb=Verb.EXPERIENCED,
        kind=Kind.LESSON,
        parents=(Kind.COURSE,),
        always=_LEARNING,
        sometimes=_NAMED,
        never=_BARE,
    ),
    Template(
        id="unit-done",
        verb=Verb.COMPLETED,
        kind=Kind.LESSON,
        parents=(Kind.COURSE,),
        always=(*_LEARNING, "completion", "duration"),
        sometimes=_NAMED,
        never=_NO_WORDS,
        only={"completion": (True,)},
    ),
    Template(
        id="question-answered",
        verb=Verb.ANSWERED,
        kind=Kind.INTERACTION,
        parents=(Kind.ASSESSMENT,),
        groupings=(Kind.LESSON, Kind.COURSE),
        always=(*_LEARNING, "interaction", "attempt"),
        sometimes=("success", "response", "scale", *_NAMED),
        only={"interaction": INTERACTIONS, "success": (True, False), "scale": SCALES},
    ),
    _judged(id="activity-passed", verb=Verb.PASSED, only={"success": (True,)}),
    _judged(id="activity-failed", verb=Verb.FAILED, only={"success": (False,)}),
    Template(
        id="program-run",
        verb=Verb.ATTEMPTED,
        kind=Kind.SIMULATION,
        parents=(Kind.LESSON,),
        groupings=(Kind.COURSE,),
        always=(*_LEARNING, "score", "points", "most", "attempt"),
        sometimes=_NAMED,
        never=_NO_WORDS,
    ),
    Template(
        id="module-finished",
        verb=Verb.COMPLETED,
        kind=Kind.COURSE,
        always=(*_LEARNING, "completion", "minutes-online", "minutes-in-person"),
        never=_NO_WORDS,
        only={"completion": (True,)},
    ),
    _desk(id="desk-asked", verb=Verb.ASKED, sometimes=_LED, never=_BARE),
    _desk(
        id="desk-responded",
        verb=Verb.RESPONDED,
        sometimes=("duration", "reassignments", *_NAMED),
        never=_NO_WORDS,
    ),
    _desk(id="desk-resolved", verb=Verb.RESOLVED, sometimes=_NAMED, never=_BARE),
    _desk(
        id="desk-rated",
        verb=Verb.RATED,
        always=("score", "points", "least", "most"),
        sometimes=_NAMED,
        never=_NO_WORDS,
    ),
    _public(id="answer-shared", verb=Verb.SHARED),
    _public(id="answer-found-helpful", verb=Verb.FOUND_HELPFUL),
    _meeting(id="meeting-proposed", verb=Verb.PROPOSED, sometimes=_NAMED, never=_BARE),
    _date(id="date-suits", verb=Verb.ACCEPTED),
    _date(id="date-if-need-be", verb=Verb.TENTATIVE),
    _date(id="date-does-not-suit", verb=Verb.DECLINED),
    _meeting(id="meeting-waiting", verb=Verb.WAITING, sometimes=_LED, never=_BARE),
    _meeting(id="meeting-called-off", verb=Verb.CALLED_OFF, sometimes=_LED, never=_BARE),
    _meeting(id="meeting-accepted", verb=Verb.ACCEPTED, sometimes=_LED, never=_BARE),
    _meeting(id="meeting-declined", verb=Verb.DECLINED, sometimes=_LED, never=_BARE),
    _meeting(
        id="meeting-attended",
        verb=Verb.ATTENDED,
        always=("duration", "checked-in"),
        sometimes=_LED,
        never=_NO_WORDS,
        only={"checked-in": CHECKED_IN},
    ),
    _meeting(
        id="meeting-absent",
        verb=Verb.ABSENT,
        always=("excused",),
        sometimes=_LED,
        never=_NO_WORDS,
        only={"excused": (True, False)},
    ),
    Template(
        id="meeting-feedback",
        verb=Verb.ANSWERED,
        kind=Kind.SURVEY,
        parents=(Kind.MEETING,),
        groupings=(Kind.PLACE, Kind.COURSE),
        always=("score", "points", "least", "most", "will-try", "pace"),
        sometimes=_NAMED,
        never=_NO_WORDS,
        only={"will-try": WILL_TRY, "pace": PACES},
        solo=True,
    ),
    Template(
        id="attestation-earned",
        verb=Verb.EARNED,
        kind=Kind.CERTIFICATE,
        groupings=(Kind.COURSE,),
        always=("minutes-in-person", "role"),
        sometimes=_LED,
        never=_NO_WORDS,
        only={"role": ROLES},
        solo=True,
    ),
    Template(
        id="statement-voided",
        verb=Verb.VOIDED,
        kind=None,
        never=_BARE,
        solo=True,
        voids=(
            "unit-done",
            "desk-asked",
            "answer-shared",
            "answer-found-helpful",
            "date-suits",
            "date-if-need-be",
            "date-does-not-suit",
            "meeting-accepted",
            "meeting-declined",
            "meeting-waiting",
            "meeting-attended",
            "meeting-absent",
            "meeting-feedback",
            "attestation-earned",
        ),
    ),
)
