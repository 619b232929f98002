"""What is frozen stays the same byte for byte, whatever happens to the data, the definitions and the territory."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
import python_calamine
from sqlalchemy import delete

from classcode import clock
from classcode.config import Config
from classcode.people.models import Person
from classcode.territory.models import Region
from modules.frozen import published
from tests.tracking.indicators.exports import reading as exports
from tests.tracking.indicators.snapshots.publishing import YEAR, Press, figure
from tests.tracking.indicators.told import NOW
from tracking.erasure import rules as erasing
from tracking.erasure.subjects import subject_told
from tracking.indicators import definition as definition_files
from tracking.indicators.definition import definitions, every_version
from tracking.indicators.snapshots import queries, reading, reckoning, writing
from tracking.indicators.snapshots.naming import naming
from tracking.rules import actor_of

LATER = NOW + timedelta(days=3 * 365)


def erase(press: Press, person: Person) -> None:
    """Erase somebody through the record's own erasure."""
    subject = subject_told(press.session, str(actor_of(press.session, person.id)), "k" * 40)
    assert subject is not None
    erasure = erasing.begin(press.session, subject).id
    while erasing.erase_some(press.session, erasure, subject)[0]:
        pass
    erasing.finish(press.session, erasure, subject)
    press.session.commit()


def test_after_erasures_a_new_definition_and_a_renamed_region_every_byte_is_the_same(
    press: Press, learners: list[Person], client: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = press.published("annee", YEAR)
    kept = press.kept(row)
    for person in learners[:6]:
        erase(press, person)
    newer = replace(definitions()[0], version=9, label=replace(definitions()[0].label, fr="Tout autre"))
    monkeypatch.setattr(definition_files, "every_version", lambda: (*every_version(), newer))
    region = press.session.get_one(Region, "FR-BRE")
    region.name_fr = region.name_en = region.name_nl = "Armorique"
    press.session.commit()
    with clock.at(LATER):
        page = client.get("/fr/figures/annee")  # type: ignore[attr-defined]
        served = {
            fmt: client.get(f"/fr/figures/annee/files/{fmt}").data  # type: ignore[attr-defined]
            for fmt in ("json", "csv", "csv-fr", "xlsx", "ods")
        }
        regions = client.get("/fr/figures/annee/registered").text  # type: ignore[attr-defined]
    assert press.kept(row) == kept
    assert set(served.values()) <= set(kept.values())
    assert hashlib.sha256(served["json"]).hexdigest() == row.sha256
    assert "Tout autre" not in page.text and "Armorique" not in regions and "Bretagne" in regions


def test_nothing_but_a_document_is_needed_to_make_the_same_files_again(press: Press) -> None:
    row = press.published("annee", YEAR)
    document = press.kept(row)["json", ""]
    again = writing.write(reading.read(document))
    assert again == document
    assert reading.read(again) == press.document(row)


def test_a_document_says_what_it_rests_on(content: None, press: Press) -> None:
    row = press.published("annee", YEAR)
    raw = press.raw(row)
    assert raw["schema"] == "classcode-publication/1"
    assert raw["period"] == {
        "key": "2026",
        "first": "2026-01-01",
        "last": "2026-12-31",
        "time_zone": "Europe/Paris",
    }
    assert (raw["as_of"], raw["rule"]) == ("2026-06-30T12:00:00Z", {"name": "exact", "k": 11})
    assert raw["title"] == {"fr": "Bilan annee", "en": "Report annee", "nl": "Verslag annee"}
    assert {one["id"]: one["digest"] for one in raw["definitions"]} == {
        one.id: one.digest for one in definitions()
    }
    assert set(raw["definitions"][0]["formula"]) == {"fr", "en", "nl"}
    assert [one["slug"] for one in raw["content"]["modules"]] == [one.slug for one in published()]
    assert raw["content"]["modules"][0]["units"] and len(raw["content"]["revision"]) == 64
    assert raw["query"] == {
        "product": reckoning.query_version().product,
        "digest": reckoning.query_version().digest,
    }
    assert raw["markers"]["statements_last"] > 0 and raw["markers"]["erasures"] == 0
    assert raw["published_before"] == []


def test_a_document_names_nobody_and_holds_no_key(press: Press, learners: list[Person]) -> None:
    told = press.kept(press.published("annee", YEAR))["json", ""].decode()
    assert learners
    for person in (*learners, press.lead):
        assert str(person.id) not in told and str(actor_of(press.session, person.id)) not in told
    assert '"key"' not in json.dumps(json.loads(told)["figures"])


def test_months_and_regions_by_month_are_told(press: Press) -> None:
    for region, day in (("FR-BRE", 40), ("FR-OCC", 70)):
        for _ in range(15):
            press.story.joins(press.story.person(region), day)
    registered = figure(press.raw(press.published("annee", YEAR)), "registered")
    assert {one["month"]: one.get("value") for one in registered["months"]}["2026-03"] == 50
    months = {
        one["code"]: {m["month"]: m.get("value") for m in one["months"]} for one in registered["regions"]
    }
    assert (months["FR-BRE"]["2026-03"], months["FR-OCC"]["2026-03"]) == (30, 20)


def test_a_row_in_which_nothing_is_shown_is_left_out(press: Press) -> None:
    for _ in range(12):
        press.story.joins(press.story.person("FR-IDF"), 3)
    press.story.joins(press.story.person("FR-COR"), 3)
    raw = press.raw(press.published("annee", YEAR))
    shown = {one["code"] for one in figure(raw, "registered")["regions"]}
    assert "FR-COR" not in shown and "FR-COR" not in raw["regions"] and "FR-BRE" in shown


def test_every_file_read_back_by_other_software_holds_the_values_of_the_document(press: Press) -> None:
    row = press.published("annee", YEAR)
    named = naming(press.document(row), months_of_regions=True)
    told = sorted(
        round(shown.value, 4)
        for _definition, one in named.report.figures
        for shown in [one.total, *(shown for rows in one.rows.values() for _key, shown in rows)]
        if shown.value is not None
    )
    files = [(fmt, language) for fmt, language in press.kept(row) if fmt != "json"]
    assert len(told) > 300 and len(files) == 8
    for fmt, language in files:
        assert rows_of(press.kept(row)[fmt, language], fmt) == pytest.approx(told), (fmt, language)


def rows_of(content: bytes, fmt: str) -> list[float]:
    """Return every number of a file but for those of versions, sorted."""
    if fmt.startswith("csv"):
        between, point = (";", ",") if fmt == "csv-fr" else (",", ".")
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=between)
        next(lines)
        return sorted(float(line[7].replace(point, ".")) for line in lines if line[7][:1].isdigit())
    return numbers_of(content)


