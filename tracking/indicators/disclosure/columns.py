"""One column of counts beside its shown total, as reports of the desk show it; see `suppressing` for whole tables."""

from __future__ import annotations

from collections.abc import Sequence


def hidden_in_sum(people: Sequence[int], k: int) -> list[bool]:
    """Return which counts of a column that adds up to a shown total are hidden, the smallest first.

    Those under k are, an empty one included, and then others until two at least are hidden and rest on k together.
    """
    hidden = {at for at, count in enumerate(people) if count < k}
    others = sorted(set(range(len(people))) - hidden, key=lambda at: people[at])
    while hidden and others and (len(hidden) < 2 or sum(people[at] for at in hidden) < k):
        hidden.add(others.pop(0))
    return [at in hidden for at in range(len(people))]
