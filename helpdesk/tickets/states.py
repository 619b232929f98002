"""Where a question stands and how it may move: one transition table, and the words of its trail. Pure, no database."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from classcode.errors import Refused
from classcode.i18n import N_


class State(StrEnum):
    """Whose turn it is: `NEW` waits in the lead's queue because nobody holds it."""

    NEW = "new"
    WAITING_FACILITATOR = "waiting-facilitator"
    WAITING_LEARNER = "waiting-learner"
    RESOLVED = "resolved"


OPEN: Final = frozenset(State) - {State.RESOLVED}


class Move(StrEnum):
    """What makes a question change its state."""

    PAIR = "pair"
    TAKE = "take"
    ASSIGN = "assign"
    RELEASE = "release"
    ANSWER = "answer"
    REPLY = "reply"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    REOPEN_UNHELD = "reopen-unheld"


TRANSITIONS: Final[Mapping[tuple[State, Move], State]] = {
    (State.NEW, Move.PAIR): State.WAITING_FACILITATOR,
    (State.NEW, Move.TAKE): State.WAITING_FACILITATOR,
    (State.NEW, Move.ASSIGN): State.WAITING_FACILITATOR,
    (State.NEW, Move.REPLY): State.NEW,
    (State.NEW, Move.RESOLVE): State.RESOLVED,
    # Somebody may hold nothing any more although it is her turn: her account was erased, or a lead steps in.
    (State.WAITING_FACILITATOR, Move.TAKE): State.WAITING_FACILITATOR,
    (State.WAITING_FACILITATOR, Move.ASSIGN): State.WAITING_FACILITATOR,
    (State.WAITING_FACILITATOR, Move.RELEASE): State.NEW,
    (State.WAITING_FACILITATOR, Move.ANSWER): State.WAITING_LEARNER,
    (State.WAITING_FACILITATOR, Move.REPLY): State.WAITING_FACILITATOR,
    (State.WAITING_FACILITATOR, Move.RESOLVE): State.RESOLVED,
    (State.WAITING_LEARNER, Move.TAKE): State.WAITING_LEARNER,
    (State.WAITING_LEARNER, Move.ASSIGN): State.WAITING_LEARNER,
    (State.WAITING_LEARNER, Move.ANSWER): State.WAITING_LEARNER,
    (State.WAITING_LEARNER, Move.REPLY): State.WAITING_FACILITATOR,
    (State.WAITING_LEARNER, Move.RESOLVE): State.RESOLVED,
    (State.RESOLVED, Move.REOPEN): State.WAITING_FACILITATOR,
    (State.RESOLVED, Move.REOPEN_UNHELD): State.NEW,
}
"""Every move that exists; whatever is not here is refused."""


class NotNow(Refused):
    """The question is in a state from which this move does not lead anywhere."""

    message = N_(
        "This question has moved on since you opened the page. Look at it again; nothing was changed."
    )


def after(state: State, move: Move) -> State:
    """Return the state that a move leads to; raise `NotNow` when it leads nowhere from here."""
    if (state, move) not in TRANSITIONS:
        raise NotNow
    return TRANSITIONS[state, move]


class What(StrEnum):
    """What a line of the trail tells; more than the moves, since not everything changes whose turn it is."""

    ASKED = "asked"
    PAIRED = "paired"
    NOBODY_FREE = "nobody-free"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    PASSED_ON = "passed-on"
    ANSWERED = "answered"
    REPLIED = "replied"
    NOTED = "noted"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    REPORTED = "reported"
    HIDDEN = "hidden"


class PassOnReason(StrEnum):
    """Why a facilitator passes a question on; a closed list, so that it can be counted and hurts nobody."""

    NO_TIME = "no-time"
    NOT_MY_SUBJECT = "not-my-subject"
    KNOW_EACH_OTHER = "know-each-other"
    OTHER = "other"
