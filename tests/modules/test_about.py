"""A page says for whom and under which licence it is in words; what nobody foresaw is shown as it is written."""

from __future__ import annotations

import pytest

from classcode.i18n import reader
from modules import about
from modules.widgets.definitions import Widget, WidgetKind
from modules.widgets.views import view


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("cycle3", "cycle 3"),
        ("p5", "primaire, 5ᵉ année"),
        ("s2", "secondaire, 2ᵉ année"),
        ("ages 8-10", "ages 8-10"),
    ],
)
def test_a_level_is_said_in_words(written: str, said: str) -> None:
    with reader("fr"):
        assert about.level(written) == said


def test_a_tag_is_said_in_words_or_as_it_is_written() -> None:
    with reader("nl"):
        assert (about.tag("unplugged"), about.tag("our-own-word")) == ("zonder computer", "our own word")


@pytest.mark.parametrize(
    ("written", "name", "url"),
    [
        ("CC-BY-4.0", "Creative Commons BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl"),
        (
            "CC-BY-NC-SA-4.0",
            "Creative Commons BY-NC-SA 4.0",
            "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.nl",
        ),
        ("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"),
        ("our own", "our own", ""),
    ],
)
def test_a_licence_leads_to_its_text(written: str, name: str, url: str) -> None:
    with reader("nl"):
        assert about.licence(written) == (name, url)


def test_a_widget_falls_back_to_a_language_it_has() -> None:
    widget = Widget("a", WidgetKind.BINARY_CARDS, {"fr": "Cartes"}, {}, cards=3)
    shown = view(widget, "nl")
    assert (shown.title, shown.text, shown.given["cards"]) == ("Cartes", "", [4, 2, 1])
