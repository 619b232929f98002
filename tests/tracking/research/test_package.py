"""The data package: every table keeps what its schema promises, read by the rules of Frictionless Table Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from tests.tracking.research.test_export import a_full_world
from tests.tracking.research.world import Pack, World
from tracking.research.codebook import table
from tracking.research.variables import COLUMNS, TABLES

READS: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@pytest.fixture
def pack(world: World) -> Pack:
    a_full_world(world)
    return world.pack(world.agreed())


def read(field: Mapping[str, Any], text: str) -> Any:
    """Read a cell as Table Schema 1.0 says, None where it is missing; raise where a constraint does not hold."""
    bound = field.get("constraints", {})
    if text == "":
        assert not bound.get("required"), field["name"]
        return None
    value = READS[field["type"]](text)
    if field.get("format") == "uuid":
        UUID(text)
    assert "pattern" not in bound or re.fullmatch(bound["pattern"], text), (field["name"], text)
    assert "enum" not in bound or value in bound["enum"], (field["name"], text)
    assert bound.get("minimum", value) <= value <= bound.get("maximum", value), (field["name"], text)
    return value


def resources(pack: Pack) -> dict[str, Any]:
    return {one["name"]: one for one in pack.json("datapackage.json")["resources"]}


def test_every_row_keeps_the_schema_of_its_table(pack: Pack) -> None:
    for name, resource in resources(pack).items():
        if "schema" not in resource:
            continue
        fields = {one["name"]: one for one in resource["schema"]["fields"]}
        rows = pack.rows(name)
        assert rows and list(rows[0]) == list(fields)
        for row in rows:
            for column, text in row.items():
                read(fields[column], text)


def test_primary_keys_are_unique_and_learners_are_known(pack: Pack) -> None:
    learners = {one["learner"] for one in pack.rows("learners")}
    for name, resource in resources(pack).items():
        if "schema" in resource:
            rows = pack.rows(name)
            keys = [tuple(row[one] for one in resource["schema"]["primaryKey"]) for row in rows]
            assert len(keys) == len(set(keys)) and {row["learner"] for row in rows} <= learners


def test_sizes_and_hashes_are_those_of_the_files(pack: Pack) -> None:
    for resource in resources(pack).values():
        content = pack.inside[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"


def test_a_package_says_what_it_is(pack: Pack) -> None:
    package = pack.json("datapackage.json")
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert package["title"] == "Étude Pilote" and package["profile"] == "data-package"
    assert {one.removesuffix(".csv") for one in pack.inside if one.endswith(".csv")} <= set(resources(pack))
    assert "statements" in resources(pack)


def test_a_package_of_tables_alone_is_a_tabular_one(world: World) -> None:
    a_full_world(world)
    package = world.pack(world.agreed(variables=["gender", "weeks"])).json("datapackage.json")
    assert package["profile"] == "tabular-data-package"


def test_the_codebook_explains_every_column_in_french_and_english(pack: Pack) -> None:
    marked, page = pack.inside["codebook.md"].decode(), pack.inside["codebook.html"].decode()
    for name, resource in resources(pack).items():
        for field in resource.get("schema", {}).get("fields", ()):
            assert field["description"] in marked and field["descriptionFr"] in marked, name
    assert '<section lang="fr">' in page and '<section lang="en">' in page
    assert "<script" not in page and "style=" not in page and "src=" not in page


def test_tables_are_plain_csv_in_utf_8(pack: Pack) -> None:
    first = pack.inside["learners.csv"]
    assert first.startswith(b"learner,place,") and first.count(b"\r\n") == 7
    first.decode("utf-8")


def test_every_variable_that_may_be_asked_has_its_words_in_the_codebook() -> None:
    columns = [one.name for one in COLUMNS.values()]
    assert {one.name for one in table("learners", columns).fields} == {"learner", *columns}
    for name in set(TABLES) - {"statements"}:
        assert table(name).fields and set(table(name).key) <= {one.name for one in table(name).fields}


def test_a_title_with_tags_is_harmless_in_the_page(world: World) -> None:
    world.learners(5)
    page = world.pack(world.agreed(title="<b>A | B</b>", variables=["gender"])).inside["codebook.html"]
    assert b"<b>" not in page and b"&lt;b&gt;" in page
