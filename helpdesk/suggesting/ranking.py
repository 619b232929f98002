"""Which texts go with a question: BM25 over a few hundred weighted documents. Pure; the same words give the same order.

S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), section 3.4; a word in a
title counts as if it had been written several times, as in their section 3.6.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final, Generic, TypeVar

K1: Final = 1.2
B: Final = 0.6
"""The usual constants: how soon repeating a word stops counting, and how much a long text is held back."""
LEAST_SCORE: Final = 2.0
LEAST_SHARE: Final = 0.35
"""Below these nothing is shown: the score of what was found, and the part of the question's weight that it covers.
Set on the judged questions of the tests, where nonsense scores below and every expected unit above."""

FEWEST: Final = 20
"""A smaller collection is weighed as one of so many texts: in a single text no word would be rare."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Document(Generic[Key]):
    """A text to be found: its key, and its words with how much each part of it counts."""

    key: Key
    parts: Sequence[tuple[float, Sequence[str]]]


class Index(Generic[Key]):
    """Documents ready to be asked; it never changes."""

    def __init__(self, documents: Iterable[Document[Key]]) -> None:
        kept = list(documents)
        self._keys = [one.key for one in kept]
        self._postings: dict[str, list[tuple[int, float]]] = {}
        lengths: list[float] = []
        for number, one in enumerate(kept):
            weights = _weights(one)
            lengths.append(sum(weights.values()))
            for word, weight in weights.items():
                self._postings.setdefault(word, []).append((number, weight))
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._held_back = [K1 * (1 - B + B * length / (mean or 1.0)) for length in lengths]

    def best(self, words: Iterable[str], most: int) -> list[Key]:
        """Return at most `most` keys, best first; ties in the order of the documents; nothing for nonsense."""
        asked = sorted(set(words))
        scores: dict[int, float] = {}
        for word in asked:
            rarity = self._rarity(word)
            for number, weight in self._postings.get(word, ()):
                gain = rarity * weight * (K1 + 1) / (weight + self._held_back[number])
                scores[number] = scores.get(number, 0.0) + gain
        least = max(LEAST_SCORE, LEAST_SHARE * sum(map(self._rarity, asked)))
        found = [(-score, number) for number, score in scores.items() if score >= least]
        return [self._keys[number] for _score, number in sorted(found)[:most]]

    def _rarity(self, word: str) -> float:
        """Return how much a word tells: one that no document holds tells as much as one that a single one holds."""
        held = len(self._postings.get(word, ())) or 1
        return log(1 + (max(len(self._keys), FEWEST) - held + 0.5) / (held + 0.5))


def _weights(document: Document[Key]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for weight, words in document.parts:
        for word in words:
            weights[word] = weights.get(word, 0.0) + weight
    return weights
