"""The time to read 5,000 units beside plain Python-Markdown on the same text, and to read them again after a change.

The units are the shipped French pages of module 1, copied under other ids until there are so many, in modules of about
150. Three times are taken in one process, on processor time: plain Python-Markdown (the `extra` dialect, no check, no
sanitising) over the very same bodies; our chain, which reads, checks, draws, sanitises and writes; and publishing again
when one unit changed. `python -m benchmarks.catalogue [units]`.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown import Markdown

from modules.catalog import Module, save_compiled
from modules.catalog.kept import KeptUnits
from modules.catalog.reading import read_changed

ROOT: Final = Path(__file__).parent.parent
SOURCE: Final = ROOT / "content" / "creative-programming"
UNITS: Final = 5_000
COPIES: Final = 4
"""Copies of the module in each made module: 152 units, under the 500 files that a module may hold."""

PLAN: Final = """\
id = "{slug}"
number = {number}
kind = "module"
languages = ["fr"]
license = "CC-BY-4.0"
authors = ["Class'Code"]
[title]
fr = "Module"
[summary]
fr = "Un module."
[[week]]
number = 1
units = [{units}]
[week.title]
fr = "Semaine"
[rule]
required_units = [{required}]
meetings = 0
"""


@dataclass(frozen=True)
class Made:
    """The content that was written: how many units, and the bodies as plain Markdown gets them."""

    folder: Path
    units: int
    bodies: list[str]


def main(units: int) -> None:
    """Write the content, take the times and print them."""
    with tempfile.TemporaryDirectory() as scratch:
        made = _make(Path(scratch) / "content", units)
        var_dir = Path(scratch) / "var"
        size = sum(map(len, made.bodies)) / 1e6
        print(f"{made.units} units, {size:.1f} million characters")
        plain = _seconds(lambda: _plain(made.bodies))
        print(f"plain Python-Markdown   {plain:8.2f} s  {1000 * plain / made.units:7.2f} ms a unit")
        current: dict[str, str] = {}
        whole = _seconds(lambda: _publish(made.folder, var_dir, current))
        print(f"our whole chain         {whole:8.2f} s  {1000 * whole / made.units:7.2f} ms a unit")
        again = _median([lambda: _change_and_publish(made.folder, var_dir, current)] * 5)
        nothing = _median([lambda: _publish(made.folder, var_dir, current)] * 3)
    print(f"after one changed unit  {again:8.2f} s  {100 * again / whole:7.2f} % of the whole")
    print(f"after no change         {nothing:8.2f} s  {100 * nothing / whole:7.2f} % of the whole")
    print(f"whole chain / plain Python-Markdown: {whole / plain:.2f}")


def _make(folder: Path, wanted: int) -> Made:
    pages = {path.name[3:-6]: path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.fr.md"))}
    bodies: list[str] = []
    units = number = 0
    while units < wanted:
        number += 1
        units += _module(folder / f"module-{number}", number, (pages, bodies), wanted - units)
    return Made(folder, units, bodies)


def _module(folder: Path, number: int, source: tuple[dict[str, str], list[str]], room: int) -> int:
    """Write one module and return how many units it holds."""
    pages, bodies = source
    copies = max(1, min(COPIES, room // len(pages)))
    shutil.copytree(SOURCE / "media", folder / "media")
    names: list[str] = []
    required: list[str] = []
    for copy in range(1, copies + 1):
        for name, text in pages.items():
            unit = f"{name}-{copy}"
            told = _renamed(text, name, copy)
            (folder / f"{copy:02}-{unit}.fr.md").write_text(told, encoding="utf-8")
            bodies.append(told.split("\n---\n", 1)[1])
            names.append(unit)
            if "\nrequired: true\n" in told:
                required.append(unit)
    plan = PLAN.format(
        slug=folder.name,
        number=number,
        units=", ".join(f'"{name}"' for name in names),
        required=", ".join(f'"{name}"' for name in required),
    )
    (folder / "module.toml").write_text(plan, encoding="utf-8")
    return len(names)


def _renamed(text: str, name: str, copy: int) -> str:
    """Give a page and its blocks ids of their own, and lead its links to pages of the same copy."""
    text = text.replace(f"\nid: {name}\n", f"\nid: {name}-{copy}\n", 1)
    text = re.sub(r"(?m)^(```[a-z]+\nid: [a-z0-9-]+)$", rf"\1-{copy}", text)
    return re.sub(r"\(unit:([a-z0-9-]+)\)", rf"(unit:\1-{copy})", text)


def _plain(bodies: list[str]) -> None:
    for body in bodies:
        Markdown(extensions=["extra", "admonition"]).convert(body)


def _publish(content: Path, var_dir: Path, current: dict[str, str]) -> list[Module]:
    """Do what `classcode content publish` does, without a database: read what changed, and write it."""
    read, _unchanged, problems = read_changed(content, var_dir, current)
    assert not problems, problems[:5]
    for module in read:
        save_compiled(module, var_dir)
        KeptUnits(var_dir, module.slug).tell_whole(module.revision)
        current[module.slug] = module.revision
    return read


def _change_and_publish(content: Path, var_dir: Path, current: dict[str, str]) -> None:
    page = min(content.glob("module-1/*.fr.md"))
    page.write_text(page.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")
    assert [module.slug for module in _publish(content, var_dir, current)] == ["module-1"]


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _median(works: list[Callable[[], object]]) -> float:
    times = sorted(_seconds(work) for work in works)
    return times[len(times) // 2]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)
