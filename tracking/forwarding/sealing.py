"""Secrets at rest: what we must be able to read again, sealed under a key that follows from SECRET_KEY.

A copy of the database alone tells nobody the passwords of other stores, nor undoes a pseudonym.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_USE: Final = b"classcode: secrets of recipients"


class Unreadable(Exception):
    """What was sealed under another SECRET_KEY cannot be opened under this one."""


class Seal:
    """Seals and opens short texts; two seals of one SECRET_KEY open each other's."""

    def __init__(self, secret_key: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_USE).derive(secret_key.encode())
        self._fernet = Fernet(urlsafe_b64encode(derived))

    def close(self, text: str) -> str:
        """Return a text sealed; the same text twice looks different."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed; raises `Unreadable`."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Unreadable("SECRET_KEY is not the one under which this was sealed") from None
