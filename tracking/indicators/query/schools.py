"""Which school a learner's profile names: its linguistic community and its network, never those of a territory."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, SQLColumnExpression, String, cast, func, select

from classcode.territory.schools.models import School


def _plain(identity: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """Write an identity as both databases write it when no dash is left."""
    return func.replace(cast(identity, String), "-", "")


class _Schools:
    """The directory as rows of (identity, community, network) to join profiles to."""

    def __init__(self) -> None:
        self.table = select(
            _plain(School.id).label("identity"),
            func.nullif(School.community, "").label("community"),
            func.nullif(School.network, "").label("network"),
        ).subquery("of_schools")
        self.community: ColumnElement[Any] = self.table.c.community
        self.network: ColumnElement[Any] = self.table.c.network

    def joins(self, school: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        """Return the condition under which a profile's school is one of the directory."""
        return self.table.c.identity == _plain(school)


COLUMNS: Final = _Schools()
