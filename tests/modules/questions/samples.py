"""A question of every kind, its right answer as a page posts it, and wrong ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from modules.catalog import Option, Question, QuestionKind
from modules.catalog.definitions import Blank, Criterion, Hint, Piece

HASH: Final = "0" * 12


def option(name: str, *, correct: bool = False) -> Option:
    return Option(name, correct, {"fr": name}, {"fr": f"about {name}"})


def piece(name: str, *, indent: int = 0, goes: str = "", belongs: bool = True, text: str = "") -> Piece:
    return Piece(name, {"fr": text or name}, {"fr": f"about {name}"}, indent, goes, belongs)


def question(kind: QuestionKind, **filled: object) -> Question:
    return Question("q", kind, HASH, {"fr": "?"}, filled.pop("options", ()), {}, **filled)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Sample:
    """A question with what may be posted to it."""

    question: Question
    right: tuple[str, ...]
    wrong: tuple[str, ...]


SINGLE: Final = question(QuestionKind.SINGLE, options=(option("a"), option("b", correct=True), option("c")))
MULTIPLE: Final = question(
    QuestionKind.MULTIPLE, options=(option("a", correct=True), option("b"), option("c", correct=True))
)
TRUE_FALSE: Final = question(QuestionKind.TRUE_FALSE, options=(option("true"), option("false", correct=True)))
NUMERIC: Final = question(
    QuestionKind.NUMERIC,
    blanks=(Blank("", number=12.5, tolerance=0.1, hints=(Hint({"fr": ("6.25",)}, {"fr": "the area"}),)),),
    unit={"fr": "m"},
)
SHORT: Final = question(
    QuestionKind.SHORT,
    blanks=(
        Blank(
            "",
            accepts={"fr": ("boucle", "itération"), "en": ("loop",)},
            hints=(Hint({"fr": ("événement",), "en": ("event",)}, {"fr": "it starts"}),),
        ),
    ),
)
MATCHING: Final = question(
    QuestionKind.MATCHING,
    options=(option("x"), option("y"), option("z")),
    pieces=(piece("l", goes="x"), piece("m", goes="y"), piece("n", goes="x")),
)
ORDERING: Final = question(
    QuestionKind.ORDERING, pieces=(piece("one"), piece("two"), piece("three"), piece("four"))
)
PARSONS: Final = question(
    QuestionKind.PARSONS,
    pieces=(piece("repeat"), piece("walk", indent=1), piece("turn", indent=1), piece("trap", belongs=False)),
)
EITHER: Final = question(
    QuestionKind.PARSONS,
    pieces=(
        piece("x"),
        piece("y"),
        piece("repeat"),
        piece("walk", indent=1),
        piece("turn", indent=1),
        piece("trap", belongs=False),
    ),
    any_order=(("x", "y"), ("walk", "turn")),
)
"""A program with two pairs of lines that may stand in either order."""
FILL_IN: Final = question(
    QuestionKind.FILL_IN,
    blanks=(
        Blank("verb", accepts={"fr": ("répéter",)}),
        Blank("times", number=3),
        Blank("angle", choices=(option("sixty"), option("turn", correct=True))),
    ),
)
LIKERT: Final = question(QuestionKind.LIKERT, options=(option("1"), option("2"), option("3")))
OPEN: Final = question(
    QuestionKind.OPEN,
    rubric=(
        Criterion("clear", {"fr": "clear"}, (option("no"), option("yes"))),
        Criterion("short", {"fr": "short"}, (option("no"), option("yes"))),
    ),
)

SCORED: Final = (
    Sample(SINGLE, ("b",), ("a",)),
    Sample(MULTIPLE, ("a", "c"), ("a", "b")),
    Sample(TRUE_FALSE, ("false",), ("true",)),
    Sample(NUMERIC, ("12,5 m",), ("6,25",)),
    Sample(SHORT, ("Boucle.",), ("événement",)),
    Sample(MATCHING, ("l=x", "m=y", "n=x"), ("l=y", "m=x", "n=x")),
    Sample(ORDERING, ("one=1", "two=2", "three=3", "four=4"), ("one=4", "two=1", "three=2", "four=3")),
    Sample(
        PARSONS,
        ("repeat=1", "walk=2", "turn=3", "trap=", "repeat>0", "walk>1", "turn>1"),
        ("repeat=1", "walk=2", "turn=3", "trap=0", "repeat>0", "walk>1", "turn>0"),
    ),
    Sample(FILL_IN, ("repeter", "3", "turn"), ("tourner", "3", "turn")),
)
UNSCORED: Final = (
    Sample(LIKERT, ("2",), ()),
    Sample(OPEN, ("Ils marchent dans la cour.", "clear=yes", "short=no"), ()),
)
EVERY: Final = (*SCORED, *UNSCORED)


def kind_of(sample: object) -> str:
    """Name a sample in the report of a test."""
    return sample.question.kind.value if isinstance(sample, Sample) else str(sample)
