"""`classcode content check` says what is wrong, where, and what there is."""

from __future__ import annotations

import io
from pathlib import Path

from classcode.i18n import reader
from modules.cli import check
from tests.modules.written import FIRST_FR, line_of, spoil, write_module


def checked(content: Path, language: str = "en") -> tuple[int, list[str]]:
    out = io.StringIO()
    with reader(language):
        status = check(content, out)
    return status, out.getvalue().splitlines()


def test_sound_content_is_counted(tmp_path: Path) -> None:
    write_module(tmp_path)
    status, lines = checked(tmp_path)
    assert status == 0
    assert lines == [
        "Modules in order: 1; units: 3; activities: 1; questions: 2; working time: 20\N{NO-BREAK SPACE}min"
    ]


def test_a_problem_is_one_line_with_place_and_remedy(tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    spoil(folder / FIRST_FR, "minutes: 10", "minutes: 0")
    status, lines = checked(tmp_path)
    line = line_of(folder / FIRST_FR, "minutes: 0")
    assert status == 1
    assert lines[1] == (
        f"small/{FIRST_FR}:{line}: “minutes” should be a number from 1 to 120"
        " — write it in digits, with a point for decimals"
    )


def test_a_file_as_a_whole_has_no_line(tmp_path: Path) -> None:
    (write_module(tmp_path) / "03-kit.en.md").unlink()
    assert checked(tmp_path)[1][0].startswith("small/03-kit.fr.md: the unit")


def test_it_speaks_french(tmp_path: Path) -> None:
    (write_module(tmp_path) / "03-kit.en.md").unlink()
    status, lines = checked(tmp_path, "fr")
    assert status == 1
    assert lines[1] == "1 problème à corriger."


def test_a_folder_that_is_not_there_or_empty_is_no_success(tmp_path: Path) -> None:
    assert checked(tmp_path / "nowhere")[0] == 1
    assert checked(tmp_path)[0] == 1
