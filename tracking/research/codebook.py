"""The dictionary of a research export, from one file: what each column means, and which values it may hold. Pure.

For programs as Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/), for people in `paper`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_CONSTRAINTS: Final = ("pattern", "enum", "minimum", "maximum")
_SHARED: Final = "shared"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, what it means in French and English, and its schema."""

    name: str
    fr: str
    en: str
    type: str
    format: str
    required: bool
    constraints: Mapping[str, Any]

    def schema(self) -> dict[str, Any]:
        """Return the field as Table Schema writes it; `descriptionFr` is a property of ours."""
        shaped = {"format": self.format} if self.format else {}
        bound = ({"required": True} if self.required else {}) | dict(self.constraints)
        told = {
            "name": self.name,
            "type": self.type,
            **shaped,
            "description": self.en,
            "descriptionFr": self.fr,
        }
        return told | ({"constraints": bound} if bound else {})


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is in French and English, its columns, and the columns that tell its rows apart."""

    name: str
    fr: str
    en: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def path(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    def schema(self) -> dict[str, Any]:
        """Return the Table Schema; every other table refers to the learners."""
        told: dict[str, Any] = {"fields": [one.schema() for one in self.fields], "missingValues": [""]}
        told["primaryKey"] = list(self.key)
        if self.name != "learners":
            learners = {"resource": "learners", "fields": "learner"}
            told["foreignKeys"] = [{"fields": "learner", "reference": learners}]
        return told


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "codebook.toml").read_text())


def table(name: str, columns: Collection[str] = ()) -> Table:
    """Return a table as an export has it, with those of its columns about people that the study asked for."""
    told = _file()[name]
    fields = tuple(
        _field(field, one)
        for field, one in told["fields"].items()
        if one.get("for") is None or one["for"] in columns
    )
    return Table(name, told["fr"], told["en"], fields, tuple(told["key"]))


def _field(name: str, told: Mapping[str, Any]) -> Field:
    of = _file()[_SHARED][told["ref"]] if "ref" in told else told
    missing = of.get("optional", False) or "for" in of
    constraints = {rule: of[rule] for rule in _CONSTRAINTS if rule in of}
    return Field(name, of["fr"], of["en"], of["type"], of.get("format", ""), not missing, constraints)
