"""What a statement is about: activities with their definitions, interactions included (Data 2.4.4.1)."""

from __future__ import annotations

from typing import Any, Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid
from tracking.xapi.shapes import Check, extensions, iri, language_map, listed, one_of, shaped, text

COMPONENTS: Final[dict[str, frozenset[str]]] = {
    "true-false": frozenset(),
    "choice": frozenset({"choices"}),
    "fill-in": frozenset(),
    "long-fill-in": frozenset(),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "numeric": frozenset(),
    "other": frozenset(),
}
"""The kinds of interaction, and the lists of components that each of them supports."""
_LISTS: Final = frozenset().union(*COMPONENTS.values())
_INTERACTIVE: Final = _LISTS | {"interactionType", "correctResponsesPattern"}

NO_INTERACTION: Final = N_("An interactionType is required beside %(name)s.")
NOT_OF_INTERACTION: Final = N_("An interaction of the type %(kind)s has no such list.")
REPEATED: Final = N_("The id %(id)s stands in this list more than once.")


def _distinct(value: object) -> None:
    _components(value)
    seen: set[str] = set()
    for place, component in enumerate(value if isinstance(value, list) else ()):
        if component["id"] in seen:
            raise Invalid(f"[{place}].id", clauses.ACTIVITY, REPEATED, id=component["id"])
        seen.add(component["id"])


def _interactive(value: dict[str, Any]) -> None:
    held = _INTERACTIVE & value.keys()
    if not held:
        return
    kind = value.get("interactionType")
    if kind is None:
        raise Invalid("", clauses.ACTIVITY, NO_INTERACTION, name=min(held))
    for name in sorted((held & _LISTS) - COMPONENTS[kind]):
        raise Invalid(name, clauses.ACTIVITY, NOT_OF_INTERACTION, kind=kind)


_COMPONENT: Final[dict[str, Check]] = {
    "id": text(clauses.ACTIVITY),
    "description": language_map(clauses.ACTIVITY),
}
_components: Final = listed(shaped(_COMPONENT, clauses.ACTIVITY, ("id",)), clauses.ACTIVITY)
_DEFINITION: Final[dict[str, Check]] = {
    "name": language_map(clauses.ACTIVITY),
    "description": language_map(clauses.ACTIVITY),
    "type": iri(clauses.ACTIVITY),
    "moreInfo": iri(clauses.ACTIVITY),
    "extensions": extensions(clauses.ACTIVITY),
    "interactionType": one_of(tuple(COMPONENTS), clauses.ACTIVITY),
    "correctResponsesPattern": listed(text(clauses.ACTIVITY), clauses.ACTIVITY),
    **dict.fromkeys(sorted(_LISTS), _distinct),
}
definition: Final = shaped(_DEFINITION, clauses.ACTIVITY, rule=_interactive)
_ACTIVITY: Final[dict[str, Check]] = {
    "objectType": one_of(("Activity",), clauses.ACTIVITY),
    "id": iri(clauses.ACTIVITY),
    "definition": definition,
}
activity: Final = shaped(_ACTIVITY, clauses.ACTIVITY, ("id",))


def check_activity(value: object, where: str) -> None:
    """Refuse what is no activity, naming the path below `where`."""
    try:
        activity(value)
    except Invalid as refused:
        raise refused.under(where) from None
