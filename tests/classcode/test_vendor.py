"""What others wrote and we serve lies in the repository whole: unchanged, with its licence, and explained."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
BLOCKLY: Final = ROOT / "classcode" / "static" / "vendor" / "blockly"


def test_the_block_editor_is_what_its_sums_say() -> None:
    subprocess.run([ROOT / "scripts" / "vendor", "--check"], check=True, capture_output=True)


def test_no_file_of_it_is_without_a_sum() -> None:
    summed = {
        line.split()[1].removeprefix("./") for line in (BLOCKLY / "SHA256SUMS").read_text().splitlines()
    }
    files = {str(path.relative_to(BLOCKLY)) for path in BLOCKLY.rglob("*") if path.is_file()}
    assert files - summed == {"SHA256SUMS"}


def test_its_licence_and_its_version_are_told() -> None:
    assert "Apache License" in (BLOCKLY / "LICENSE").read_text()
    version = (BLOCKLY / "VERSION").read_text().strip()
    assert f"Blockly {version} (Apache 2.0)" in (ROOT / "docs" / "dependencies.md").read_text()
