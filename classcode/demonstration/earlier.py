"""The classes that leads declare of the autumn before the demonstration's year, so that its figures have a year before.

Nobody lives in that autumn: what people did begins with the year. Drawn from a source of chance of its own.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from sqlalchemy import select

from classcode import clock
from classcode.demonstration.days import LENGTH
from classcode.demonstration.stage import Stage
from classcode.territory.schools.models import School
from tracking.declared_figures import classes
from tracking.declared_figures.classes import ToldClass

EVERY: Final = 10
"""One school of so many declared a class then; of the demonstration's year it is one of five."""
DAYS: Final = (3, 75)
"""Days before the demonstration's year, in which the sessions were held."""


def enter(stage: Stage) -> None:
    """Declare one session of a class of some schools."""
    chance = Random("earlier")  # noqa: S311 - every build is to give the same classes
    schools = stage.session.scalars(select(School).order_by(School.system, School.official_id)).all()
    with clock.at(stage.end):
        for school in schools[::EVERY]:
            pupils = chance.randint(17, 28)
            told = ToldClass(
                name="Classe A",
                held_on=stage.end.date() - timedelta(days=LENGTH + chance.randint(*DAYS)),
                pupils=pupils,
                girls=pupils // 2 - pupils % 3,
                source="Déclaration de l’équipe de l’école",
                school_id=school.id,
            )
            classes.declare_class(stage.session, told, by=stage.leads[-1])
