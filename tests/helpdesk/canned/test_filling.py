"""The places of a kept answer: a closed list, and nothing else is touched."""

from __future__ import annotations

import pytest

from helpdesk.canned.filling import PLACES, filled, unknown_places
from helpdesk.canned.insertion import appended


def test_each_place_is_filled_with_its_value() -> None:
    text = " ".join(f"{{{name}}}" for name in PLACES)
    assert filled(text, {name: name.upper() for name in PLACES}) == " ".join(PLACES).upper()


def test_a_value_that_is_not_known_goes_with_the_space_before_it() -> None:
    assert filled("Bonjour {name}, à {promise} !", {"promise": "mardi"}) == "Bonjour, à mardi !"


def test_other_braces_are_left_alone_as_in_code() -> None:
    code = "for (;;) { x = {1}; } {Name} { name }"
    assert unknown_places(code) == []
    assert filled(code, {"name": "Ada"}) == code


@pytest.mark.parametrize("text", ["{prenom}", "Bonjour {name} {surname}", "{name}{nam}"])
def test_a_place_that_nothing_fills_is_found(text: str) -> None:
    assert len(unknown_places(text)) == 1


def test_a_value_that_looks_like_a_place_is_not_filled_again() -> None:
    assert filled("{name}", {"name": "{me}", "me": "Bruno"}) == "{me}"


def test_an_insertion_never_loses_what_was_written() -> None:
    assert appended("My words  ", "more") == "My words\n\nmore"
    assert appended("  ", "more") == "more"
