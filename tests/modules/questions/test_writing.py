"""What people type is compared as they mean it: French and English numbers, words without quirks of keyboards."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.activities.writing import as_number, normal, shown_number

SAME = [
    ("Boucle", "boucle"),
    ("  une   boucle ", "une boucle"),
    ("une\u00a0boucle", "une\u202fboucle"),
    ("évènement", "evenement"),
    ("ÉVÉNEMENT.", "événement"),
    ("l'algorithme", "l’algorithme"),
    ("l’ algorithme", "l'algorithme"),
    ("cœur", "COEUR"),
    ("mi-temps", "mi\u2011temps"),
    ("3,5 cm", "3.5 cm"),
    ("« boucle »", "boucle"),
    ("e\u0301tat", "état"),
    ("ﬁn", "fin"),
    ("bou\u00adcle", "boucle"),
    ("Straße", "strasse"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same_word(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"), [("boucle", "boucles"), ("a b", "ab"), ("10", "1,0"), ("c", "c++")]
)
def test_these_are_not(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize("sign", ["!", "?", ";", "«", "."])
def test_a_sign_alone_stays_an_answer(sign: str) -> None:
    assert normal(sign) == sign


NUMBERS = [
    ("3", "3"),
    ("3,5", "3.5"),
    ("3.50", "3.5"),
    (",5", "0.5"),
    ("-2", "-2"),
    ("−2", "-2"),
    ("+2", "2"),
    ("1 234,5", "1234.5"),
    ("1\u202f234\u202f567", "1234567"),
    ("1'234", "1234"),
    ("12 cm", "12"),
    ("12CM", "12"),
    ("\uff13", "3"),
    ("٣", "3"),
]


@pytest.mark.parametrize(("typed", "value"), NUMBERS)
def test_these_are_numbers(typed: str, value: str) -> None:
    assert as_number(typed, "cm") == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "trois", "1,2,3", "1,234.5", "1e3", "nan", "inf", "0x10", "1/2", "12 m", "9" * 13]
)
def test_these_are_none(typed: str) -> None:
    assert as_number(typed, "cm") is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_comparing_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@settings(deadline=None)
@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4))
def test_a_number_is_read_back_as_it_was_shown(value: Decimal) -> None:
    assert as_number(shown_number(value)) == value
    assert as_number(shown_number(value).replace(".", ",")) == value
