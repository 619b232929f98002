"""The canonical form of plain values: the same values are the same bytes, on every machine and in every year. Pure.

UTF-8 without a byte order mark; keys sorted by code point; no blank between signs; strings as JSON has them, signs
beyond ASCII written out; whole numbers without a point, others as the shortest decimal that reads back as the same
double (IEEE 754); one line feed at the end. Near to RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785).
"""

from __future__ import annotations

import json
from typing import Any, Final

WHOLE: Final = 2**53
"""Up to here every whole number is a double."""


def canonical(value: Any) -> bytes:
    """Return values as canonical JSON; raises ValueError for what is no finite number."""
    told = json.dumps(
        _plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return told.encode("utf-8") + b"\n"


def _plain(value: Any) -> Any:
    """Return values in which a number has one form: 3.0 is 3, and there is no negative zero."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE:
        return int(value)
    return value
