"""The rules of responses as the specification states them, written from its text alone: no code of ours is asked.

xAPI 1.0.3, Data, 2.4.4.1 "Interaction Activities", table "Response Patterns"
(https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#interaction-activities), read on 2026-11-22.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Rule = Callable[[str, frozenset[str]], bool]


def _items(response: str) -> list[str]:
    return response.split("[,]")


def _ids(response: str, known: frozenset[str]) -> bool:
    """A list of item ids delimited by [,]; one alone has no delimiter."""
    found = _items(response)
    return len(found) == len(set(found)) and set(found) <= known


def _pairs(response: str, known: frozenset[str]) -> bool:
    """A list of matching pairs: source and target delimited by [.], pairs by [,]."""
    return all(len(pair.split("[.]")) == 2 and set(pair.split("[.]")) <= known for pair in _items(response))


def _words(response: str, _known: frozenset[str]) -> bool:
    """A list of responses delimited by [,], none of which holds another delimiter."""
    return all(item and "[.]" not in item and "[:]" not in item for item in _items(response))


RULES: Final[Mapping[str, Rule]] = {
    "true-false": lambda response, _known: response in {"true", "false"},
    "choice": _ids,
    "fill-in": _words,
    "long-fill-in": _words,
    "matching": _pairs,
    "sequencing": _ids,
    "likert": lambda response, known: response in known,
    "numeric": lambda response, _known: (
        re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", response) is not None
    ),
    "other": lambda _response, _known: True,
}


def breaches(body: bytes, known: frozenset[str]) -> list[str]:
    """Return what is against the rules in the statement of an answer; `known` are the ids of the question's items."""
    statement: dict[str, Any] = json.loads(body)
    definition, result = statement["object"]["definition"], statement.get("result", {})
    kind, response = definition.get("interactionType"), result.get("response")
    found = []
    if kind not in RULES:
        found.append(f"{kind} is no interaction type")
    elif response is not None and not (isinstance(response, str) and RULES[kind](response, known)):
        found.append(f"{response!r} is no response to {kind}")
    if not isinstance(result.get("success", True), bool):
        found.append("success is no boolean")
    if "correctResponsesPattern" in definition:
        found.append("the key is in the statement")
    return found
