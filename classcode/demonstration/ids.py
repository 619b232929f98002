"""The same identifiers in every build: within `drawn_from`, `uuid4` draws from a seeded source."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace


@contextmanager
def drawn_from(chance: Random) -> Iterator[None]:
    """Let every `uuid4` of this process come from `chance`; tokens and salts stay random, since they never use it.

    Rules make their own ids, and statements' ids follow from them. `uuid4` reads its bytes by `os.urandom`, which it
    looks up in its own module: replaced there, and nowhere else, until the block ends.
    """
    names = vars(uuid)
    before = names["os"]
    names["os"] = SimpleNamespace(urandom=chance.randbytes)
    try:
        yield
    finally:
        names["os"] = before
