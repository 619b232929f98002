"""Where an exercise stands in the course, and how the record names it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from modules.catalog import Module, Unit
from modules.programs.exercise import Exercise
from tracking import vocabulary
from tracking.vocabulary import Thing


@dataclass(frozen=True, slots=True)
class Place:
    """An exercise with the module and the unit around it."""

    module: Module
    unit: Unit
    exercise: Exercise

    @property
    def assessment(self) -> Thing:
        """The exercise as the record grades it."""
        return vocabulary.activity(self.module.slug, self.unit.id, self.exercise.id)

    @property
    def simulation(self) -> Thing:
        """The exercise as something that programs run in."""
        return vocabulary.simulation(self.assessment)
