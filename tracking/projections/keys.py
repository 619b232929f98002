"""The number by which a count of people is recognised: the sum of its people's record keys. Pure.

The same people have the same sum, whatever filter, period or file found them, so that `disclosure` changes their count
always in the same way (cell-key method: Fraser and Wooton, UNECE/Eurostat work session on confidentiality, 2005).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final
from uuid import UUID

BITS: Final = 32
"""Sums of a billion such keys fit in 62 bits, so that both databases add them exactly."""


def record_key(actor: UUID, seed: bytes) -> int:
    """Return an actor's record key, below 2**32; `seed` is drawn once for each installation and never shown."""
    key: int = int.from_bytes(blake2b(actor.bytes, key=seed, digest_size=BITS // 8).digest(), "big")
    return key


def cell_key(keys: Iterable[int]) -> int:
    """Return the key of a cell: the sum of its people's record keys modulo 2**32; each person gives hers once."""
    return sum(keys) % (1 << BITS)
