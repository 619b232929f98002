"""Mails as people's programs write them, each with what its writer said: nothing of it lost, nothing else kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk.mailbox.reading import read

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))


def test_the_corpus_is_whole() -> None:
    assert len(MAILS) >= 40 and all(path.with_suffix(".txt").exists() for path in MAILS)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_what_was_written_anew_is_found(path: Path) -> None:
    wanted = path.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")
    assert read(path.read_bytes()).text == wanted


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_person_is_not_taken_for_a_machine(path: Path) -> None:
    mail = read(path.read_bytes())
    assert mail.automatic is None and mail.bounce is None and mail.sender.startswith("ada@")
