"""Passwords: argon2id, at least 12 characters, no composition rule, the 10,000 most common refused offline.

Parameters follow the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane); ASVS 5.0 section 6.2.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from classcode.errors import Invalid
from classcode.i18n import N_

SHORTEST: Final = 12
LONGEST: Final = 256
COMMON: Final = 10_000

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _common() -> frozenset[str]:
    """Return the most common passwords by rank, from the frequency lists that the zxcvbn package ships."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # 2 MB, wanted only when a password is chosen

    return frozenset(FREQUENCY_LISTS["passwords"][:COMMON])


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is the hashed one; without a hash the same time is spent, and the answer is no."""
    try:
        _hasher.verify(password_hash or _decoy(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _decoy() -> str:
    return _hasher.hash("nobody has this password")


def check(password: str, email: str) -> None:
    """Refuse a password that is too short, too long, very common, or made from the address."""
    if len(password) < SHORTEST:
        raise Invalid(
            "password",
            N_("Please choose at least %(n)s characters; a short sentence works well."),
            n=SHORTEST,
        )
    if len(password) > LONGEST:
        raise Invalid("password", N_("Please choose at most %(n)s characters."), n=LONGEST)
    told = password.casefold()
    if told in _common() or len(set(told)) < 4 or told in email.casefold():
        raise Invalid(
            "password", N_("This password is one of the first that an attacker tries. Please choose another.")
        )
