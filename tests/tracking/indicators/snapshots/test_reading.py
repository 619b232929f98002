"""Reading what was frozen long ago, and what it means for a later publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from tracking.indicators.disclosure import HIDDEN, WHOLE, Exact, Place, Shown, publish
from tracking.indicators.periods import month
from tracking.indicators.snapshots import reading, spans, writing
from tracking.indicators.snapshots.document import Document, month_view, region_view
from tracking.indicators.tally import Cell, Count, Figure, Lack

GOLDEN = Path(__file__).parent / "golden" / "classcode-publication-1.json"
"""A document of the first shape; it stays readable, and is written the same, whatever comes."""


@pytest.fixture(scope="module")
def document() -> Document:
    return reading.read(GOLDEN.read_bytes())


def test_a_document_of_the_first_shape_is_read_and_written_as_it_was(document: Document) -> None:
    assert writing.write(document) == GOLDEN.read_bytes()


def test_everything_in_it_is_read(document: Document) -> None:
    assert (document.slug, document.title.nl, document.period) == (
        "bilan-2026",
        "Verslag 2026",
        spans.year(2026),
    )
    assert document.figures["girls-share"].total == Shown(0.4023, over=(3432, 8530))
    assert document.figures["self-efficacy"].lacks is Lack.SOURCE
    assert document.figures["registered"].by_region[2] == (None, HIDDEN)
    assert document.views[region_view("FR-BRE")][0].by_month[2] == ("2026-03", Shown(50))
    assert (document.markers.facts_last, document.breaks["registered"]) == (
        date(2026, 3, 30),
        (date(2026, 2, 1),),
    )
    assert document.content[0].units[0].required and document.query.product == "0.2.0"
    assert [one.version for one in document.definitions] == [2, 2, 1, 1]


@pytest.mark.parametrize("bytes_", [b'{"schema":"classcode-publication/99"}', b"{}"])
def test_a_document_of_another_shape_is_refused(bytes_: bytes) -> None:
    with pytest.raises(reading.UnknownSchema):
        reading.read(bytes_)


def people(count: int) -> Cell:
    return Cell(count, Count(count, count * 7919))


def views(**regions: int) -> Mapping[Place, Sequence[Figure]]:
    rows = tuple((code, people(count)) for code, count in regions.items())
    return {WHOLE: [Figure("registered", people(sum(regions.values())), {"region": rows})]}


def test_a_region_that_was_left_out_counts_as_hidden_where_it_is_there_again(document: Document) -> None:
    told = reading.before(document, document.period, views(**{"FR-BRE": 60, "FR-COR": 4}))
    assert told is not None
    assert dict(told[WHOLE][0].by_region)["FR-COR"] == HIDDEN
    assert dict(told[WHOLE][0].by_region)["FR-BRE"] == Shown(54)


def test_a_publication_of_another_time_tells_nothing_of_this_one(document: Document) -> None:
    assert reading.before(document, spans.year(2027), {}) is None


def test_a_published_month_stands_in_its_year_as_a_month_and_its_regions_as_theirs(
    document: Document,
) -> None:
    whole = [one for one in document.views[WHOLE] if one.id == "registered"]
    march = Document(
        **{
            **{name: getattr(document, name) for name in Document.__dataclass_fields__},
            "period": month("2026-03"),
            "views": {WHOLE: whole},
        }
    )
    told = reading.before(march, spans.year(2026), views(**{"FR-BRE": 60}))
    assert told is not None
    assert list(told) == [month_view("2026-03")]
    (one,) = told[month_view("2026-03")]
    assert (one.total, list(one.rows)) == (Shown(74), ["region"])


def test_what_was_hidden_beside_another_row_stays_so_while_its_sum_is_known() -> None:
    exact = Exact(11)
    first = publish(views(A=3, B=40, C=60), exact)
    shown = dict(first[WHOLE][0].by_region)
    assert shown["A"] == HIDDEN and HIDDEN in (shown["B"], shown["C"])
    again = publish(views(A=3, B=40, C=60), exact, [first])
    assert dict(again[WHOLE][0].by_region) == shown
