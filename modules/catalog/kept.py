"""Units as they were drawn before, by what they were drawn from: a change of one page draws one page again.

`<var>/content/units/<module>/<key>.json` holds a unit whose files had no problem, with what the checks of the whole
module ask of its pages. The key is a digest of everything that the drawing looked at, this code included. Losing the
folder costs time and nothing else; like compiled modules it holds the keys of quizzes and is never served.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import msgspec

from modules.catalog.blocks import Block, Key
from modules.catalog.compiled import FORMAT
from modules.catalog.definitions import Strand, Unit
from modules.catalog.media import File
from modules.catalog.pages import Page
from modules.catalog.problems import Findings
from modules.catalog.sources import UNIT_NAME, Sources

REVISION: Final = "b5e70a1c94d2"
"""Stands in kept pages where the module's revision goes, which every change of any page changes."""

_ROOT: Final = Path(__file__).parents[2]
_CODE: Final = ("modules/**/*.py", "classcode/render/**/*.py", "classcode/locale/**/*.po")
_LIBRARIES: Final = ("Markdown", "pymdown-extensions", "bleach", "nh3", "Pygments", "latex2mathml")
_REFERENCE: Final = re.compile(r"(?:unit:|media/|download:)([\w.-]+)")


@dataclass(frozen=True)
class KeptDraft:
    """What the module's checks ask of a block; its languages were compared before it was kept."""

    kind: str
    id: str
    line: int
    graded: bool

    def key(self) -> Sequence[Key]:
        """Return nothing: what is equal needs no second comparison."""
        return ()


@dataclass(frozen=True)
class _KeptPage:
    name: str
    number: str
    lang: str
    id: str
    minutes: int
    strand: Strand
    required: bool
    tags: tuple[str, ...]
    level: tuple[str, ...]
    front: dict[str, int]
    blocks: tuple[KeptDraft, ...]


@dataclass(frozen=True)
class _File:
    pages: tuple[_KeptPage, ...]
    unit: Unit


@dataclass(frozen=True)
class KeptUnit:
    """A unit and its pages by language, those without their text."""

    pages: dict[str, Page]
    unit: Unit


@cache
def made_by() -> str:
    """Return a digest of the code and the words that draw, so that another version of them draws again."""
    whole = hashlib.sha256(f"{FORMAT} {[version(name) for name in _LIBRARIES]}".encode())
    for pattern in _CODE:
        for path in sorted(_ROOT.glob(pattern)):
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


class KeptUnits:
    """The kept units of one module; what was not asked for in a reading is thrown away at its end."""

    def __init__(self, var_dir: Path, slug: str) -> None:
        self.folder = var_dir / "content" / "units" / slug
        self._used: set[str] = set()

    def key(
        self,
        texts: Mapping[str, str],
        languages: Sequence[str],
        units: Container[str],
        media: Mapping[str, File],
    ) -> str:
        """Return the key of a unit whose files have these texts, beside these units and files of the module."""
        named = sorted({one for text in texts.values() for one in _REFERENCE.findall(text)})
        seen = [(one, one in units, _facts(media.get(one))) for one in named]
        told = repr((made_by(), self.folder.name, tuple(languages), seen, sorted(texts.items())))
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def get(self, key: str, revision: str) -> KeptUnit | None:
        """Return what is kept under this key, at this revision; None where nothing whole is."""
        try:
            raw = (self.folder / f"{key}.json").read_bytes()
            found = msgspec.json.decode(raw.replace(REVISION.encode(), revision.encode()), type=_File)
        except (OSError, msgspec.DecodeError):
            return None
        self._used.add(key)
        return KeptUnit({page.lang: _page(page) for page in found.pages}, found.unit)

    def put(self, key: str, pages: Iterable[Page], unit: Unit, revision: str) -> None:
        """Keep a unit that was drawn without a problem."""
        raw = msgspec.json.encode(_File(tuple(_kept(page) for page in pages), unit))
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{key}"
        draft.write_bytes(raw.replace(revision.encode(), REVISION.encode()))
        draft.replace(self.folder / f"{key}.json")
        self._used.add(key)

    def whole(self, revision: str) -> bool:
        """Tell whether this very code published this revision of the module, and it still lies there."""
        compiled = self.folder.parents[1] / revision / "module.json"
        with suppress(OSError):
            return compiled.is_file() and (self.folder / "whole").read_text() == f"{revision} {made_by()}"
        return False

    def tell_whole(self, revision: str) -> None:
        """Note that the module was published at this revision."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "whole").write_text(f"{revision} {made_by()}")

    def tidy(self) -> None:
        """Throw away what this reading did not use."""
        if self.folder.is_dir():
            for path in self.folder.glob("*.json"):
                if path.stem not in self._used:
                    path.unlink(missing_ok=True)


class Memory:
    """What is known of a module's units before its pages are read, and what is worth keeping after that."""

    def __init__(self, var_dir: Path, sources: Sources, languages: Sequence[str], broken: set[str]) -> None:
        self.store = KeptUnits(var_dir, sources.folder)
        self.revision = sources.revision
        texts: dict[str, dict[str, str]] = {}
        for name, text in sources.texts.items():
            if unit := unit_of(name):
                texts.setdefault(unit, {})[name] = text
        sound = {unit: files for unit, files in texts.items() if not broken & _paths(sources.folder, files)}
        media = sources.media
        self.keys = {
            unit: self.store.key(files, languages, texts.keys(), media) for unit, files in sound.items()
        }
        asked = {unit: self.store.get(key, self.revision) for unit, key in self.keys.items()}
        self.found = {unit: kept for unit, kept in asked.items() if kept is not None}

    def keep(
        self,
        pages: Mapping[str, Mapping[str, Page]],
        units: Mapping[str, Unit],
        findings: Mapping[str, Findings],
    ) -> None:
        """Keep every unit of these whose files have no problem, and forget those of another time."""
        for unit_id, by_language in pages.items():
            told = [findings[page.name].problems for page in by_language.values()]
            if unit_id in self.keys and not any(told):
                self.store.put(self.keys[unit_id], by_language.values(), units[unit_id], self.revision)
        self.store.tidy()


def unit_of(name: str) -> str:
    """Return the unit that a file's name tells, or ""."""
    named = UNIT_NAME.fullmatch(name)
    return named[2] if named else ""


def _paths(folder: str, names: Iterable[str]) -> set[str]:
    return {f"{folder}/{name}" for name in names}


def _facts(file: File | None) -> tuple[Any, ...] | None:
    return (file.size, file.digest) if file else None


def _kept(page: Page) -> _KeptPage:
    blocks = tuple(KeptDraft(d.kind, d.id, d.line, d.graded) for _start, _end, d in page.blocks)
    plain = {field.name: getattr(page, field.name) for field in fields(_KeptPage) if field.name != "blocks"}
    return _KeptPage(**plain, blocks=blocks)


def _page(kept: _KeptPage) -> Page:
    plain = {field.name: getattr(kept, field.name) for field in fields(_KeptPage) if field.name != "blocks"}
    empty: dict[str, Any] = dict.fromkeys(("title", "summary", "tomorrow"), "")
    empty |= dict.fromkeys(("objectives", "lines", "prose"), ())
    return Page(**plain, **empty, first_line=1, blocks=tuple(Block(0, 0, draft) for draft in kept.blocks))
