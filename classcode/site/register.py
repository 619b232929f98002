"""The register of personal data, read from the tables themselves: what each column is for, and how it goes."""

from __future__ import annotations

from typing import NamedTuple

from classcode.db import Base


class Line(NamedTuple):
    """One purpose of one table: its personal columns, why they are kept, how they are erased."""

    table: str
    columns: tuple[str, ...]
    purpose: str
    erased: str


def lines() -> list[Line]:
    """Return the register's lines, by table and purpose."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.info.get("personal"):
                key = (table.name, column.info["purpose"], column.info["erased"])
                grouped.setdefault(key, []).append(column.name)
    return [Line(table, tuple(columns), why, how) for (table, why, how), columns in sorted(grouped.items())]


def undeclared() -> list[str]:
    """Return the columns that do not say whether they are personal; the house allows none."""
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if "personal" not in column.info
        or (column.info["personal"] and not (column.info.get("purpose") and column.info.get("erased")))
    ]
