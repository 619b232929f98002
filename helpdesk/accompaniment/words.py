"""What pages say of accompaniments in the reader's language. No database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode.i18n import N_, language, ngettext
from classcode.i18n import gettext as _
from classcode.territory import systems
from classcode.territory.schools.models import School
from classcode.territory.schools.naming import placed
from helpdesk.accompaniment.models import AccompanimentStep
from helpdesk.accompaniment.stages import Deed, is_accompanied

DEEDS: Final[Mapping[str, str]] = {
    Deed.OPENED: N_("Accompaniment begun"),
    Deed.HANDED_OVER: N_("Handed to somebody else"),
    Deed.ADDED: N_("Step written"),
    Deed.CHANGED: N_("Step changed"),
    Deed.WITHDRAWN: N_("Step withdrawn"),
    Deed.PRESENT: N_("Somebody marked as there"),
    Deed.NOT_PRESENT: N_("Somebody not there after all"),
    Deed.REPORTED: N_("Words reported"),
    Deed.HIDDEN: N_("Words hidden"),
    Deed.SHOWN: N_("Words shown again"),
}
FIELDS: Final[Mapping[str, str]] = {
    "title": N_("What is this step?"),
    "planned_on": N_("Planned for"),
    "done_on": N_("Done on"),
    "agreed": N_("What was agreed"),
    "headcount": N_("How many were there, besides those marked by name"),
}


def school_called(school: School) -> str:
    """Write a school's name and commune."""
    return placed(school, language())


def stages(school: School) -> str:
    """Write what is taught there: "École maternelle, École élémentaire"."""
    named = {one.id: one.names.called(language()) for one in systems.system(school.system).stages}
    return ", ".join(named.get(one, one) for one in school.stages)


def network(school: School) -> str:
    """Write the network of a school, or nothing."""
    named = {one.id: one.names.called(language()) for one in systems.system(school.system).networks}
    return named.get(school.network, school.network)


def state(completed: int) -> tuple[str, str, str]:
    """Return words, kind of tag and icon for how far an accompaniment has come."""
    if is_accompanied(completed):
        return _("Accompanied"), "ok", "check"
    return _("Begun"), "plain", "clock"


def completed_told(completed: int) -> str:
    """Write how many steps were completed."""
    return ngettext("%(n)s step completed", "%(n)s steps completed", completed)


def there(step: AccompanimentStep) -> str:
    """Write how many people were at a step."""
    return ngettext("%(n)s person was there", "%(n)s people were there", step.headcount + len(step.present))
