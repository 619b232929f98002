"""How sought after each candidate is, so that a short list holds whom a question can hope for, not only whom it suits.

When a thousand questions of one town all know the same sixty people, most go without while others have room. So each
candidate gets a price, in points of the score, and lists are made by score less price.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from helpdesk.pairing.columns import Array

WARMTH: Final = 4.0
"""How many points apart two candidates of a question may be and still both draw it (e times less the weaker one)."""
STEPS: Final = 8
"""Rounds of raising prices: with 4 points, enough to find the pairs that matter (docs/pairing.md has the figures)."""
_LEAST: Final = 1e-25
"""The weakest pull that single precision bears beside the weakest score."""


def prices(rows: Array, columns: Array, points: Array, free: Array) -> Array:
    """Return a price of each candidate at which no more questions are drawn to her than she has places, nearly.

    Pairs come sorted by row. These are the prices of entropic optimal transport with capacities, by Sinkhorn's
    iteration (Cuturi, Sinkhorn distances, NeurIPS 2013), stopped early.
    """
    pulls = np.exp((points - 100) / WARMTH).astype(np.float32)
    begins = np.diff(rows, prepend=-1) > 0
    starts, question = np.flatnonzero(begins), np.cumsum(begins) - 1
    left, columns = np.ones(len(free), np.float32), columns.astype(np.intp)
    for _ in range(STEPS):
        drawn = pulls * left[columns]
        share = drawn / np.add.reduceat(drawn, starts)[question]
        sought = np.bincount(columns, weights=share, minlength=len(free))
        left = np.clip(left * free / np.maximum(sought, _LEAST), _LEAST, 1.0).astype(np.float32)
    return -WARMTH * np.log(left)
