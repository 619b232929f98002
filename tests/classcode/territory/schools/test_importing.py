"""Bringing lists of schools into the directory."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.territory.schools.importing import Imported, LinesRefused, import_schools
from classcode.territory.schools.models import School
from classcode.territory.schools.queries import by_official_id, find_schools
from classcode.territory.schools.reading import BadLine, NotAList

HEADING = "official_id;name;stages;network;commune;index_scheme;index_value;index_low;valid_from;closed_at"
JULES = "0351234A;École Jules-Verne;maternelle+elementaire;public;35238;fr-ips;87,5;;2020-09-01;"
MARIE = "0351235B;Collège Marie-Curie;college;public;FR-35288;fr-ips;101.2;non;;"


def listed(*lines: str, heading: str = HEADING) -> bytes:
    """Write a list."""
    return "\r\n".join((heading, *lines)).encode()


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(School)) or 0


def test_a_list_becomes_schools(session: Session) -> None:
    outcome = import_schools(session, "fr", listed(JULES, MARIE))
    assert outcome == Imported(2, 0, 0, ())
    jules = by_official_id(session, "fr", "0351234a")
    assert jules is not None
    assert (jules.name, jules.stages, jules.degree) == (
        "École Jules-Verne",
        ["maternelle", "elementaire"],
        "primary",
    )
    assert (jules.commune_code, jules.community, jules.network) == ("FR-35238", "", "public")
    assert (jules.index_value, jules.index_low, jules.valid_from) == (87.5, None, date(2020, 9, 1))


def test_the_same_list_again_changes_nothing_and_says_so(session: Session) -> None:
    import_schools(session, "fr", listed(JULES, MARIE))
    assert import_schools(session, "fr", listed(JULES, MARIE)) == Imported(0, 0, 2, ())


def test_a_newer_list_changes_what_it_tells_and_nothing_else(session: Session) -> None:
    import_schools(session, "fr", listed(JULES, MARIE))
    before = {one.official_id: one.id for one in session.scalars(select(School))}
    changed = MARIE.replace("101.2", "88")
    assert import_schools(session, "fr", listed(changed)) == Imported(0, 1, 0, ())
    found = {one.official_id: one for one in session.scalars(select(School))}
    assert found["0351235B"].index_value == 88
    assert {key: one.id for key, one in found.items()} == before


def test_bad_lines_are_told_by_line_and_reason_and_nothing_is_written(session: Session) -> None:
    bad = listed(JULES, "0351236C;École X;lycée;public;35238;;;;;", "0351237D;École Y;college;;99999;;;;;")
    with pytest.raises(LinesRefused) as refused:
        import_schools(session, "fr", bad)
    assert refused.value.outcome.bad == (
        BadLine(3, "lycée", "not a stage of this school system"),
        BadLine(4, "99999", "no commune has this code"),
    )
    assert count(session) == 0


def test_the_good_lines_alone_are_written_where_they_were_asked_for(session: Session) -> None:
    bad = listed(JULES, "0351236C;;college;public;35238;;;;;", MARIE)
    outcome = import_schools(session, "fr", bad, good_lines=True)
    assert (outcome.added, [one.line for one in outcome.bad], count(session)) == (2, [3], 2)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("=HYPERLINK(1);École;college;;35238", "begins like a formula"),
        ("0351234A;=cmd|' /C calc'!A0;college;;35238", "begins like a formula"),
        ("035 1234;École;college;;35238", "no identifier: letters and digits, at most 20"),
        ("0351234A;;college;;35238", "no name, or longer than 160 characters"),
        ("0351234A;École;college;WBE;35238", "not a network of this school system"),
        ("0351234A;École;college;;21004", "no commune has this code"),
        (
            "0351234A;École;elementaire+college;;35238",
            "primary and secondary under one identifier: give each its own line and identifier",
        ),
        ("0351234A;École;college;;35238;be-class;3", "not an index of this school system"),
        ("0351234A;École;college;;35238;fr-ips;lots", "not a value of this index"),
        ("0351234A;École;college;;35238;fr-ips;900", "not a value of this index"),
        ("0351234A;École;college;;35238;fr-ips;90;perhaps", "neither yes nor no"),
        ("0351234A;École;college;;35238;;;;2026-13-01", "no date: write 2026-09-01 or 01/09/2026"),
        ("0351234A;École\x00;college;;35238", "holds a sign that cannot be written"),
    ],
)
def test_each_line_that_cannot_be_kept_has_its_reason(session: Session, line: str, reason: str) -> None:
    with pytest.raises(LinesRefused) as refused:
        import_schools(session, "fr", listed(line))
    assert [one.reason for one in refused.value.outcome.bad] == [reason]


def test_a_school_that_stands_twice_is_refused_the_second_time(session: Session) -> None:
    outcome = import_schools(session, "fr", listed(JULES, JULES), good_lines=True)
    assert outcome.bad == (BadLine(3, "0351234A", "this identifier already stood above"),)


@pytest.mark.parametrize("encoded", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_marks_and_separators_of_spreadsheets_are_understood(
    session: Session, encoded: str, sign: str
) -> None:
    text = listed(JULES.replace("87,5", "87.5")).decode().replace(";", sign)
    assert import_schools(session, "fr", text.encode(encoded)).added == 1


def test_zeros_that_a_spreadsheet_kept_or_dropped_are_understood(session: Session) -> None:
    line = '"=""0010001A""";École;elementaire;;2A004'
    assert import_schools(session, "fr", listed(line)).added == 1
    assert by_official_id(session, "fr", "0010001A") is not None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", listed(JULES, heading="a;b;c"), "official_id;nom\n".encode("utf-16")]
)
def test_what_is_no_list_is_refused_as_a_whole(session: Session, content: bytes) -> None:
    with pytest.raises(NotAList):
        import_schools(session, "fr", content)


