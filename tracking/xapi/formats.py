"""How a statement is shown when not exactly as it came: only what identifies, or with canonical texts.

xAPI 1.0.3, Communication 2.1.3, the parameter `format`. What is given is never changed: a new statement shares with
it whatever stays the same. `exact` needs nothing from here: the bytes as they were stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

from tracking.xapi.activities import COMPONENTS
from tracking.xapi.actors import IDENTIFIERS

_COMPONENTS: Final = frozenset().union(*COMPONENTS.values())
_Json = dict[str, Any]
_Change = Callable[[Any], Any]


def ids(statement: Mapping[str, Any]) -> _Json:
    """Return the statement with agents, groups, verbs and activities cut down to what identifies them."""
    return _changed(statement, _IDS)


def canonical(
    statement: Mapping[str, Any], definitions: Mapping[str, _Json], languages: Sequence[str]
) -> _Json:
    """Return the statement with each activity's definition out of `definitions` (by IRI), each text in one language.

    An activity that is not there keeps the definition it came with. `languages` are the reader's, most wanted first.
    """
    made: _Json = canonicaliser(definitions, languages)(statement)
    return made


def canonicaliser(definitions: Mapping[str, _Json], languages: Sequence[str]) -> _Change:
    """Return what makes statements canonical, as `canonical` does one; a page's definitions are reduced once each."""
    reduced = {iri: _in_language(held, languages) for iri, held in definitions.items()}
    activity = partial(_canonical_activity, definitions=reduced, languages=languages)
    verb = _changing({"display": partial(in_one_language, languages=languages)})
    common: dict[str, _Change] = {"verb": verb, "context": _context_of_activities(activity)}
    inside = _changing({**common, "object": _by_kind({"Activity": activity})})
    outside = _by_kind({"Activity": activity, "SubStatement": inside})
    return _changing({**common, "object": outside})


def in_one_language(texts: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Return a language map's best entry alone, for preferences such as `["fr-BE", "en", "*"]`; of none, none.

    A wanted language takes its own tag or any longer one (RFC 2616, 14.4); failing all of them a shorter one; failing
    that too the first entry, so that something is always said. "*" is that first entry.
    """
    if len(texts) < 2:
        return dict(texts)
    if languages and languages[0] in texts:
        return {languages[0]: texts[languages[0]]}
    chosen = _best({tag.lower(): tag for tag in texts}, languages)
    return {chosen: texts[chosen]}


def _best(tags: Mapping[str, str], languages: Sequence[str]) -> str:
    """Return the tag that fits best; `tags` holds each by its spelling in lower case."""
    wanted = [language.lower() for language in languages if language != "*"]
    for language in (*wanted, *chain.from_iterable(map(_shorter, wanted))):
        if language in tags:
            return tags[language]
        for lower, tag in tags.items():
            if lower.startswith(f"{language}-"):
                return tag
    return next(iter(tags.values()))


def _shorter(language: str) -> Iterator[str]:
    """Yield the language without its last part, and so on: zh-hant-tw gives zh-hant and zh."""
    while "-" in language:
        language = language.rpartition("-")[0]
        yield language


def _changed(value: Mapping[str, Any], changes: Mapping[str, _Change]) -> _Json:
    return {key: changes[key](held) if key in changes else held for key, held in value.items()}


def _changing(changes: Mapping[str, _Change]) -> _Change:
    return lambda value: _changed(value, changes)


def _each(change: _Change) -> _Change:
    return lambda values: [change(value) for value in values]


def _each_or_one(change: _Change) -> _Change:
    """Change a list, or the one value that stands for a list of one (Data 2.4.6.2); answer a list."""
    return lambda held: [change(value) for value in (held if isinstance(held, list) else [held])]


def _context_of_activities(activity: _Change) -> _Change:
    lists = dict.fromkeys(("parent", "grouping", "category", "other"), _each_or_one(activity))
    return _changing({"contextActivities": _changing(lists)})


def _by_kind(kinds: Mapping[str, _Change]) -> _Change:
    """Change an object by its objectType; kinds that are not named stay as they are."""

    def change(value: _Json) -> _Json:
        kind = kinds.get(value.get("objectType", "Activity"))
        return kind(value) if kind else value

    return change


def _canonical_activity(value: _Json, definitions: Mapping[str, _Json], languages: Sequence[str]) -> _Json:
    held = definitions.get(value["id"])
    if held is None and "definition" in value:
        held = _in_language(value["definition"], languages)
    return value if held is None else {**value, "definition": held}


def _in_language(definition: Mapping[str, Any], languages: Sequence[str]) -> _Json:
    text = partial(in_one_language, languages=languages)
    component = _each(_changing({"description": text}))
    changes: dict[str, _Change] = {"name": text, "description": text, **dict.fromkeys(_COMPONENTS, component)}
    return _changed(definition, changes)


def _identity(value: _Json) -> _Json:
    """Return an agent's or a group's identifier with its kind; a group without one names its members instead."""
    kept = {key: held for key, held in value.items() if key in IDENTIFIERS or key == "objectType"}
    if value.get("objectType") == "Group" and not IDENTIFIERS & value.keys():
        kept["member"] = [_identity(member) for member in value["member"]]
    return kept


def _only_id(value: _Json) -> _Json:
    return {"id": value["id"]}


_CONTEXT_IDS: Final[dict[str, _Change]] = {
    "instructor": _identity,
    "team": _identity,
    "contextActivities": _changing(
        dict.fromkeys(("parent", "grouping", "category", "other"), _each_or_one(_only_id))
    ),
    "contextAgents": _each(_changing({"agent": _identity})),
    "contextGroups": _each(_changing({"group": _identity})),
}
_COMMON_IDS: Final[dict[str, _Change]] = {
    "actor": _identity,
    "verb": _only_id,
    "context": _changing(_CONTEXT_IDS),
    "authority": _identity,
}
_KINDS: Final[dict[str, _Change]] = {"Activity": _only_id, "Agent": _identity, "Group": _identity}
_INSIDE: Final = _changing({**_COMMON_IDS, "object": _by_kind(_KINDS)})
_IDS: Final[dict[str, _Change]] = {
    **_COMMON_IDS,
    "object": _by_kind({**_KINDS, "SubStatement": _INSIDE}),
}
