"""The log out to a file of JSON lines and in again: exact, resumable, idempotent, honest about bad lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from classcode import clock, db
from classcode.people.models import Person
from tests.tracking.conftest import Run
from tests.tracking.lrs.conftest import new_client
from tests.tracking.test_forwarding import recorded
from tests.tracking.test_recipients import outside
from tracking.log import exporting
from tracking.log.exporting import AlreadyThere, Done, OtherQuery, export
from tracking.log.reading import Query
from tracking.lrs import importing
from tracking.lrs.scopes import Scope
from tracking.models import Statement
from tracking.rules import void

FAILED = "http://adlnet.gov/expapi/verbs/failed"


@pytest.fixture
def log(learner: Person) -> list[UUID]:
    """Twelve statements, and the voiding of the first."""
    written = [recorded(learner) for _ in range(12)]
    with db.transaction() as session:
        void(session, written[0], learner.id)
    return written


def bodies() -> list[bytes]:
    """Return the log's bytes, oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Statement.body).order_by(Statement.seq)))


def count() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Statement)) or 0


# Out


def test_the_whole_log_leaves_byte_by_byte_with_what_was_voided(
    run: Run, log: list[UUID], tmp_path: Path
) -> None:
    file = tmp_path / "log.jsonl"
    result = run("export", file)
    assert result.exit_code == 0, result.output
    assert file.read_bytes() == b"".join(body + b"\n" for body in bodies())
    assert "13 statements" in result.output
    assert [path.name for path in tmp_path.glob("log*")] == ["log.jsonl"]
    assert file.stat().st_mode & 0o077 == 0


def test_a_query_leaves_without_what_was_voided_and_with_what_refers_to_a_match(
    run: Run, log: list[UUID], tmp_path: Path
) -> None:
    file = tmp_path / "failed.jsonl"
    assert run("export", file, "--verb", FAILED).exit_code == 0
    *told, voiding = [json.loads(line) for line in file.read_text().splitlines()]
    assert [one["id"] for one in told] == [str(one) for one in log[1:]]
    assert voiding["object"]["id"] == str(log[0])


def test_an_actor_and_an_activity_can_be_asked_for(run: Run, log: list[UUID], tmp_path: Path) -> None:
    actor = json.loads(bodies()[0])["actor"]
    here, nowhere, other = tmp_path / "here", tmp_path / "nowhere", tmp_path / "other"
    assert "12 statements" in run("export", here, "--agent", json.dumps(actor), "--verb", FAILED).output
    assert "0 statements" in run("export", nowhere, "--activity", "https://elsewhere.example/").output
    assert run("export", other, "--agent", "ada").exit_code == 2


def test_a_window_of_time_and_a_number_bound_what_leaves(run: Run, learner: Person, tmp_path: Path) -> None:
    now = clock.now()
    for days in (30, 20, 10):
        with clock.at(now - timedelta(days=days)):
            recorded(learner)
    day = (now - timedelta(days=25)).strftime("%Y-%m-%d")
    until = (now - timedelta(days=15)).strftime("%Y-%m-%d")
    assert "1 statements" in run("export", tmp_path / "a", "--since", day, "--until", until).output
    first = run("export", tmp_path / "b", "--until", day).output
    assert "1 statements" in first
    assert "2 statements" in run("export", tmp_path / "c", "--after", "1").output


class Killed(BaseException):
    """What a kill is like for the code that it meets."""


def test_a_killed_export_goes_on_and_the_file_is_the_same(
    log: list[UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "READ_AT_ONCE", 3)
    monkeypatch.setattr(exporting, "SAVED_EVERY", 3)
    file, met = tmp_path / "log.jsonl", list[Done]()

    def kill(done: Done) -> None:
        met.append(done)
        if done.statements == 9:
            raise Killed

    with pytest.raises(Killed):
        export(file, Query(), kill)
    part = tmp_path / "log.jsonl.part"
    with part.open("ab") as torn:
        torn.write(b'{"id":"half a stat')
    assert not file.exists()
    again: list[Done] = []
    assert export(file, Query(), again.append).statements == 13
    assert again[0].statements == 9  # the three that had been read and not kept, once more
    assert file.read_bytes() == b"".join(body + b"\n" for body in bodies())
    assert not part.exists()


def test_an_unfinished_export_is_not_continued_with_another_query(log: list[UUID], tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    (tmp_path / "log.jsonl.part").touch()
    kept = {"query": exporting._told(Query(verb=FAILED)), "done": {"seq": 1, "statements": 1, "size": 0}}
    (tmp_path / "log.jsonl.cursor").write_text(json.dumps(kept))
    with pytest.raises(OtherQuery):
        export(file, Query())
    assert export(file, Query(verb=FAILED)).statements == 1 + 12


def test_a_finished_file_is_never_written_over(log: list[UUID], tmp_path: Path) -> None:
    export(tmp_path / "log.jsonl", Query())
    with pytest.raises(AlreadyThere):
        export(tmp_path / "log.jsonl", Query())


# In


def lines(path: Path, statements: Sequence[object]) -> Path:
    """Write statements, or texts as they are, one a line."""
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in statements))
    return path


