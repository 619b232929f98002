"""Names as they are looked up."""

from __future__ import annotations

import pytest

from classcode.territory.names import normalised, without_article


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("  ST   ETIENNE ", "saint etienne"),
        ("Hœdic", "hoedic"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Fontaine-l’Evêque", "fontaine l eveque"),
        ("'s-Gravenbrakel", "s gravenbrakel"),
        ("29 200", "29 200"),
        ("", ""),
        ("漢字", ""),
    ],
)
def test_accents_case_and_signs_are_levelled(text: str, expected: str) -> None:
    assert normalised(text) == expected


def test_normalising_twice_changes_nothing() -> None:
    assert normalised(normalised("Sainte-Foy-lès-Lyon")) == normalised("Sainte-Foy-lès-Lyon")


def test_only_a_leading_article_is_dropped() -> None:
    assert without_article("le mans") == "mans"
    assert without_article("l hay les roses") == "hay les roses"
    assert without_article("lens") == "lens"
    assert without_article("les") == "les"
