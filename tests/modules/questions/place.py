"""A module with one unit that holds one activity, without files."""

from __future__ import annotations

from modules.catalog import Activity, Module, ModuleKind, Segment, Strand, Unit, UnitText
from modules.rules.learning import Here


def here(activity: Activity) -> Here:
    """Return the place in the course where this activity is."""
    text = UnitText("fr", "Page", "Une phrase.", (), "", (Segment("activity", activity.id),))
    unit = Unit("page", 10, Strand.DO, False, (), (), {"fr": text}, (activity,))
    module = Module(
        slug="small",
        number=1,
        kind=ModuleKind.MODULE,
        revision="0" * 12,
        languages=("fr",),
        license="CC-BY-4.0",
        authors=("Ada",),
        title={"fr": "Petit"},
        summary={"fr": "Petit."},
        weeks=(),
        units=(unit,),
    )
    return Here(module, unit)
