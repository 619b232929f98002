"""Whether two statements say the same: for statements sent twice and for signed ones (Data 2.3.1).

Each statement is reduced to what the comparison looks at, and the two are laid side by side. What a store fills in,
what only describes, and how a moment or a UUID is written make no difference; everything else does. Values of a wrong
type or depth are compared as they are: what was signed has not been checked by anybody yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from tracking.xapi.values import instant

_FILLED_IN: Final = ("id", "timestamp")
"""A store gives these to a statement that lacks them, so that they count only when both have them."""
_NEVER: Final = frozenset({"stored", "authority", "version", "attachments"})
"""A store writes these as it sees fit, or leaves them out."""
_MILLISECOND: Final = timedelta(milliseconds=1)
"""The precision that a store has to keep (Data 4.5)."""
_DEEP: Final = 6
"""Levels that tell two members or related agents apart; no valid one has as many."""
_seconds: Final = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?S$").search

_Reduce = Callable[[Any], Any]


def equivalent(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two statements are the same, as far as a store may not change them."""
    left, right = _statement(one), _statement(other)
    for name in _FILLED_IN:
        if name not in left or name not in right:
            left.pop(name, None)
            right.pop(name, None)
    return _same(left, right)


def _same(one: object, other: object) -> bool:
    """Tell whether two JSON values are equal, however deep: numbers by value, true and false as no numbers."""
    pairs: list[tuple[Any, Any]] = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            pairs.extend((held, right[key]) for key, held in left.items())
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs.extend(zip(left, right, strict=True))
        elif not _equal(left, right):
            return False
    return True


def _equal(left: object, right: object) -> bool:
    if isinstance(left, datetime) and isinstance(right, datetime):
        return abs(left - right) < _MILLISECOND
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _reduced(value: Any, ways: Mapping[str, _Reduce]) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: ways[key](held) if key in ways else held for key, held in value.items()}


def _unordered(inner: _Reduce) -> _Reduce:
    """Reduce each value of a list, and put them into an order that only depends on what they are."""
    return lambda values: sorted(map(inner, values), key=_order) if isinstance(values, list) else values


def _order(value: object, deep: int = _DEEP) -> str:
    if not deep:
        return ""
    if isinstance(value, dict):
        return ";".join(f"{key}:{_order(value[key], deep - 1)}" for key in sorted(value))
    if isinstance(value, list):
        return ",".join(_order(held, deep - 1) for held in value)
    return str(value)


def _as_is(value: Any) -> Any:
    return value


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def _moment(timestamp: Any) -> Any:
    try:
        return instant(timestamp)
    except (TypeError, ValueError, OverflowError):
        return timestamp


def _mailbox(mbox: Any) -> Any:
    """Return an address with its domain in lower case: capitals make no difference there (Data 2.3.1)."""
    if not isinstance(mbox, str):
        return mbox
    local, _at, domain = mbox.rpartition("@")
    return f"{local}@{domain.lower()}"


def _duration(duration: Any) -> Any:
    """Return a duration cut to the hundredth of a second; units are never converted (Data 2.3.1 and 4.6)."""
    seconds = _seconds(duration) if isinstance(duration, str) else None
    if seconds is None:
        return duration
    return f"{duration[: seconds.start()]}{seconds[1]}.{(seconds[2] or '')[:2]:0<2}S"


def _id(value: Any) -> Any:
    """Return what names a verb or an activity: display and definition are no part of a statement (Data 2.3.1)."""
    return value.get("id") if isinstance(value, dict) else value


def _agent(value: Any) -> Any:
    return _reduced(value, {"mbox": _mailbox})


def _actor(value: Any) -> Any:
    return _reduced(value, {"mbox": _mailbox, "member": _unordered(_agent)})


def _activities(value: Any) -> Any:
    """Return the names of activities, of which one may stand for a list of one (Data 2.4.6.2)."""
    return _unordered(_id)([value] if isinstance(value, dict) else value)


def _context_activities(value: Any) -> Any:
    return _reduced(value, dict.fromkeys(value, _activities)) if isinstance(value, dict) else value


def _reference(value: Any) -> Any:
    return _reduced(value, {"id": _lower})


def _related(value: Any) -> Any:
    return _reduced(value, {"agent": _actor, "group": _actor, "relevantTypes": _unordered(_as_is)})


_OBJECTS: Final[dict[str, _Reduce]] = {
    "Activity": _id,
    "Agent": _actor,
    "Group": _actor,
    "StatementRef": _reference,
}
_CONTEXT: Final[dict[str, _Reduce]] = {
    "registration": _lower,
    "instructor": _actor,
    "team": _actor,
    "contextActivities": _context_activities,
    "contextAgents": _unordered(_related),
    "contextGroups": _unordered(_related),
    "language": _lower,
    "statement": _reference,
}


def _object(value: Any, kinds: Mapping[str, _Reduce] = _OBJECTS) -> Any:
    kind = value.get("objectType", "Activity") if isinstance(value, dict) else None
    return kinds.get(str(kind), _as_is)(value)


_INSIDE: Final[dict[str, _Reduce]] = {
    "actor": _actor,
    "verb": _id,
    "object": _object,
    "result": lambda value: _reduced(value, {"duration": _duration}),
    "context": lambda value: _reduced(value, _CONTEXT),
    "timestamp": _moment,
}


def _substatement(value: Any) -> Any:
    return _reduced({key: held for key, held in value.items() if key not in _NEVER}, _INSIDE)


_OUTSIDE: Final[dict[str, _Reduce]] = {
    **_INSIDE,
    "id": _lower,
    "object": lambda value: _object(value, {**_OBJECTS, "SubStatement": _substatement}),
}


def _statement(value: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: held for key, held in value.items() if key not in _NEVER}
    if value.get("timestamp") == value.get("stored"):
        kept.pop("timestamp", None)  # the store gave it (Data 2.4.7)
    reduced: dict[str, Any] = _reduced(kept, _OUTSIDE)
    return reduced
