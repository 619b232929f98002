"""The names that people and things have in one study: keyed hashes, which only the study's key can redo. Pure.

HMAC-SHA-256 (RFC 2104) cut to 128 bits: two of a million people share a name with a chance below 10^-26. The same key
gives the same names, so that the files of one study fit together; another study's key gives others; and once the key
is destroyed no name leads anywhere.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """What a study calls people (`learner`) and things (`thing`, and the UUIDs `within` an identifier)."""

    key: bytes = field(repr=False)

    def learner(self, actor: UUID) -> str:
        """Return the pseudonym of somebody: p and 32 hexadecimal digits; no spreadsheet takes it for a number."""
        return "p" + self._digest(b"learner:", actor).hex()

    def thing(self, real: UUID) -> UUID:
        """Return what a statement, a meeting or a question is called."""
        return UUID(bytes=self._digest(b"thing:", real), version=5)

    def within(self, identifier: str) -> str:
        """Return an identifier with every UUID in it replaced."""
        return _UUID.sub(lambda found: str(self.thing(UUID(found[0]))), identifier)

    def _digest(self, what: bytes, real: UUID) -> bytes:
        return hmac.digest(self.key, what + real.bytes, "sha256")[:16]
