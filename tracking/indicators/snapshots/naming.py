"""A frozen document as the report that files and pages are made from: in its own words, whatever became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from classcode import i18n
from tracking.indicators import words
from tracking.indicators.disclosure import WHOLE, Disclosed, Shown
from tracking.indicators.exports.sheets import REGION_MONTH, Naming
from tracking.indicators.filters import Filter
from tracking.indicators.report import Report
from tracking.indicators.snapshots.document import Document, region_view
from tracking.indicators.tally import REGION

BETWEEN: Final = " "
"""Between the region and the month in the key of a row that has both."""


def report(document: Document) -> Report:
    """Return the document as a report in the reader's language, the regions in the order of their names."""
    language = i18n.language()
    names = {code: one.called(language) for code, one in document.regions.items()}
    ordered = dict(sorted(names.items(), key=lambda pair: pair[1]))
    defined = {one.id: one for one in document.definitions}
    return Report(
        asked=Filter(period=document.period),
        as_of=document.as_of,
        rule=document.rule,
        figures=tuple((defined[one.id], _by_name(one, list(ordered))) for one in document.views[WHOLE]),
        region_names=ordered,
        breaks=dict(document.breaks),
    )


def _by_name(figure: Disclosed, codes: list[str]) -> Disclosed:
    rows = sorted(figure.by_region, key=lambda row: codes.index(row[0]) if row[0] in codes else len(codes))
    return replace(figure, rows={**figure.rows, REGION: tuple(rows)})


def naming(document: Document, *, months_of_regions: bool) -> Naming:
    """Return what a file is made from, in the reader's language; with each region's months, or without them."""
    told = report(document)
    title = document.title.called(i18n.language())
    if not months_of_regions:
        return Naming(told, title=title)
    figures, called = [], dict[str, str]()
    for one, figure in told.figures:
        rows = list(_months_of_regions(document, figure))
        called |= {
            key: f"{words.region(code, told.region_names)}, {words.month(month)}"
            for key, code, month, _s in rows
        }
        more = {REGION_MONTH: tuple((key, shown) for key, _code, _month, shown in rows)} if rows else {}
        figures.append((one, replace(figure, rows={**figure.rows, **more})))
    return Naming(replace(told, figures=tuple(figures)), {REGION_MONTH: called}, title)


def _months_of_regions(document: Document, figure: Disclosed) -> Iterator[tuple[str, str | None, str, Shown]]:
    """Yield the months of each region of a figure: the row's key, region, month, cell."""
    for code, _shown in figure.by_region:
        narrow = next((one for one in document.views.get(region_view(code), ()) if one.id == figure.id), None)
        for month, shown in narrow.by_month if narrow else ():
            yield f"{code or ''}{BETWEEN}{month}".strip(), code, month or "", shown
