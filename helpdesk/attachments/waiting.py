"""Files that were chosen for a message that is not sent yet: they lie on disk, and its page carries what they are.

What the page carries is signed for who chose them, so that nobody names bytes of somebody else; no row is needed, and
what is never brought back is swept with all that no row names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from classcode import clock
from classcode.auth import me
from helpdesk.attachments.keeping import Kept, is_kept
from helpdesk.attachments.refusals import GoneMeanwhile

WAITS: Final = timedelta(hours=12)
"""How long a page can bring a file back: half as long as the bytes lie without a row."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that a page shows as chosen: its name, its bytes, and what the page's form brings back for it."""

    name: str
    size: int
    token: str


def waiting(kept: Iterable[Kept]) -> list[Waiting]:
    """Return files as the next page of who sent them shows them."""
    mine = {"by": str(me().id), "at": int(clock.now().timestamp())}
    return [Waiting(one.name, one.size, str(_signer().dumps(mine | asdict(one)))) for one in kept]


def brought_back(tokens: Iterable[str] | None) -> list[Kept]:
    """Return the files that a form brings back; raise `GoneMeanwhile` for one that is too old, or not hers."""
    return [_kept(token) for token in tokens or ()]


def _kept(token: str) -> Kept:
    try:
        told = _signer().loads(token)
    except BadSignature:
        raise GoneMeanwhile from None
    by, since = told.pop("by"), told.pop("at")
    kept = Kept(**told)
    in_time = clock.now().timestamp() - since < WAITS.total_seconds()
    if by != str(me().id) or not in_time or not is_kept(kept.sha2):
        raise GoneMeanwhile
    return kept


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="waiting-file")