@pytest.mark.parametrize(
    ("system", "scheme", "value", "low"),
    [
        ("be-fr", "be-class", "5", True),
        ("be-fr", "be-class", "6", False),
        ("be-fr", "be-share", "40", True),
        ("be-nl", "be-share", "39,9", False),
    ],
)
def test_a_low_index_follows_its_own_scheme(
    session: Session, system: str, scheme: str, value: str, low: bool
) -> None:
    import_schools(session, system, listed(f"A1;School;primaire;;21004;{scheme};{value}"))
    found = by_official_id(session, system, "A1")
    assert found is not None
    assert found.index_low is low


def test_in_brussels_the_system_tells_the_community_and_the_place_does_not(session: Session) -> None:
    for system in ("be-fr", "be-nl"):
        import_schools(session, system, listed("7;School;primaire;;21004"))
    assert {one.system: one.community for one in session.scalars(select(School))} == {
        "be-fr": "fr",
        "be-nl": "nl",
    }


def test_schools_are_found_by_the_beginnings_of_words_nearest_region_first(session: Session) -> None:
    far = "0311234A;École Jules-Ferry;elementaire;public;31555"
    import_schools(session, "fr", listed(far, JULES, MARIE))
    assert [one.official_id for one in find_schools(session, "jules", region="FR-BRE")] == [
        "0351234A",
        "0311234A",
    ]
    assert [one.official_id for one in find_schools(session, "ecole jul toul")] == ["0311234A"]
    assert [one.official_id for one in find_schools(session, "0351235B")] == ["0351235B"]
    assert find_schools(session, "ju") == []


def test_a_closed_school_is_no_longer_offered(session: Session) -> None:
    import_schools(session, "fr", listed(JULES + "2026-07-05"))
    assert find_schools(session, "jules") == []


def ten_thousand(rows: Sequence[int] = range(10_000)) -> bytes:
    """Write a list of 10,000 lines, each hundredth of which names no commune."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADING.split(";"))
    for n in rows:
        commune = "00000" if n % 100 == 99 else "35238"
        writer.writerow(
            [f"{n:07d}X", f"École numéro {n}", "elementaire", "public", commune, "fr-ips", "95,1"]
        )
    return out.getvalue().encode()


def test_ten_thousand_lines_take_seconds(session: Session) -> None:
    began = time.process_time()
    outcome = import_schools(session, "fr", ten_thousand(), good_lines=True)
    again = import_schools(session, "fr", ten_thousand(), good_lines=True)
    assert (outcome.added, len(outcome.bad), again.unchanged) == (9_900, 100, 9_900)
    # Of the process, not of the clock on the wall: another test may have the machine.
    assert time.process_time() - began < 30
