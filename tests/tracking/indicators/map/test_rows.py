"""Rows of the map: regions in sight, one look for few and for nobody, and values as the report shows them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.tracking.indicators.told import SPRING
from tracking.indicators.definition import definition
from tracking.indicators.disclosure import HIDDEN, Disclosed, Perturbed, Shown, Shows
from tracking.indicators.filters import Filter
from tracking.indicators.map import drawing
from tracking.indicators.map.classes import Span
from tracking.indicators.map.rows import FIGURES, Row, Sort, ordered, rows, said
from tracking.indicators.report import Report
from tracking.indicators.tally import REGION

OFFERED = {"FR-BRE": "Bretagne", "FR-OCC": "Occitanie", "BE-BRU": "Bruxelles", "elsewhere": "Ailleurs"}


def told(
    id_: str,
    by_region: dict[str | None, Shown],
    shows: Shows = Shows.PERTURBED,
    **asked: str | frozenset[str],
) -> Report:
    """Make a report that holds one indicator by region."""
    figure = Disclosed(id_, Shown(60), {REGION: tuple(by_region.items())}, shows)
    narrowed = Filter(period=SPRING, **asked)  # type: ignore[arg-type]
    return Report(
        narrowed, datetime(2026, 6, 30, tzinfo=UTC), Perturbed(11), ((definition(id_), figure),), OFFERED
    )


def shown(some: list[Row]) -> dict[str | None, str | None]:
    return {row.code: row.told for row in some}


def test_few_people_and_nobody_have_one_look() -> None:
    report = told("registered", {"FR-BRE": Shown(40), "FR-OCC": HIDDEN})
    found = rows(report, "registered", OFFERED)
    assert shown(found) == {
        "FR-BRE": "40", "FR-OCC": None, "BE-BRU": None, "elsewhere": None, None: None,
    }  # fmt: skip
    assert {drawing.look_of(row, []) for row in found if row.code != "FR-BRE"} == {"unshown"}


def test_what_counts_no_people_is_zero_where_there_is_none() -> None:
    report = told("places-active", {"FR-BRE": Shown(3)}, Shows.OPEN)
    assert shown(rows(report, "places-active", OFFERED)) == {
        "FR-BRE": "3", "FR-OCC": "0", "BE-BRU": "0", "elsewhere": "0",
    }  # fmt: skip


def test_what_nobody_declared_is_no_zero() -> None:
    report = told("press", {"FR-BRE": Shown(3)}, Shows.OPEN)
    found = rows(report, "press", OFFERED)
    assert shown(found)["FR-OCC"] == "-"
    assert drawing.look_of(found[1], []) == "nothing"


def test_a_share_says_both_its_parts() -> None:
    report = told("attendance-rate", {"FR-BRE": Shown(0.8, over=(40, 50))})
    assert rows(report, "attendance-rate", OFFERED)[0].parts == "40 sur 50"


def test_only_the_regions_of_a_choice_are_in_sight() -> None:
    some: dict[str | None, Shown] = {"FR-BRE": Shown(40)}
    for asked, codes in (
        ({"region": "FR-OCC"}, ["FR-OCC"]),
        ({"region": "none"}, [None]),
        ({"country": "BE"}, ["BE-BRU"]),
        ({"country": "elsewhere"}, ["elsewhere"]),
        ({"country": "none"}, [None]),
        ({"allowed": frozenset(OFFERED)}, list(OFFERED)),
    ):
        report = told("registered", some, **asked)
        assert [row.code for row in rows(report, "registered", OFFERED)] == codes


def test_by_value_the_largest_comes_first_and_what_is_not_shown_last() -> None:
    report = told("registered", {"FR-BRE": Shown(40), "BE-BRU": Shown(90)})
    found = rows(report, "registered", OFFERED)
    assert [row.code for row in ordered(found, Sort.VALUE)][:2] == ["BE-BRU", "FR-BRE"]
    names = [row.name for row in ordered(found, Sort.NAME)]
    assert names == ["Ailleurs", "Bretagne", "Bruxelles", "Occitanie", "Non déclarée"]


def test_each_region_is_drawn_and_the_legend_says_the_numbers() -> None:
    report = told(
        "registered", {"FR-BRE": Shown(40), "FR-OCC": HIDDEN, "BE-BRU": Shown(90), "elsewhere": Shown(12)}
    )
    found = rows(report, "registered", OFFERED)
    sheet = drawing.sheet(definition("registered"), found, "Inscrits")
    looks = {
        shape.words.partition("\N{NO-BREAK SPACE}:")[0]: shape.look
        for shape in sheet.whole.shapes
        if shape.words
    }
    assert looks == {"Bretagne": "c2", "Occitanie": "unshown", "Bruxelles": "c5"}
    legend = [(key.look, key.regions) for key in sheet.legend]
    assert legend == [("c2", 1), ("c5", 1), ("unshown", 1), ("outside", 21)]
    assert [inset.title for inset in sheet.insets] == ["Bruxelles\N{NO-BREAK SPACE}: 90"]


def test_a_class_of_several_values_says_from_where_to_where() -> None:
    meant = definition("registered")
    assert (
        said(meant, Span(40, 40)) == "40"
        and said(meant, Span(40, 1200)) == "de 40 à 1\N{NARROW NO-BREAK SPACE}200"
    )


def test_every_indicator_of_the_map_is_defined() -> None:
    assert all(definition(id_) for id_ in FIGURES) and "age-class-upper" not in FIGURES
