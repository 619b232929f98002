"""Attached files: each once under its hash, whole before a row names it, gone when nothing does."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode import clock, files
from tests.tracking.lrs import mixed
from tests.tracking.lrs.mixed import SHA2, TEXT, sha256
from tracking.log.files import Incoming, Keeper, address, open_file, sweep
from tracking.log.models import StatementFile
from tracking.models import Statement

LARGE = b"0123456789abcdef" * 8192


def bring(keeper: Keeper, data: bytes = TEXT) -> Incoming:
    incoming = keeper.begin(sha256(data))
    for start in range(0, len(data), 1000):
        incoming.write(data[start : start + 1000])
    assert incoming.close()
    return incoming


def keep(folder: Path, *all_data: bytes) -> None:
    with Keeper(folder) as keeper:
        for data in all_data:
            bring(keeper, data)
        keeper.keep()


def age(path: Path, hours: float) -> None:
    moment = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.parametrize("data", [b"", TEXT, LARGE])
def test_a_kept_file_lies_under_its_hash(tmp_path: Path, data: bytes) -> None:
    keep(tmp_path, data)
    assert mixed.stored(tmp_path) == [tmp_path / "xapi" / sha256(data)[:2] / sha256(data)]
    with open_file(tmp_path, sha256(data)) as file:
        assert file.read() == data


def test_only_the_server_may_read_a_kept_file(tmp_path: Path) -> None:
    keep(tmp_path, TEXT, LARGE)
    assert {stat.S_IMODE(path.stat().st_mode) for path in mixed.stored(tmp_path)} == {0o600}


def test_bytes_with_another_hash_are_told(tmp_path: Path) -> None:
    with Keeper(tmp_path) as keeper:
        incoming = keeper.begin("0" * 96)
        incoming.write(TEXT)
        assert not incoming.close()


def test_a_small_file_touches_no_disk_before_it_is_kept(tmp_path: Path) -> None:
    with Keeper(tmp_path) as keeper:
        assert bring(keeper).read() == TEXT
        assert mixed.stored(tmp_path) == []


def test_a_large_file_waits_under_another_name(tmp_path: Path) -> None:
    with Keeper(tmp_path) as keeper:
        assert bring(keeper, LARGE).read() == LARGE
        [waiting] = mixed.stored(tmp_path)
        assert waiting.suffix == ".part"
        assert keeper.held == 0


def test_many_small_files_hold_little_memory_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "TOGETHER", 100)
    with Keeper(tmp_path) as keeper:
        for number in range(20):
            bring(keeper, TEXT + bytes([number]))
            assert keeper.held <= 100
        keeper.keep()
    assert len(mixed.stored(tmp_path)) == 20


def fail(folder: Path) -> None:
    with Keeper(folder) as keeper:
        bring(keeper)
        bring(keeper, LARGE)
        keeper.begin(sha256(b"unfinished")).write(LARGE)
        raise ConnectionError


def test_nothing_of_a_failed_request_stays(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        fail(tmp_path)
    assert mixed.stored(tmp_path) == []


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    keep(tmp_path, LARGE)
    [path] = mixed.stored(tmp_path)
    age(path, 48)
    before = path.stat()
    keep(tmp_path, LARGE, LARGE)
    assert mixed.stored(tmp_path) == [path]
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime > before.st_mtime  # in use again: the sweep waits


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "ab/cd", "/" + SHA2[1:], SHA2.upper(), SHA2 + "\n"]
)
def test_no_name_but_a_hash_leads_to_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-2"):
        address(tmp_path, name)
    with pytest.raises(ValueError, match="no SHA-2"):
        open_file(tmp_path, name)


def test_a_file_that_was_never_kept_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_file(tmp_path, SHA2)


# The sweep.


@pytest.fixture
def named(session: Session) -> str:
    """The hash of a file that a statement names."""
    now = clock.now()
    statement = Statement(id=uuid4(), stored=now, timestamp=now, verb_key=1, voided=False, body=b"{}")
    session.add(statement)
    session.flush()
    session.add(StatementFile(seq=statement.seq, sha2=SHA2, content_type="text/plain"))
    session.flush()
    return SHA2


def test_the_sweep_removes_what_no_statement_named_for_a_day(
    session: Session, tmp_path: Path, named: str
) -> None:
    keep(tmp_path, TEXT, LARGE, b"young")
    for path in mixed.stored(tmp_path):
        age(path, 23 if path.name == sha256(b"young") else 25)
    assert sweep(session, tmp_path) == 1
    assert {path.name for path in mixed.stored(tmp_path)} == {named, sha256(b"young")}


def test_the_sweep_removes_what_a_crash_left_under_a_temporary_name(session: Session, tmp_path: Path) -> None:
    keep(tmp_path, TEXT)
    left = address(tmp_path, SHA2).with_name("0123.part")
    left.write_bytes(b"half")
    assert sweep(session, tmp_path) == 0
    age(left, 25)
    assert sweep(session, tmp_path) == 1
    assert mixed.stored(tmp_path) == [address(tmp_path, SHA2)]


def test_a_file_taken_up_while_the_sweep_looks_stays(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, TEXT)
    age(address(tmp_path, SHA2), 25)
    removed = files._removed

    def taken_up_first(path: Path, before: object) -> bool:
        keep(tmp_path, TEXT)
        return removed(path, before)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "_removed", taken_up_first)
    assert sweep(session, tmp_path) == 0
    assert mixed.stored(tmp_path) == [address(tmp_path, SHA2)]


def test_a_sweep_that_was_cut_short_is_put_right_by_the_next(
    session: Session, tmp_path: Path, named: str
) -> None:
    keep(tmp_path, TEXT)
    path = address(tmp_path, named)
    path.rename(path.with_name(f"{named}.going"))
    age(path.with_name(f"{named}.going"), 25)
    assert sweep(session, tmp_path) == 0
    assert mixed.stored(tmp_path) == [path]


def test_a_sweep_before_the_first_file_finds_nothing(session: Session, tmp_path: Path) -> None:
    assert sweep(session, tmp_path) == 0
