"""Replacing the rural flags by an official grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.territory.density import BadRow, NotAGrid, load_density_grid
from classcode.territory.loading import load
from classcode.territory.models import Commune
from tests.classcode.territory.conftest import SOME


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    return tmp_path / "grid.csv"


def flags(session: Session) -> dict[str, tuple[bool, int | None]]:
    rows = session.execute(
        select(Commune.code, Commune.rural, Commune.density).execution_options(populate_existing=True)
    )
    return {code: (rural, density) for code, rural, density in rows}


def test_levels_five_to_seven_are_rural(some: Session, grid: Path) -> None:
    grid.write_text("CODGEO,LIBGEO,DENS\n29019,Brest,7\n01001,Abergement,4\n35238,Rennes,1\n")
    done = load_density_grid(some, grid)
    found = flags(some)
    assert (found["FR-29019"], found["FR-01001"]) == ((True, 7), (False, 4))
    assert (done.changed, done.unchanged, done.bad) == (3, 0, [])


def test_a_second_run_changes_nothing(some: Session, grid: Path) -> None:
    grid.write_text("CODGEO;DENS\n29019;1\n35238;1\n")
    load_density_grid(some, grid)
    before = flags(some)
    done = load_density_grid(some, grid)
    assert (done.changed, done.unchanged) == (0, 2)
    assert flags(some) == before


def test_bad_rows_are_listed_by_line_and_reason_and_the_others_count(some: Session, grid: Path) -> None:
    grid.write_text("CODGEO,DENS\n99999,3\n29019,5\n29019,6\n\n35238,8\n29155\n01001,6\n")
    done = load_density_grid(some, grid)
    assert done.bad == [
        BadRow(2, "99999", "no commune has this code"),
        BadRow(4, "29019", "this commune already stood above"),
        BadRow(6, "8", "not a level of this grid"),
        BadRow(7, "", "not a level of this grid"),
    ]
    assert (done.changed, flags(some)["FR-29019"]) == (2, (True, 5))


def test_titles_above_the_heading_and_lost_zeros_do_no_harm(some: Session, grid: Path) -> None:
    grid.write_text(
        "\ufeffGrille communale de densité;;\n;;\nLIBGEO;DENS;CODGEO\nL'Abergement;7;1001\n", encoding="utf-8"
    )
    assert load_density_grid(some, grid).changed == 1
    assert flags(some)["FR-01001"] == (True, 7)


def test_the_belgian_grid_has_three_levels(some: Session, grid: Path) -> None:
    grid.write_text("LAU CODE,DEGURBA\n21004,1\n11001,3\n84016,4\n")
    done = load_density_grid(some, grid)
    assert (flags(some)["BE-21004"], flags(some)["BE-11001"]) == ((False, 1), (True, 3))
    assert [bad.line for bad in done.bad] == [4]


def test_a_file_without_the_columns_is_refused_and_changes_nothing(some: Session, grid: Path) -> None:
    grid.write_text("code,density\n29019,7\n")
    before = flags(some)
    with pytest.raises(NotAGrid):
        load_density_grid(some, grid)
    assert flags(some) == before


def test_loading_the_reference_data_again_keeps_what_the_grid_said(some: Session, grid: Path) -> None:
    grid.write_text("CODGEO,DENS\n29019,7\n")
    load_density_grid(some, grid)
    load(some, only=SOME)
    assert flags(some)["FR-29019"] == (True, 7)
    assert flags(some)["FR-35238"] == (False, None)
