"""Suggestions: any text is borne, the order is stable, judged questions find their unit, nonsense finds nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.suggesting.folding import LONGEST, words_of
from helpdesk.suggesting.passages import split
from helpdesk.suggesting.ranking import Document, Index
from modules.catalog import Module, text_of
from tests.helpdesk.suggesting.judged import EXPECTED, NOTHING

LANGUAGES = st.sampled_from(["fr", "en", "nl", "xx"])


def document(key: str, text: str, language: str = "fr") -> Document[str]:
    return Document(key, ((1.0, words_of(text, language)),))


@pytest.fixture(scope="module")
def course(shipped: list[Module]) -> Index[str]:
    """The shipped course in French, as the desk indexes it."""

    def parts(module: Module) -> list[Document[str]]:
        found = []
        for unit in module.units:
            text = text_of(unit, "fr").text
            headings, rest = split(text.html)
            weighted = (
                (4.0, text.title),
                (2.0, " ".join((text.summary, *text.objectives))),
                (2.0, headings),
                (1.0, rest),
            )
            found.append(
                Document(unit.id, tuple((weight, words_of(said, "fr")) for weight, said in weighted))
            )
        return found

    return Index(one for module in shipped for one in parts(module))


@pytest.mark.parametrize(("question", "unit"), EXPECTED.items())
def test_a_judged_question_finds_its_unit(course: Index[str], question: str, unit: str) -> None:
    assert unit in course.best(words_of(question, "fr"), 3)


def test_most_judged_questions_find_it_first(course: Index[str]) -> None:
    first = [course.best(words_of(question, "fr"), 1) == [unit] for question, unit in EXPECTED.items()]
    assert sum(first) >= 0.7 * len(first)


@pytest.mark.parametrize("nonsense", NOTHING)
def test_what_asks_nothing_shows_nothing(course: Index[str], nonsense: str) -> None:
    assert course.best(words_of(nonsense, "fr"), 3) == []


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [("fr", "boucle", "boucles"), ("fr", "canal", "canaux"), ("fr", "répéter", "répète"), ("en", "loop", "loops"),
     ("en", "story", "stories"), ("nl", "lus", "lussen"), ("nl", "robot", "robots")],
)  # fmt: skip
def test_one_and_several_are_the_same_word(language: str, one: str, several: str) -> None:
    assert words_of(one, language) == words_of(several, language)


def test_accents_and_ligatures_do_not_matter() -> None:
    assert words_of("Élève, cœur, ÉVÉNEMENT", "fr") == words_of("eleve coeur evenement", "fr")


@given(st.text(max_size=3000), LANGUAGES)
@settings(max_examples=150, deadline=None)
def test_any_text_becomes_plain_short_words(text: str, language: str) -> None:
    words = words_of(text, language)
    assert all(word.isascii() and word.isalnum() and 1 < len(word) <= LONGEST for word in words)


@given(st.lists(st.text(max_size=80), max_size=12), st.text(max_size=300), LANGUAGES, st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_the_order_is_stable_and_bounded(texts: list[str], asked: str, language: str, most: int) -> None:
    documents = [document(str(number), text, language) for number, text in enumerate(texts)]
    words = words_of(asked, language)
    first, again = (Index(documents).best(some, most) for some in (words, list(reversed(words)) + words))
    assert first == again and len(first) <= most and len(set(first)) == len(first)


def test_a_single_text_can_be_found() -> None:
    index = Index([document("one", "Pourquoi mon capteur de lumière reste-t-il à zéro ?")])
    assert index.best(words_of("mon capteur de lumière affiche zéro", "fr"), 3) == ["one"]


def test_equal_texts_keep_the_order_in_which_they_came() -> None:
    index = Index([document(name, "capteur lumière zéro") for name in "bac"])
    assert index.best(words_of("capteur lumière", "fr"), 3) == ["b", "a", "c"]


def test_headings_are_told_from_the_rest() -> None:
    assert split("<h2>One <em>two</em></h2><p>three &amp; four</p></h2><h3>five") == (
        "One  two five",
        "three & four",
    )
