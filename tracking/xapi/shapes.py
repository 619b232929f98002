"""How a check is put together: what an object may hold, property by property, and what an array holds.

A check takes a value and raises `Invalid` with the path inside that value; each object and array on the way up puts
its own step in front, so that a good statement costs no path at all. Checks never change a value, and a value of any
type is refused rather than stumbled over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid, step
from tracking.xapi.values import (
    NOT_IRI,
    check_iri,
    check_language,
    check_uuid,
    is_iri,
    is_language,
    is_number,
)

Check = Callable[[object], None]
Rule = Callable[[dict[str, Any]], None]
"""What an object's properties owe each other, asked when each of them is good by itself."""

NOT_OBJECT: Final = N_("This has to be a JSON object.")
NOT_ARRAY: Final = N_("This has to be a JSON array.")
NOT_TEXT: Final = N_("This has to be a text.")
NOT_BOOLEAN: Final = N_("This has to be true or false, without quotation marks.")
NOT_NUMBER: Final = N_("This has to be a number, without quotation marks.")
UNKNOWN: Final = N_("xAPI has no property of this name here; capitals count.")
MISSING: Final = N_("The property %(name)s is required.")
NOT_ONE_OF: Final = N_("This has to be one of: %(allowed)s; capitals count.")


def _unknown(_value: object) -> None:
    raise Invalid("", clauses.FORMATTING, UNKNOWN)


def shaped(
    properties: Mapping[str, Check], clause: str, required: tuple[str, ...] = (), rule: Rule | None = None
) -> Check:
    """Return the check of an object that holds these properties and no others (Data 2.2)."""
    known = dict(properties).get

    def check(value: object) -> None:
        if type(value) is not dict:
            raise Invalid("", clause, NOT_OBJECT)
        key = ""
        try:
            for key, held in value.items():
                known(key, _unknown)(held)
        except Invalid as refused:
            raise refused.under(step(key)) from None
        for name in required:
            if name not in value:
                raise Invalid("", clause, MISSING, name=name)
        if rule is not None:
            rule(value)

    return check


def listed(inner: Check, clause: str, *, refusal_of_none: str = "") -> Check:
    """Return the check of an array of such values; with a refusal given, it has to hold one at least."""

    def check(value: object) -> None:
        if type(value) is not list:
            raise Invalid("", clause, NOT_ARRAY)
        if refusal_of_none and not value:
            raise Invalid("", clause, refusal_of_none)
        for place, held in enumerate(value):
            try:
                inner(held)
            except Invalid as refused:
                raise refused.under(f"[{place}]") from None

    return check


def one_of(allowed: tuple[str, ...], clause: str) -> Check:
    """Return the check of a text out of a closed list, capitals included (Data 2.2)."""
    words = frozenset(allowed)

    def check(value: object) -> None:
        if type(value) is not str or value not in words:
            raise Invalid("", clause, NOT_ONE_OF, allowed=", ".join(allowed))

    return check


def text(clause: str) -> Check:
    """Return the check of a text of no particular format."""

    def check(value: object) -> None:
        if type(value) is not str:
            raise Invalid("", clause, NOT_TEXT)

    return check


def matching(found: Callable[[str], object], clause: str, message: str) -> Check:
    """Return the check of a text of a particular format, told by a pattern's or a test's answer."""

    def check(value: object) -> None:
        if type(value) is not str or not found(value):
            raise Invalid("", clause, message)

    return check


def boolean(clause: str) -> Check:
    """Return the check of true or false."""

    def check(value: object) -> None:
        if type(value) is not bool:
            raise Invalid("", clause, NOT_BOOLEAN)

    return check


def number(clause: str) -> Check:
    """Return the check of a finite number."""

    def check(value: object) -> None:
        if not is_number(value):
            raise Invalid("", clause, NOT_NUMBER)

    return check


def iri(clause: str) -> Check:
    """Return the check of an IRI."""

    def check(value: object) -> None:
        if type(value) is not str or not is_iri(value):
            raise Invalid("", clause, NOT_IRI)

    return check


def uuid(clause: str) -> Check:
    """Return the check of a UUID."""
    return lambda value: check_uuid(value, "", clause)


def language(clause: str) -> Check:
    """Return the check of a language tag."""
    return lambda value: check_language(value, "", clause)


def language_map(clause: str) -> Check:
    """Return the check of a text in several languages: an object by language tag (Data 4.2); none is no fault."""

    def check(value: object) -> None:
        if type(value) is not dict:
            raise Invalid("", clause, NOT_OBJECT)
        for tag, said in value.items():
            if not is_language(tag):
                check_language(tag, step(tag), clauses.LANGUAGES)
            if type(said) is not str:
                raise Invalid(step(tag), clauses.LANGUAGES, NOT_TEXT)

    return check


def extensions(clause: str) -> Check:
    """Return the check of extensions: an object by IRI; what it holds is never looked into (Data 4.1)."""

    def check(value: object) -> None:
        if type(value) is not dict:
            raise Invalid("", clause, NOT_OBJECT)
        for key in value:
            check_iri(key, step(key), clauses.EXTENSIONS)

    return check
