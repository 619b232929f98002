"""The code of an attestation: made from a key of the installation, read back however it was typed. Pure.

A code is 28 signs of Crockford's base 32 (https://www.crockford.com/base32.html), which has no I, L, O and U: 140 bits
of an HMAC (RFC 2104) of the attestation's id. Its holder reads it again whenever she likes, since it is computed; the
database keeps a hash alone, so that who reads the database cannot make papers that check.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from hashlib import sha256
from typing import Final
from uuid import UUID

SIGNS: Final = 28
"""Signs of a code: 140 bits, so that nobody finds one by trying."""
GROUP: Final = 4
"""Signs written together."""
_CROCKFORD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_ALPHABET: Final = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_MISREAD: Final = str.maketrans("OIL", "011")


def key_from(secret: str) -> bytes:
    """Derive the key of the codes from the installation's secret, which keeps signing other things."""
    return hmac.digest(secret.encode(), b"classcode attestation codes", "sha256")


def code_of(key: bytes, attestation_id: UUID) -> str:
    """Return the code of an attestation, without groups."""
    digest = hmac.digest(key, attestation_id.bytes, "sha256")
    return b32encode(digest).decode().translate(_CROCKFORD)[:SIGNS]


def grouped(code: str) -> str:
    """Write a code in groups, as it is printed."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(typed: str) -> str | None:
    """Return the code that somebody typed, or None for what cannot be one; signs that look alike are the same."""
    plain = "".join(typed.replace("-", "").split())
    if not plain.isascii():  # some foreign letters would turn into ours as capitals
        return None
    code = plain.upper().translate(_MISREAD)
    return code if len(code) == SIGNS and _ALPHABET.issuperset(code) else None


def hash_of(code: str) -> str:
    """Return what is kept of a code."""
    return sha256(code.encode()).hexdigest()
