"""What a page holds beside words is checked where it is written: file, line, reason; nothing broken is published."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from modules.catalog import Module, faults, load_compiled, media_file, read_module, rich_faults, save_compiled
from modules.catalog.compiled import ChangedSince
from modules.catalog.problems import Fault
from modules.widgets.definitions import Task, WidgetKind
from tests.modules.rich import EN, FR, PDF, write_rich
from tests.modules.written import line_of, spoil


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_rich(tmp_path / "content")


@pytest.fixture
def module(folder: Path) -> Module:
    found, problems = read_module(folder)
    assert found is not None, problems
    return found


def told(folder: Path) -> list[tuple[str, int, Fault]]:
    """Read the spoiled module: there is none, only its problems."""
    module, problems = read_module(folder)
    assert module is None
    return [(problem.file, problem.line, problem.fault) for problem in problems]


def test_the_page_is_whole(module: Module) -> None:
    unit = module.units[0]
    assert [segment.kind for segment in unit.texts["fr"].segments] == ["html"] * 4 + ["widget"] * 4
    assert [widget.kind for widget in unit.widgets][:3] == list(WidgetKind)
    assert unit.widgets[3].task is Task.WRITE
    assert unit.widgets[0].text["fr"] == "Walk from the top <strong>to the bottom</strong>."


def test_a_recording_has_its_captions_its_transcript_and_is_not_loaded_before_it_is_asked_for(
    module: Module,
) -> None:
    html = module.units[0].texts["fr"].html
    assert '<video controls preload="none" aria-label="A robot walks" poster="/media/rich/' in html
    assert f'<track kind="captions" src="/media/rich/{module.revision}/robot.fr.vtt" srclang="fr"' in html
    assert (
        "<summary>Lire la transcription</summary><p>The robot walks <strong>three</strong> steps.</p>" in html
    )
    assert "robot.en.vtt" in module.units[0].texts["en"].html


def test_a_download_says_its_kind_and_size_in_the_language_of_the_page(module: Module) -> None:
    assert "The sheet (fichier PDF, 12&nbsp;ko)</a>" in module.units[0].texts["fr"].html
    assert "The sheet (PDF file, 12 kB)</a>" in module.units[0].texts["en"].html


class Spoiled(NamedTuple):
    """A text and what takes its place; the fault is told at the line that holds `at`, moved by `off`."""

    before: str
    after: str
    at: str
    fault: Fault
    off: int = 0


STEPS = "- 1-2 3-4 5-6"
SPOILED = {
    "a formula with an open brace": Spoiled("2^{10}", "2^{10", "2^{10", rich_faults.UNREADABLE_FORMULA),
    "an unknown command": Spoiled("\\frac", "\\fraction", "\\fraction", rich_faults.UNREADABLE_FORMULA),
    "lines of a formula": Spoiled("\\frac", "a \\\\ \\frac", "a \\\\", rich_faults.FORMULA_LINES),
    "a tab without title": Spoiled('=== "Scratch"', "=== Scratch", "=== Scratch", rich_faults.UNTITLED_TAB),
    "a download that is not there": Spoiled(
        "download:sheet", "download:shet", "shet.pdf", rich_faults.NO_FILE
    ),
    "a download of nothing known": Spoiled(
        "download:sheet.pdf", "download:../secret.pdf", "secret", rich_faults.WRONG_USE
    ),
    "a video that is a sheet": Spoiled(
        "file: media/robot.webm", "file: media/sheet.pdf", "file: media/sheet", rich_faults.WRONG_USE
    ),
    "a video from elsewhere": Spoiled(
        "file: media/robot.webm", "file: https://a.b/c.webm", "file: https", rich_faults.WRONG_USE
    ),
    "a sound that is not there": Spoiled("robot.mp3", "song.mp3", "song.mp3", rich_faults.NO_FILE),
    "captions in another language": Spoiled(
        "captions: media/robot.fr.vtt",
        "captions: media/robot.en.vtt",
        "robot.en.vtt",
        rich_faults.OTHER_TONGUE,
    ),
    "a video without captions": Spoiled(
        "captions: media/robot.fr.vtt\n", "", "id: robot-film", rich_faults.UNCAPTIONED
    ),
    "a sound without transcript": Spoiled(
        "transcript: It sings one note.\n", "", "id: robot-sound", faults.MISSING
    ),
    "a picture in place of a video's poster": Spoiled(
        "poster: media/robot.svg", "poster: media/robot.fr.vtt", "poster:", rich_faults.WRONG_USE
    ),
    "a link in a transcript that leads nowhere": Spoiled(
        "**three**", "[three](unit:nowhere)", "transcript: |", faults.UNKNOWN_LINK
    ),
    "an unknown widget": Spoiled("kind: binary-cards", "kind: cards", "kind: cards", faults.NOT_CHOICE),
    "a line that does not exist": Spoiled("2-3 4-5", "2-3 4-9", "steps:", rich_faults.NETWORK_WIRE),
    "a line that meets itself": Spoiled("2-3 4-5", "2-2 4-5", "steps:", rich_faults.NETWORK_WIRE),
    "a line that meets two others": Spoiled("2-3 4-5", "2-3 3-5", "steps:", rich_faults.NETWORK_LAYER),
    "a network that does not sort": Spoiled("  - 3-4\n", "", "steps:", rich_faults.NETWORK_FAILS),
    "a network that sorts and should not": Spoiled(
        "title: Six lines", "title: Six lines\nsorts: false", "sorts:", rich_faults.NETWORK_SORTS
    ),
    "two numbers alike": Spoiled("[4, 2, 6", "[4, 4, 6", "start:", rich_faults.NETWORK_START),
    "a number in letters": Spoiled("[4, 2, 6", "[four, 2, 6", "start:", rich_faults.NETWORK_START),
    "a number too large for the cards": Spoiled("[9, 21]", "[9, 32]", "numbers:", rich_faults.CARD_NUMBER),
    "too many cards": Spoiled("cards: 5", "cards: 9", "cards:", faults.NOT_NUMBER),
    "a row that is too long": Spoiled("...##...", "...##....", "...##....", rich_faults.PIXEL_ROW),
    "a row with other signs": Spoiled("...##...", "...xx...", "...xx...", rich_faults.PIXEL_ROW),
    "a picture of one row": Spoiled(
        "  .##.\n  ####\n", "  .##.\n", "title: A picture to tell", rich_faults.PIXEL_SIZE, 2
    ),
    "a picture that shows nothing": Spoiled("shows: A hat.\n", "", "id: hat", faults.MISSING),
    "an id that is taken": Spoiled("id: hat", "id: boat", "id: hat", faults.SAME_ID),
    "a value that means nothing": Spoiled("cards: 5", "cards: 5\ncolour: red", "colour:", faults.UNKNOWN_KEY),
    "a block inside a note": Spoiled("```audio", "    ```audio", "```audio", faults.INDENTED_BLOCK),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_broken_is_told_at_its_line(folder: Path, name: str) -> None:
    spoiled = SPOILED[name]
    line = line_of(folder / FR, spoiled.at) if spoiled.at in (folder / FR).read_text(encoding="utf-8") else 0
    spoil(folder / FR, spoiled.before, spoiled.after)
    line = line or line_of(folder / FR, spoiled.at)
    assert (f"rich/{FR}", line + spoiled.off, spoiled.fault) in told(folder)


def test_a_network_may_fail_where_that_is_the_point(folder: Path) -> None:
    for name in (FR, EN):
        spoil(folder / name, "  - 3-4\n", "")
        spoil(folder / name, "title: Six lines", "title: Six lines\nsorts: false")
    assert read_module(folder)[1] == []


def test_languages_agree_on_what_is_no_language(folder: Path) -> None:
    spoil(folder / EN, "[9, 21]", "[9, 20]")
    assert (f"rich/{EN}", line_of(folder / EN, "[9, 20]"), faults.DIFFERS) in told(folder)


FILES = {
    "a video that is a page": ("robot.webm", b"<!doctype html>", 0, rich_faults.OTHER_CONTENT),
    "a sheet that is a program": ("sheet.pdf", b"MZ\x90\0", 0, rich_faults.OTHER_CONTENT),
    "an empty sound": ("robot.mp3", b"", 0, rich_faults.OTHER_CONTENT),
    "text that is none": ("notes.txt", b"a\0b", 0, rich_faults.OTHER_CONTENT),
    "a picture that is none": ("photo.png", b"GIF89a", 0, rich_faults.OTHER_CONTENT),
    "a photograph that says where": (
        "photo.jpg",
        b"\xff\xd8\xff\xe1\0\x20Exif\0\0" + b"\0" * 99,
        0,
        rich_faults.PERSONAL_PICTURE,
    ),
    "a sheet that is too large": ("sheet.pdf", PDF + b"0" * 10_000_000, 0, faults.TOO_LARGE),
    "captions without their first word": (
        "robot.fr.vtt",
        b"00:00.000 --> 00:01.000\na\n",
        1,
        rich_faults.NO_CAPTIONS,
    ),
    "captions without a caption": ("robot.fr.vtt", b"WEBVTT\n", 1, rich_faults.NO_CAPTIONS),
    "a time that cannot be read": (
        "robot.fr.vtt",
        b"WEBVTT\n\n0:00 --> 0:01\na\n",
        3,
        rich_faults.CAPTION_TIME,
    ),
    "a caption that ends before it begins": (
        "robot.fr.vtt",
        b"WEBVTT\n\n00:03.000 --> 00:01.000\na\n",
        3,
        rich_faults.CAPTION_ORDER,
    ),
    "captions out of order": (
        "robot.fr.vtt",
        b"WEBVTT\n\n00:03.000 --> 00:04.000\na\n\n00:01.000 --> 00:02.000\nb\n",
        6,
        rich_faults.CAPTION_ORDER,
    ),
    "captions in another encoding": ("robot.fr.vtt", b"WEBVTT\n\n\xe9\n", 0, faults.NOT_UTF8),
    "a file of no known kind": ("robot.exe", b"MZ", 0, faults.STRANGE_FILE),
    "a page": ("page.html", b"<script>", 0, faults.STRANGE_FILE),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_what_it_says_is_told(folder: Path, name: str) -> None:
    file, content, line, fault = FILES[name]
    (folder / "media" / file).write_bytes(content)
    assert (f"rich/media/{file}", line, fault) in told(folder)


def test_a_link_to_a_file_elsewhere_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (folder / "media" / "other.pdf").symlink_to(tmp_path / "secret.pdf")
    assert ("rich/media/other.pdf", 0, faults.STRANGE_FILE) in told(folder)


def test_the_revision_follows_every_file(folder: Path, module: Module) -> None:
    (folder / "media" / "sheet.pdf").write_bytes(PDF + b"1")
    changed, _problems = read_module(folder)
    assert changed is not None and changed.revision != module.revision


def test_files_lie_beside_the_compiled_module_and_it_comes_back_equal(module: Module, tmp_path: Path) -> None:
    save_compiled(module, tmp_path / "var")
    path = media_file(tmp_path / "var", module.revision, "sheet.pdf")
    assert path is not None and path.read_bytes() == PDF
    assert load_compiled(tmp_path / "var", "rich", module.revision) == module
    written = (tmp_path / "var" / "content" / module.revision / "module.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in written, "where the sources lie is nobody's business"


def test_a_file_that_changes_while_it_is_copied_is_no_revision(
    folder: Path, module: Module, tmp_path: Path
) -> None:
    (folder / "media" / "sheet.pdf").write_bytes(PDF + b"1")
    with pytest.raises(ChangedSince):
        save_compiled(module, tmp_path / "var")
    assert not (tmp_path / "var" / "content" / module.revision / "module.json").exists()
