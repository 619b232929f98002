"""What pages say of declared figures in the reader's language. No database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode import i18n
from classcode.errors import NotFound
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.declared_figures.kinds import NEEDS, Kind, Needs, Sector
from tracking.declared_figures.models import DeclaredFigure

KINDS: Final[Mapping[str, str]] = {
    Kind.INFORMED: N_("People informed"),
    Kind.PRESS: N_("Articles and broadcasts"),
    Kind.PARTNER_HOURS: N_("Hours given by partners"),
    Kind.PERSON_MONTHS: N_("Work brought beyond the grant"),
    Kind.MONEY: N_("Money brought beyond the grant"),
    Kind.ACTION: N_("Progress of an action"),
}
UNITS: Final[Mapping[str, str]] = {
    Kind.INFORMED: N_("people"),
    Kind.PARTNER_HOURS: N_("hours"),
    Kind.PERSON_MONTHS: N_("person-months"),
}
STEPS: Final = (
    N_("Not started"),
    N_("Under a quarter"),
    N_("A quarter to a half"),
    N_("A half to three quarters"),
    N_("Finished"),
)
SECTORS: Final[Mapping[str, str]] = {Sector.PUBLIC: N_("Public"), Sector.PRIVATE: N_("Private")}
FIELDS: Final[Mapping[str, str]] = {
    "about": N_("What is it about?"),
    "value": N_("Number"),
    "step": N_("How far is it?"),
    "sector": N_("Public or private"),
    "currency": N_("Currency"),
    "dated_on": N_("Date of the figure"),
    "covers_from": N_("First day it covers"),
    "region_code": N_("Region of the figure"),
    "source": N_("Source of the figure"),
    "narrative": N_("Narrative"),
}
WHATS: Final[Mapping[str, str]] = {
    "entered": N_("Declared"),
    "corrected": N_("Corrected"),
    "withdrawn": N_("Withdrawn"),
}


def needs_of(kind: str) -> Needs:
    """Return what a kind asks for; raise `NotFound` for one that does not exist."""
    try:
        return NEEDS[Kind(kind)]
    except ValueError:
        raise NotFound from None


def steps() -> list[tuple[str, str]]:
    """Return the five steps for a form."""
    return [(str(number), _(told)) for number, told in enumerate(STEPS)]


def value_told(figure: DeclaredFigure) -> str:
    """Write a figure with its unit: "1 200 people", "30 000 EUR", "A quarter to a half"."""
    if figure.kind == Kind.ACTION:
        return _(STEPS[int(figure.value)])
    number = i18n.number(figure.value, 0 if figure.value == int(figure.value) else 1)
    unit = figure.currency or (_(UNITS[figure.kind]) if figure.kind in UNITS else "")
    return f"{number} {unit}".strip()


def before_told(figure: DeclaredFigure, field: str, value: object) -> str:
    """Write the former word of a field as the trail shows it."""
    if value in (None, ""):
        return _("(empty)")
    if field == "value" and figure.kind == Kind.ACTION:
        return _(STEPS[int(float(str(value)))])
    return _(SECTORS[str(value)]) if field == "sector" else str(value)
