"""Finds a course in a folder: its pages in reading order, by chapters, and its pictures. Follows no link out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from modules.importing import remarks
from modules.importing.names import id_of, in_order, title_of, unused
from modules.importing.remarks import Report

ENDS: Final = (".md", ".markdown", ".mdx", ".rmd")
BYTES: Final = 1_000_000
"""Bytes of a page that is read at all."""
PAGES: Final = 400
"""Pages of one module: it holds 500 files."""
_ABOUT: Final = re.compile(
    r"(?:licen[cs]e|contributing|code[-_]of[-_]conduct|security|support|changelog|authors?|citation|todo|toc|translations?"
    r"|reviewing|maintainers|pull_request_template|issue_template).*",
    re.IGNORECASE,
)
_APART: Final = frozenset({"node_modules", "vendor", "venv", "translations", "_site", "site-packages"})


@dataclass(frozen=True)
class Source:
    """A page of the course: its path in the folder, its text, and the id that its unit gets."""

    path: str
    text: str
    unit: str


@dataclass(frozen=True)
class Chapter:
    """Pages that lie in one folder."""

    title: str
    pages: tuple[Source, ...]


@dataclass(frozen=True)
class Course:
    """What a folder holds for us."""

    folder: Path
    chapters: tuple[Chapter, ...]

    @property
    def units(self) -> dict[str, str]:
        """The unit of each page, by the page's path."""
        return {page.path: page.unit for chapter in self.chapters for page in chapter.pages}


def find(folder: Path, report: Report) -> Course:
    """Return the course that lies in a folder."""
    by_folder: dict[str, list[Source]] = {}
    taken: set[str] = set()
    for path in _pages(folder):
        text = _text(path, folder, report)
        if text is None:
            continue
        relative = path.relative_to(folder)
        own = relative.stem.lower() in ("readme", "index", "0-readme") and len(relative.parts) > 1
        unit = unused(id_of(relative.parent.name if own else relative.stem), taken)
        taken.add(unit)
        chapter = relative.parts[0] if len(relative.parts) > 1 else ""
        by_folder.setdefault(chapter, []).append(Source(relative.as_posix(), text, unit))
    report.counts["files"] = sum(map(len, by_folder.values()))
    chapters = (Chapter(title_of(name or folder.name), tuple(pages)) for name, pages in by_folder.items())
    return Course(folder, tuple(chapters))


def _pages(folder: Path) -> list[Path]:
    found = [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDS and path.is_file() and not _apart(path, folder)
    ]
    return sorted(found, key=lambda path: [in_order(part) for part in path.relative_to(folder).parts])


def _apart(path: Path, folder: Path) -> bool:
    """Tell whether a file is no page of the course: about the project, of a tool, or reached by a link."""
    inside = path.relative_to(folder)
    hidden = any(part.startswith((".", "_")) or part.lower() in _APART for part in inside.parts)
    links = any((folder / up).is_symlink() for up in (inside, *inside.parents) if up.name)
    return hidden or links or bool(_ABOUT.fullmatch(path.stem))


def _text(path: Path, folder: Path, report: Report) -> str | None:
    name = path.relative_to(folder).as_posix()
    why = remarks.TOO_LARGE if path.stat().st_size > BYTES else ""
    why = why or (remarks.TOO_MANY if report.counts["read"] >= PAGES else "")
    try:
        text = "" if why else path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text, why = "", remarks.NO_TEXT
    if why:
        report.tell(name, 0, remarks.UNREAD, why=why)
        return None
    report.counts["read"] += 1
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
