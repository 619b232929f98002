"""A paper in words: what the page, the printed sheet and the PDF all say. From rows already read, no session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.attestations.queries import Held

ROLES: Final = {
    "participant": N_("as a participant"),
    "organiser": N_("as an organiser"),
}
"""In which role somebody was there."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One attestation, all in words; `code` is None where it cannot be computed any more."""

    name: str | None
    day: str
    town: str
    lasted: str
    module: str
    role: str
    led_by: str | None
    issued: str
    code: str | None
    verify_at: str


def paper(held: Held, name: str | None, module: str, verify_at: str) -> Paper:
    """Say an attestation to its holder: her chosen name, day, town, hours, module, role, who led it, and its code."""
    row = held.paper
    return Paper(
        name=name,
        day=i18n.day(row.held_on),
        town=held.commune.called(i18n.language()),
        lasted=i18n.minutes(row.minutes),
        module=module,
        role=role_told(row.role),
        led_by=held.led_by,
        issued=i18n.day(row.issued_at),
        code=held.code,
        verify_at=verify_at,
    )


def role_told(role: str) -> str:
    """Say a role."""
    return _(ROLES[role])
