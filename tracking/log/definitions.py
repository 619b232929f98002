"""The one definition of an activity, put together from what several statements say of it. Pure.

xAPI 1.0.3, Data 2.4.4.1 (s2: definitions may differ, the record decides) and Communication 2.5 (all that is known).
Whose word counts is decided by who calls this: clients with the scope `define`, and ourselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

LANGUAGE_MAPS: Final = ("name", "description")
MERGED: Final = (*LANGUAGE_MAPS, "extensions")
"""Properties that grow key by key: a new language joins the others, the same language is said anew."""
INTERACTION: Final = ("correctResponsesPattern", "choices", "scale", "source", "target", "steps")
"""Properties that only make sense whole, and only for the interaction type that they came with."""


def merge(known: Mapping[str, Any] | None, new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the definition that holds both, the new one's word counting where both speak; neither is changed.

    An empty list or map says nothing and replaces nothing. Another interaction type takes the old one's answers along.
    """
    whole = dict(known or {})
    if _another_interaction(whole, new):
        for name in INTERACTION:
            whole.pop(name, None)
    for name, value in new.items():
        if value or name not in whole:
            whole[name] = {**whole.get(name, {}), **value} if name in MERGED else value
    return whole


def _another_interaction(known: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    kinds = known.get("interactionType"), new.get("interactionType")
    return None not in kinds and kinds[0] != kinds[1]
