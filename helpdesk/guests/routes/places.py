"""Where a question belongs, chosen from a list: the whole programme, a module, a unit."""

from __future__ import annotations

from classcode.i18n import gettext as _
from classcode.i18n import language
from helpdesk.suggesting.passages import course
from helpdesk.tickets.units import asked_about, key_of


def places() -> list[tuple[str, str]]:
    """Return each module and its units as (key, words), in reading order."""
    found: dict[str, str] = {}
    for one in course(language()).passages():
        found.setdefault(one.module, _("%(module)s: the whole module", module=one.module_title))
        found[key_of(one.module, one.unit)] = f"{one.module_title}: {one.title}"
    return list(found.items())


def chosen(key: str | None) -> tuple[str | None, str | None]:
    """Return module and unit of what was chosen, two times None for nothing; raise `NotFound` for what is not there."""
    return asked_about(key) if key else (None, None)
