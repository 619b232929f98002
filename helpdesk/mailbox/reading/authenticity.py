"""What our own mail server found of a sender: believed only under its own name, and only where one is configured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_FINDING: Final = re.compile(r"\b(dmarc|spf|dkim)=([a-z]{1,20})", re.IGNORECASE)


def is_forged(results: Sequence[str], server: str | None) -> bool:
    """Tell whether the server found the sender forged (RFC 8601): DMARC failed, or neither SPF nor DKIM vouches."""
    if server is None:
        return False
    # The topmost is the last one written; those below may have come with the mail.
    ours = next((one for one in results if one.partition(";")[0].split()[:1] == [server]), "")
    found = [(name.lower(), value.lower()) for name, value in _FINDING.findall(ours)]
    if ("dmarc", "pass") in found:
        return False
    return ("dmarc", "fail") in found or (("spf", "fail") in found and ("dkim", "pass") not in found)