def sent(number: int) -> list[dict[str, Any]]:
    return [outside(id=str(uuid4())) for _ in range(number)]


def test_a_file_comes_in_under_the_clients_authority(run: Run, tmp_path: Path) -> None:
    client = new_client(Scope.STATEMENTS_WRITE)
    file = lines(tmp_path / "in.jsonl", sent(3))
    result = run("import", file, "--client", client.key)
    assert result.exit_code == 0, result.output
    assert "3 statements new, 0 known, 0 lines refused." in result.output
    authorities = {json.loads(body)["authority"]["account"]["name"] for body in bodies()}
    assert len(authorities) == 1 and client.key in authorities.pop()


def test_bringing_a_file_again_changes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 4)
    client = new_client()
    file = lines(tmp_path / "in.jsonl", [*sent(9), outside()])  # the last one has no id
    assert "10 statements new" in run("import", file, "--client", client.key).output
    before = bodies()
    assert "0 statements new, 10 known" in run("import", file, "--client", client.key).output
    assert bodies() == before


def test_what_was_exported_comes_back_in_without_a_change(run: Run, log: list[UUID], tmp_path: Path) -> None:
    file, before = tmp_path / "log.jsonl", bodies()
    run("export", file)
    result = run("import", file, "--client", new_client().key)
    assert "0 statements new, 12 known, 1 lines refused." in result.output
    assert "log.jsonl:13: Only statements that you sent yourself can be voided." in result.output
    assert bodies() == before


def test_bad_lines_are_told_by_number_and_reason_and_the_good_ones_are_in(run: Run, tmp_path: Path) -> None:
    good = sent(6)
    twin = good[1] | {"verb": {"id": "https://museum.example/verbs/other"}}
    bad = [outside(actor={"mbox": "zoe"}), "{ not json", '"a text"', "[]", twin]
    file = lines(tmp_path / "in.jsonl", [*good[:2], *bad, "", *good[2:]])
    result = run("import", file, "--client", new_client().key)
    assert result.exit_code == 1
    told = [line for line in result.output.splitlines() if "in.jsonl:" in line]
    assert sorted(int(line.split("in.jsonl:")[1].split(":")[0]) for line in told) == [3, 4, 5, 6, 7]
    assert "actor.mbox" in result.output
    assert "6 statements new, 0 known, 5 lines refused." in result.output
    assert count() == 6


def test_a_batch_that_was_killed_half_way_leaves_whole_statements_and_a_rerun_ends_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 4)
    client, taken = new_client(), importing.Import.take

    def take(self: importing.Import, batch: Sequence[importing.Line]) -> None:
        if count() == 8:
            raise Killed
        taken(self, batch)

    monkeypatch.setattr(importing.Import, "take", take)
    file = lines(tmp_path / "in.jsonl", sent(10))
    with pytest.raises(Killed):
        run("import", file, "--client", client.key)
    monkeypatch.setattr(importing.Import, "take", taken)
    assert count() == 8
    assert "2 statements new, 8 known" in run("import", file, "--client", client.key).output


def test_statements_of_both_versions_come_in_from_one_file(run: Run, tmp_path: Path) -> None:
    newer = outside(
        version="2.0.0",
        context={
            "contextAgents": [{"objectType": "contextAgent", "agent": {"mbox": "mailto:a@example.org"}}]
        },
    )
    file = lines(tmp_path / "in.jsonl", [outside(), newer, outside()])
    assert "3 statements new" in run("import", file, "--client", new_client().key).output


def test_a_line_too_long_to_be_a_statement_is_refused_and_the_next_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LARGEST_STATEMENTS", 1000)
    long = outside(actor={"mbox": "mailto:zoe@example.org", "name": "Z" * 3500})
    result = run("import", lines(tmp_path / "in.jsonl", [long, outside()]), "--client", new_client().key)
    assert "in.jsonl:1: not JSON" in result.output and "1 statements new" in result.output


def test_only_a_valid_key_that_may_write_brings_statements_in(run: Run, tmp_path: Path) -> None:
    file = lines(tmp_path / "in.jsonl", sent(1))
    assert "nobody's valid key" in run("import", file, "--client", "nobody").output
    revoked = new_client(revoked_at=clock.now())
    assert run("import", file, "--client", revoked.key).exit_code == 1
    reader = new_client(Scope.STATEMENTS_READ)
    assert "may not write" in run("import", file, "--client", reader.key).output
    assert count() == 0
