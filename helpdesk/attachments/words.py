"""How a refused file that came by mail is named to who reads of it later: its name, and why."""

from __future__ import annotations

from typing import Final

from classcode.i18n import gettext as _
from helpdesk.attachments import refusals
from helpdesk.attachments.kinds import LARGEST, MEGABYTE, MOST_FILES

_REASONS: Final = {one.__name__: one.message for one in refusals.FileRefused.__subclasses__()}


def why_not(noted: str) -> str:
    """Return "name: Reason", as a mail's row notes it, as a sentence; what is noted otherwise stays as it is."""
    name, _sign, reason = noted.rpartition(": ")
    if reason not in _REASONS:
        return noted
    told = _(_REASONS[reason], name=name, mb=LARGEST // MEGABYTE, most=MOST_FILES)
    return told if name in told else f"{name} — {told}"
