"""The register of personal data is what the columns declare, each once; what declares nothing is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Column, Integer, Table

from classcode.db import PLAIN, Base, personal
from classcode.site.register import lines, undeclared


@pytest.fixture
def declare() -> Iterator[Any]:
    """Add a table "odd" whose columns carry these declarations."""

    def add(**infos: dict[str, Any]) -> None:
        columns = (Column(name, Integer, info=info) for name, info in infos.items())
        Table("odd", Base.metadata, *columns)

    yield add
    Base.metadata.remove(Base.metadata.tables["odd"])


@pytest.mark.parametrize(
    "info", [{}, {"personal": True}, {"personal": True, "purpose": "to help"}, personal("", "never")]
)
def test_a_column_that_does_not_say_all_is_named(declare: Any, info: dict[str, Any]) -> None:
    declare(fine=PLAIN, silent=info)
    assert undeclared() == ["odd.silent"]


def test_columns_of_one_purpose_share_a_line_and_others_have_their_own(declare: Any) -> None:
    help_her, count = personal("to help", "with the person"), personal("to count", "after a day")
    declare(id=PLAIN, where=help_her, what=help_her, how=count)
    ours = [line for line in lines() if line.table == "odd"]
    assert [(line.purpose, line.columns, line.erased) for line in ours] == [
        ("to count", ("how",), "after a day"),
        ("to help", ("where", "what"), "with the person"),
    ]


def test_every_personal_column_is_on_exactly_one_line() -> None:
    listed = [(line.table, column) for line in lines() for column in line.columns]
    declared = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info["personal"]
    }
    assert len(listed) == len(set(listed)) and set(listed) == declared


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_the_privacy_page_shows_every_line(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/{lang}/privacy").get_data(as_text=True)
    assert all(column in page for line in lines() for column in line.columns)
