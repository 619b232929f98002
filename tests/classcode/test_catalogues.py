"""Every message that may reach a person exists in French and in Dutch, whole; English is the source.

Messages come from five places: calls of gettext in Python, templates, the refusals' own class attributes, what
WTForms says by itself, and the register of personal data, which each column writes in its declaration.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from classcode.app import create_app
from classcode.errors import Refused
from classcode.i18n import LOCALE_DIR
from classcode.site.register import lines

assert callable(create_app)  # whatever can refuse anything is imported now

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("classcode", "helpdesk", "modules", "tracking")
TRANSLATED: Final = ("fr", "nl")
MARKS: Final = frozenset({"_", "N_", "gettext", "ngettext"})
AS_IN_THE_APP: Final = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
SAID_BY_WTFORMS: Final[tuple[str | tuple[str, str], ...]] = (
    "This field is required.",
    ("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters."),
    "Number must be between %(min)s and %(max)s.",
    "Not a valid choice.",
    "Invalid Choice: could not coerce.",
    "Invalid choice(s): one or more data inputs could not be coerced.",
    (
        "'%(value)s' is not a valid choice for this field.",
        "'%(value)s' are not valid choices for this field.",
    ),
    "Not a valid integer value.",
    "Not a valid date value.",
    "Not a valid time value.",
)
"""What the fields and validators of our forms can answer; a new kind of field adds its messages here."""

Id = str | tuple[str, ...]


def sources(suffix: str) -> list[Path]:
    return sorted(path for name in PACKAGES for path in (ROOT / name).rglob(f"*{suffix}"))


def refusals(cls: type[Refused] = Refused) -> Iterator[type[Refused]]:
    yield cls
    for below in cls.__subclasses__():
        yield from refusals(below)


def ours() -> list[type[Refused]]:
    return [cls for cls in refusals() if cls.__module__.partition(".")[0] in PACKAGES]


@cache
def messages() -> dict[Id, str]:
    """Every message by its id (singular and plural where it counts), with a place that says it."""
    found: dict[Id, str] = {}
    for method, suffix in (("python", ".py"), ("jinja2.ext:babel_extract", ".html")):
        for path in sources(suffix):
            for line, said, _comments, _context in extract_from_file(method, path, options=AS_IN_THE_APP):
                found.setdefault(said, f"{path.relative_to(ROOT)}:{line}")
    found |= {cls.message: f"{cls.__module__}.{cls.__name__}" for cls in ours()}
    found |= dict.fromkeys(SAID_BY_WTFORMS, "wtforms")
    found |= {words: f"register: {line.table}" for line in lines() for words in (line.purpose, line.erased)}
    return {said: place for said, place in found.items() if said}


@cache
def translations(language: str) -> list[tuple[str, Message]]:
    """What each area's file holds, headers aside."""
    held = []
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as file:
            held += [(path.name, message) for message in read_po(file, locale=language) if message.id]
    return held


def forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: Any) -> set[str]:
    return {place for form in forms(text) for place in re.findall(r"%\(\w+\)[sd]|</?[a-z]+", form)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_has_a_translation(language: str) -> None:
    known = {form for _area, message in translations(language) for form in forms(message.id)}
    assert [
        f"{place}: {said}" for said, place in messages().items() if not known.issuperset(forms(said))
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_outlives_its_message(language: str) -> None:
    said = {form for message in messages() for form in forms(message)}
    assert [(area, m.id) for area, m in translations(language) if not said.issuperset(forms(m.id))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_is_finished(language: str) -> None:
    unfinished = [(area, m.id) for area, m in translations(language) if m.fuzzy or not all(forms(m.string))]
    one_form = [
        (area, m.id) for area, m in translations(language) if m.pluralizable != isinstance(m.string, tuple)
    ]
    assert unfinished + one_form == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_places_and_tags_of_its_message(language: str) -> None:
    changed = [(area, m.id) for area, m in translations(language) if places(m.id) != places(m.string)]
    many = [(area, forms(m.id)[-1], forms(m.string)[-1]) for area, m in translations(language)]
    lost = [(area, said) for area, said, told in many if places(said) != places(told)]
    assert changed + lost == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_message_has_one_translation_whichever_area_holds_it(language: str) -> None:
    by_id: dict[str, set[tuple[str, ...]]] = {}
    for _area, message in translations(language):
        by_id.setdefault(forms(message.id)[0], set()).add(forms(message.string))
    assert {said: texts for said, texts in by_id.items() if len(texts) > 1} == {}


def test_french_never_breaks_a_line_before_its_double_signs() -> None:
    loose = re.compile(r"\S [:;?!»]|« ")
    texts = [(area, form) for area, message in translations("fr") for form in forms(message.string)]
    assert [(area, form) for area, form in texts if loose.search(form)] == []


def test_no_message_hides_in_a_formatted_string_where_extraction_cannot_see_it() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sources(".py")
        for text in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and name_of(call) in MARKS and literal(call.args[0])
    ]
    assert hidden == []


def test_a_refusal_is_raised_with_a_marked_message() -> None:
    names = {cls.__name__ for cls in ours()}
    bare = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sources(".py")
        for call in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(call, ast.Call) and name_of(call) in names and any(map(sentence, call.args))
    ]
    assert bare == []


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