def numbers_of(content: bytes) -> list[float]:
    """Return the numbers of a workbook's figures, sorted; before them stands what was asked, after them definitions."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    first, *tables = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:-1]]
    found = [row[1] for row in first[1:] if isinstance(row[1], float)]
    found += [value for rows in tables for row in rows for value in row[1:] if isinstance(value, float)]
    return sorted(found)


@pytest.mark.slow
def test_the_paper_of_a_publication_is_kept_in_three_languages_with_its_title_and_its_figures(
    press: Press,
) -> None:
    row = press.published("mars-2026")
    kept = press.kept(row)
    for language, title in (
        ("fr", "Bilan mars-2026"),
        ("en", "Report mars-2026"),
        ("nl", "Verslag mars-2026"),
    ):
        told = exports.words_of_pdf(kept["pdf", language])
        assert title in told and definitions()[0].label.called(language) in told and "50" in told


def test_the_digest_of_the_query_is_that_of_the_files_that_count(tmp_path: object, config: Config) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(reckoning.TRACKING).as_posix()}\n"
        for path in sorted(reckoning.TRACKING.rglob("*.py"), key=str)
        if path.is_relative_to(reckoning.TRACKING / "indicators" / "query")
        or path.is_relative_to(reckoning.TRACKING / "projections")
    ]
    assert len(lines) > 20
    assert reckoning.query_version().digest == hashlib.sha256("".join(lines).encode()).hexdigest()
    assert config.small_count == 11


def test_what_is_published_is_found_with_its_digest(press: Press) -> None:
    row = press.published("mars-2026")
    found = queries.published_documents(press.session)
    assert [(one.document.slug, one.sha256) for one in found] == [("mars-2026", row.sha256)]


def test_a_publication_outlives_who_published_it_without_her_name(press: Press) -> None:
    row = press.published("mars-2026")
    kept = press.kept(row)
    press.session.execute(delete(Person).where(Person.id == press.lead.id))
    press.session.commit()
    left = press.row(row.id)
    assert (left.ordered_by, left.published_by, left.withdrawn_by) == (None, None, None)
    assert press.kept(left) == kept
