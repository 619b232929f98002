"""What a filter offers: what exists in the territory, in the school systems and in the record, with its names.

Apart from modules nothing is offered because some learner declared it: a list would tell that somebody did.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.i18n import LANGUAGES, N_
from classcode.i18n import gettext as _
from classcode.people.models import Gender, Setting
from classcode.territory import systems
from classcode.territory.models import ELSEWHERE, Academy, Department
from tracking.indicators.choices import Known
from tracking.indicators.filters import COUNTRIES, NOT_ASKED, NOT_DECLARED
from tracking.indicators.report import module_names, region_names

Names = Mapping[str, str]

SETTINGS: Final = {
    Setting.IN_SCHOOL: N_("In a school"),
    Setting.AFTER_SCHOOL: N_("After school"),
    Setting.OUT_OF_SCHOOL: N_("Out of school: association, library, workshop"),
    Setting.INITIAL_TRAINING: N_("Initial training"),
}
GENDERS: Final = {
    Gender.F: N_("Women"),
    Gender.M: N_("Men"),
    Gender.OTHER: N_("Another answer"),
    Gender.NOT_SAID: N_("Preferred not to say"),
}
COMMUNE_TYPES: Final = {"rural": N_("Rural commune"), "urban": N_("Urban commune")}
LABELS: Final = {
    "country": N_("Country"),
    "region": N_("Region"),
    "department": N_("Department"),
    "academy": N_("Academy or province"),
    "commune_type": N_("Type of commune"),
    "community": N_("Linguistic community of the school"),
    "network": N_("School network"),
    "language": N_("Language"),
    "gender": N_("Gender"),
    "setting": N_("Setting"),
    "level": N_("Level"),
    "module": N_("Module"),
}
"""What each dimension is called."""
COMMUNITIES: Final = ("fr", "nl", "de")
"""The linguistic communities of Belgium that run schools."""


def known(session: Session, language: str, allowed: frozenset[str] | None, today: date) -> Known:
    """Return what a reader may choose from; who leads some regions is offered those, and what lies in them."""
    regions = {
        code: name
        for code, name in region_names(session, language).items()
        if allowed is None or code in allowed
    }
    offered = _territory(session, regions) | _people(language)
    offered["country"] = {code: name for code, name in _countries(language).items() if _has(regions, code)}
    return Known(regions, module_names(session, language), allowed, today, offered)


def options(known: Known, name: str) -> list[tuple[str, str]]:
    """Return the values and words of one dimension for a form, with those who declared none, or were never asked.

    Who leads some regions sees nobody without one.
    """
    listed = list((known.regions if name == "region" else known.offered.get(name, {})).items())
    if name == "gender":
        return [*listed, (NOT_ASKED, _("Not asked"))]
    if name == "region" and known.allowed is not None:
        return listed
    return [*listed, (NOT_DECLARED, _("Not declared"))]


def _has(regions: Names, country: str) -> bool:
    return any(code.startswith(country) for code in regions)


def _countries(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {code: territories[code] for code in COUNTRIES} | {ELSEWHERE: _("Elsewhere")}


def _territory(session: Session, regions: Names) -> dict[str, Names]:
    """Return departments and academies with what stands for academies in Belgium: the provinces."""
    departments = select(Department.code, Department.name).where(Department.region_code.in_(regions))
    academies = select(Academy.code, Academy.name).where(Academy.region_code.in_(regions))
    provinces = {code: name for code, name in regions.items() if code.startswith("BE")}
    return {
        "department": dict(session.execute(departments.order_by(Department.code)).all()),
        "academy": dict(session.execute(academies.order_by(Academy.name)).all()) | provinces,
    }


def _people(language: str) -> dict[str, Names]:
    languages = Locale.parse(language).languages
    return {
        "commune_type": {value: _(words) for value, words in COMMUNE_TYPES.items()},
        "community": {code: languages[code].capitalize() for code in COMMUNITIES},
        "network": {
            one.id: one.names.called(language) for system in systems.systems() for one in system.networks
        },
        "language": {code: languages[code].capitalize() for code in LANGUAGES},
        "gender": {value.value: _(words) for value, words in GENDERS.items()},
        "setting": {value.value: _(words) for value, words in SETTINGS.items()},
        "level": dict(systems.level_choices(language)),
    }
