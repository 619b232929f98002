"""Where to go after signing in: an address of this site, and nothing that a browser could read as another."""

from __future__ import annotations

import re
from typing import Final

_LOCAL: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def local_only(address: str | None, otherwise: str) -> str:
    """Return the address when it is a path of this site, or the other one (ASVS 3.7.2)."""
    return address if address and _LOCAL.fullmatch(address) else otherwise
