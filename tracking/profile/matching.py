"""Checking a statement against the templates of an xAPI profile. Pure: no database, no clock.

https://github.com/adlnet/xapi-profiles, part three, section 2.1. What a StatementRef points to is not looked up here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tracking.profile.paths import find

_CONTEXTS: Final = {
    "contextParentActivityType": "parent",
    "contextGroupingActivityType": "grouping",
    "contextCategoryActivityType": "category",
    "contextOtherActivityType": "other",
}
_NO_MATCH: Final = object()
"""Stands for a place at which the selector of a rule finds nothing."""


def template_of(statement: Mapping[str, Any], profile: Mapping[str, Any]) -> str | None:
    """Return the id of the first template that a statement follows in full, or None."""
    normal = _normalised(statement)
    for template in profile["templates"]:
        if not any(_broken(normal, template)):
            return str(template["id"])
    return None


def broken(statement: Mapping[str, Any], template: Mapping[str, Any]) -> list[str]:
    """Return what keeps a statement from following a template; an empty list where it does.

    The lines name places and allowed values, never a value of the statement. Raises `UnknownPath` for a rule whose
    JSONPath is not understood.
    """
    return list(_broken(_normalised(statement), template))


def is_meant(statement: Mapping[str, Any], template: Mapping[str, Any]) -> bool:
    """Tell whether a statement has the determining properties of a template, and so must keep its rules."""
    return not any(_missed(_normalised(statement), template))


def _broken(statement: Mapping[str, Any], template: Mapping[str, Any]) -> Iterator[str]:
    yield from _missed(statement, template)
    yield from _referring(statement, template)
    yield from _unruly(statement, template)


def _normalised(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the statement with every context activity in a list, as rules expect (xAPI 1.0.3, Data 2.4.6.2)."""
    activities = find(statement, "$.context.contextActivities")
    if not activities or not isinstance(activities[0], Mapping):
        return statement
    listed = {key: one if isinstance(one, list) else [one] for key, one in activities[0].items()}
    return {**statement, "context": {**statement["context"], "contextActivities": listed}}


def _missed(statement: Mapping[str, Any], template: Mapping[str, Any]) -> Iterator[str]:
    """Tell which determining properties are not there."""
    verb, kind = template.get("verb"), template.get("objectActivityType")
    if verb is not None and find(statement, "$.verb.id") != [verb]:
        yield f"the verb is not {verb}"
    if kind is not None and find(statement, "$.object.definition.type") != [kind]:
        yield f"the object is not of the type {kind}"
    for key, where in _CONTEXTS.items():
        path = f"$.context.contextActivities.{where}[*].definition.type"
        yield from _lacking(find(statement, path), template.get(key, ()), f"no {where} is of the type")
    usages = find(statement, "$.attachments[*].usageType")
    yield from _lacking(usages, template.get("attachmentUsageType", ()), "no attachment is of the usage")


def _lacking(found: Sequence[object], wanted: Sequence[str], told: str) -> Iterator[str]:
    return (f"{told} {each}" for each in wanted if each not in found)


def _referring(statement: Mapping[str, Any], template: Mapping[str, Any]) -> Iterator[str]:
    """Tell which reference to another statement is not there."""
    references = {
        "objectStatementRefTemplate": "$.object",
        "contextStatementRefTemplate": "$.context.statement",
    }
    for key, path in references.items():
        if key in template and find(statement, f"{path}.objectType") != ["StatementRef"]:
            yield f"{path} is not a reference to a statement"


def _unruly(statement: Mapping[str, Any], template: Mapping[str, Any]) -> Iterator[str]:
    for rule in template.get("rules", ()):
        yield from _breaches(_values(statement, rule), rule)


def _values(statement: Mapping[str, Any], rule: Mapping[str, Any]) -> list[object]:
    found = find(statement, rule["location"])
    if "selector" not in rule:
        return found
    selected = [find(each, rule["selector"]) or [_NO_MATCH] for each in found]
    return [value for values in selected for value in values]


def _breaches(values: list[object], rule: Mapping[str, Any]) -> Iterator[str]:
    where, presence = rule["location"], rule.get("presence")
    if presence == "included" and (not values or _NO_MATCH in values):
        yield f"{where} is missing"
    elif presence == "excluded" and any(value is not _NO_MATCH for value in values):
        yield f"{where} must not be there"
    # What is recommended is held to its values only where it is there.
    elif values or presence != "recommended":
        yield from _wrong(values, rule)


def _wrong(values: list[object], rule: Mapping[str, Any]) -> Iterator[str]:
    where = rule["location"]
    if "any" in rule and not any(_among(value, rule["any"]) for value in values):
        yield f"{where} must hold one of {_shown(rule['any'])}"
    if "all" in rule and not all(_among(value, rule["all"]) for value in values):
        yield f"{where} may only be {_shown(rule['all'])}"
    if "none" in rule and any(_among(value, rule["none"]) for value in values):
        yield f"{where} must not be {_shown(rule['none'])}"


def _among(value: object, allowed: Sequence[object]) -> bool:
    return any(_same(value, each) for each in allowed)


def _same(one: object, other: object) -> bool:
    """Tell whether two JSON values are equal; true is not 1, though Python says so."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other


def _shown(values: Sequence[object]) -> str:
    return ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
