"""Where a question stands and how it may move: one transition table, and the words of its trail. Pure, no database.

`docs/desk.md` holds the drawing of the table; `drawing()` makes it and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from classcode.errors import Refused
from classcode.i18n import N_


class State(StrEnum):
    """Whose turn it is: `NEW` waits in the lead's queue because nobody holds it."""

    NEW = "new"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    WAITING_LEARNER = "waiting-learner"
    WAITING_FACILITATOR = "waiting-facilitator"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


OPEN: Final = frozenset(
    {
        State.NEW,
        State.PROPOSED,
        State.ACCEPTED,
        State.WAITING_LEARNER,
        State.WAITING_FACILITATOR,
        State.REOPENED,
    }
)
"""Somebody still waits for somebody."""
HERS: Final = frozenset({State.PROPOSED, State.ACCEPTED, State.WAITING_FACILITATOR, State.REOPENED})
"""It is the turn of whoever holds it."""
RUNNING: Final = OPEN - {State.WAITING_LEARNER}
"""The clock runs: it pauses while the learner is waited for, and stops at the end."""


class Move(StrEnum):
    """What makes a question change its state."""

    PROPOSE = "propose"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    TAKE = "take"
    ASSIGN = "assign"
    GIVE_BACK = "give-back"
    LEND = "lend"
    RETURN = "return"
    ANSWER = "answer"
    REPLY = "reply"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"
    CANCEL = "cancel"
    MERGE = "merge"
    UNMERGE = "unmerge"


def _from(states: Iterable[State], move: Move, to: State | None = None) -> dict[tuple[State, Move], State]:
    """Return the rows of one move; without `to` the state stays what it is."""
    return {(state, move): to or state for state in states}


TRANSITIONS: Final[Mapping[tuple[State, Move], State]] = {
    # Finding somebody. A question may be hers and yet held by nobody: her account was erased, or she stepped back.
    **_from(OPEN - {State.WAITING_LEARNER}, Move.PROPOSE, State.PROPOSED),
    **_from({State.PROPOSED}, Move.ACCEPT, State.ACCEPTED),
    **_from({State.PROPOSED}, Move.DECLINE, State.NEW),
    **_from({State.PROPOSED}, Move.LAPSE, State.NEW),
    **_from(HERS | {State.NEW}, Move.TAKE, State.ACCEPTED),
    **_from({State.WAITING_LEARNER}, Move.TAKE),
    **_from(HERS | {State.NEW}, Move.ASSIGN, State.PROPOSED),
    **_from({State.WAITING_LEARNER}, Move.ASSIGN),
    **_from(OPEN - {State.NEW, State.PROPOSED}, Move.GIVE_BACK, State.NEW),
    **_from(HERS, Move.LEND, State.NEW),
    **_from({State.NEW, State.PROPOSED, State.ACCEPTED, State.REOPENED}, Move.RETURN, State.ACCEPTED),
    # Talking. An answer to what was only proposed accepts it.
    **_from(OPEN - {State.NEW}, Move.ANSWER, State.WAITING_LEARNER),
    **_from(OPEN - {State.WAITING_LEARNER}, Move.REPLY),
    **_from({State.WAITING_LEARNER}, Move.REPLY, State.WAITING_FACILITATOR),
    # Ending, and beginning again.
    **_from(OPEN, Move.RESOLVE, State.RESOLVED),
    **_from({State.RESOLVED}, Move.REOPEN, State.REOPENED),
    **_from({State.RESOLVED}, Move.CLOSE, State.CLOSED),
    **_from(OPEN, Move.CANCEL, State.CANCELLED),
    **_from(OPEN, Move.MERGE, State.MERGED),
}
"""Every move that exists, but for undoing a merge; whatever is not here is refused."""

UNMERGED: Final = OPEN
"""The states to which undoing a merge may lead: the one that the question had before."""


class NotNow(Refused):
    """The question is in a state from which this move does not lead anywhere."""

    message = N_(
        "This question has moved on since you opened the page. Look at it again; nothing was changed."
    )


def after(state: State, move: Move, before_merge: str | None = None) -> State:
    """Return the state that a move leads to; raise `NotNow` when it leads nowhere from here."""
    if move is Move.UNMERGE and state is State.MERGED and before_merge in UNMERGED:
        return State(before_merge)
    if (state, move) not in TRANSITIONS:
        raise NotNow
    return TRANSITIONS[state, move]


def drawing() -> str:
    """Return the table as a Markdown one: a line for each state, a column for each move that leaves it."""
    lines = ["| from | move | to |", "|---|---|---|"]
    for state in State:
        by_end: dict[State, list[str]] = {}
        for move in Move:
            if (state, move) in TRANSITIONS:
                by_end.setdefault(TRANSITIONS[state, move], []).append(move)
        lines += [f"| {state} | {', '.join(moves)} | {end} |" for end, moves in by_end.items()]
    back = ", ".join(state for state in State if state in UNMERGED)
    return "\n".join([*lines, f"| {State.MERGED} | {Move.UNMERGE} | what it was before: {back} |"])


class What(StrEnum):
    """What a line of the trail tells; more than the moves, since not everything changes whose turn it is."""

    ASKED = "asked"
    LOGGED = "logged"
    PAIRED = "paired"
    NOBODY_FREE = "nobody-free"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    PASSED_ON = "passed-on"
    LENT = "lent"
    RETURNED = "returned"
    ANSWERED = "answered"
    REPLIED = "replied"
    NOTED = "noted"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"
    MERGED_IN = "merged-in"
    UNMERGED = "unmerged"
    UNMERGED_OUT = "unmerged-out"
    SPLIT = "split"
    SPLIT_OFF = "split-off"
    PROMISE_MOVED = "promise-moved"
    NAME_LIFTED = "name-lifted"
    NAME_SHOWN = "name-shown"
    NOT_DELIVERED = "not-delivered"
    REPORTED = "reported"
    HIDDEN = "hidden"


MOVED_BY: Final[Mapping[Move, What]] = {
    Move.PROPOSE: What.PAIRED,
    Move.ACCEPT: What.ACCEPTED,
    Move.DECLINE: What.DECLINED,
    Move.LAPSE: What.LAPSED,
    Move.TAKE: What.TAKEN,
    Move.ASSIGN: What.ASSIGNED,
    Move.GIVE_BACK: What.PASSED_ON,
    Move.LEND: What.LENT,
    Move.RETURN: What.RETURNED,
    Move.ANSWER: What.ANSWERED,
    Move.REPLY: What.REPLIED,
    Move.RESOLVE: What.RESOLVED,
    Move.REOPEN: What.REOPENED,
    Move.CLOSE: What.CLOSED,
    Move.CANCEL: What.CANCELLED,
    Move.MERGE: What.MERGED,
    Move.UNMERGE: What.UNMERGED,
}
"""The line that each move leaves on the trail; `move` writes it with the states before and after."""


class PassOnReason(StrEnum):
    """Why a facilitator declines or gives a question back; a closed list: it can be counted and hurts nobody."""

    NO_TIME = "no-time"
    NOT_MY_SUBJECT = "not-my-subject"
    KNOW_EACH_OTHER = "know-each-other"
    OTHER = "other"


class Theme(StrEnum):
    """What kind of help a question asks for, when the learner says so; facilitators say which they know best."""

    NOTION = "notion"
    TOOL = "tool"
    IN_CLASS = "in-class"
    OTHER = "other"
