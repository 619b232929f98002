"""The time between two instants in the terms of SQL: databases subtract them in their own ways."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, SQLColumnExpression, func
from sqlalchemy.orm import Session

DAY: Final = 24 * 60
"""Minutes."""


def minutes_between(
    session: Session, first: SQLColumnExpression[Any], then: SQLColumnExpression[Any]
) -> ColumnElement[Any]:
    """Return the whole minutes from one instant to another; negative where it comes before."""
    if session.get_bind().dialect.name == "sqlite":
        return func.round((func.julianday(then) - func.julianday(first)) * DAY)
    return func.round(func.extract("epoch", then - first) / 60)
