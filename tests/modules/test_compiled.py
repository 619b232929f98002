"""Compiled modules are whole on disk, or absent."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from modules.catalog import Module, NotCompiled, load_compiled, media_file, read_module, save_compiled
from tests.modules.written import ROBOT, write_module


@pytest.fixture
def module(tmp_path: Path) -> Module:
    found, _problems = read_module(write_module(tmp_path / "content"))
    assert found is not None
    return found


def test_what_is_saved_comes_back_equal(module: Module, tmp_path: Path) -> None:
    save_compiled(module, tmp_path)
    assert load_compiled(tmp_path, "small", module.revision) == module


def test_it_lies_under_its_revision_as_json(module: Module, tmp_path: Path) -> None:
    folder = save_compiled(module, tmp_path)
    assert folder == tmp_path / "content" / module.revision
    assert msgspec.json.decode((folder / "module.json").read_bytes())["module"]["slug"] == "small"


def test_saving_twice_changes_nothing_and_leaves_no_trace(module: Module, tmp_path: Path) -> None:
    folder = save_compiled(module, tmp_path)
    save_compiled(module, tmp_path)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert names == ["media", "media/robot.svg", "module.json"]


def test_drawings_are_copied_as_they_were_read(module: Module, tmp_path: Path) -> None:
    save_compiled(module, tmp_path)
    path = media_file(tmp_path, module.revision, "robot.svg")
    assert path is not None
    assert path.read_text(encoding="utf-8") == ROBOT


@pytest.mark.parametrize(
    "name", ["other.svg", "../module.json", "module.json", "..", "", "robot.svg/../robot.svg"]
)
def test_nothing_but_drawings_is_given(module: Module, tmp_path: Path, name: str) -> None:
    save_compiled(module, tmp_path)
    assert media_file(tmp_path, module.revision, name) is None
    assert media_file(tmp_path, "../../content", "robot.svg") is None


def test_a_revision_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotCompiled):
        load_compiled(tmp_path, "small", "0" * 12)


@pytest.mark.parametrize("revision", ["../etc", "", "ABCDEFABCDEF", "0" * 13])
def test_what_is_no_revision_reaches_no_file(tmp_path: Path, revision: str) -> None:
    with pytest.raises(NotCompiled):
        load_compiled(tmp_path, "small", revision)


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 1}', b'{"format": 0, "module": {}}', b"\xff"])
def test_a_torn_file_reads_as_absent_and_is_mended_by_saving(
    module: Module, tmp_path: Path, content: bytes
) -> None:
    folder = save_compiled(module, tmp_path)
    (folder / "module.json").write_bytes(content)
    with pytest.raises(NotCompiled):
        load_compiled(tmp_path, "small", module.revision)
    save_compiled(module, tmp_path)
    assert load_compiled(tmp_path, "small", module.revision) == module


def test_an_older_format_reads_as_absent(module: Module, tmp_path: Path) -> None:
    path = save_compiled(module, tmp_path) / "module.json"
    path.write_bytes(path.read_bytes().replace(b'"format":', b'"format":9', 1))
    with pytest.raises(NotCompiled):
        load_compiled(tmp_path, "small", module.revision)


def test_another_module_does_not_answer_to_the_name(module: Module, tmp_path: Path) -> None:
    save_compiled(module, tmp_path)
    with pytest.raises(NotCompiled):
        load_compiled(tmp_path, "other", module.revision)
