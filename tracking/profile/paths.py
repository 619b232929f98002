"""The part of JSONPath that our templates use, and no other. Pure.

`$`, then any number of `.name`, `['name']`, `[0]`, `[*]` and `.*`. Anything else (filters, unions, slices, `..`) is
refused as soon as it is read: a rule that is not understood must never pass for one that is kept.
http://goessner.net/articles/JsonPath/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

Step = str | int | None
"""A name, an index, or None for every member."""
_STEP: Final = re.compile(
    r"""
      \. (?P<name> [A-Za-z_][A-Za-z0-9_-]* )
    | \[ ' (?P<quoted> [^'\\]+ ) ' \]
    | \[ (?P<index> 0 | [1-9][0-9]* ) \]
    | (?P<every> \[ \* \] | \. \* )
    """,
    re.VERBOSE,
)


class UnknownPath(ValueError):
    """This path is beyond the part of JSONPath that is understood here."""


@lru_cache(maxsize=512)
def steps(path: str) -> tuple[Step, ...]:
    """Return the steps of a path; raise `UnknownPath` for what is not understood."""
    if not path.startswith("$"):
        raise UnknownPath(path)
    found: list[Step] = []
    at = 1
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            raise UnknownPath(path)
        found.append(_step(match))
        at = match.end()
    return tuple(found)


def _step(match: re.Match[str]) -> Step:
    if match["index"] is not None:
        return int(match["index"])
    return match["name"] or match["quoted"]


def find(value: object, path: str) -> list[object]:
    """Return every value at a path, in order; an empty list where there is none."""
    found = [value]
    for step in steps(path):
        found = [child for each in found for child in _children(each, step)]
    return found


def _children(value: object, step: Step) -> Iterator[object]:
    if isinstance(value, Mapping):
        if step is None:
            yield from value.values()
        elif isinstance(step, str) and step in value:
            yield value[step]
    elif isinstance(value, list):
        if step is None:
            yield from value
        elif isinstance(step, int) and step < len(value):
            yield value[step]
