"""Links and pictures of a source page: to units, to files of `media/`, to the outside, or to nowhere and then text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from modules.catalog import media
from modules.importing import pictures, remarks
from modules.importing.folders import ENDS, Course
from modules.importing.names import id_of, title_of, unused
from modules.importing.remarks import Report

REFERENCE: Final = re.compile(r" {0,3}\[([^\]^][^\]]*)\]:\s*<?(\S+?)>?(?:\s+[\"'(](.*)[\"')])?\s*")
_INLINE: Final = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s)>]*(?:\([^\s)]*\)[^\s)>]*)?)>?(?:\s+[\"']([^\"']*)[\"'])?\s*\)"
)
_SAYS: Final = re.compile(r"!\[\]\(([^()\s]+)\)\s*\{[^}\n]*?alt=(?:'([^'\n]*)'|\"([^\"\n]*)\")[^}\n]*\}")
"""A picture whose alternative stands in braces behind it, as Pandoc and the Carpentries write."""
_BY_NAME: Final = re.compile(r"(!?)\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?![(:\[])")
_OUTSIDE: Final = re.compile(r"https?://[^\s/?#]+\S*|mailto:[^\s@:]+@[^\s@:]+")

Reference = tuple[str, str]
"""An address and its title."""


@dataclass(frozen=True)
class Place:
    """Where a link stands: the page's path in the source, and the line."""

    path: str
    line: int


class Links:
    """Leads the links of all pages; copies each picture once."""

    def __init__(self, course: Course, target: Path, report: Report) -> None:
        self.folder, self.units, self.target, self.report = course.folder, course.units, target, report
        self._copied: dict[str, str] = {}

    def lead(self, line: str, place: Place, references: Mapping[str, Reference]) -> str:
        """Return a line with every link and picture made ours."""

        def by_name(found: re.Match[str]) -> str:
            known = references.get(" ".join((found[3] or found[2]).lower().split()))
            if known is None:
                return found[0]
            self.report.counts["references"] += 1
            return f"{found[1]}[{found[2]}]({_titled(*known)})"

        line = _SAYS.sub(lambda found: f"![{_unbracketed(found[2] or found[3] or '')}]({found[1]})", line)
        if references:
            line = _BY_NAME.sub(by_name, line)
        for _ in range(2):  # a picture inside a link first, then the link around it
            line = _INLINE.sub(lambda found: self._made_ours(found, place), line)
        return line

    def _made_ours(self, found: re.Match[str], place: Place) -> str:
        picture, text, address, title = found.groups()
        told = title.replace('"', "") if title else ""
        if picture:
            return self._picture(text, address, told, place)
        if address.startswith(("unit:", "#", "help:")) and not text:
            return text
        return self._link(text, address, place)

    def _link(self, text: str, address: str, place: Place) -> str:
        if address.startswith("unit:") or _OUTSIDE.fullmatch(address):
            self.report.counts["links"] += not address.startswith("unit:")
            return f"[{text}]({address})"
        if address.startswith("#"):
            return text
        unit = self._unit(address, place)
        if unit:
            self.report.counts["links to units"] += 1
            return f"[{text}](unit:{unit})"
        self.report.tell(place.path, place.line, remarks.LINK_AS_TEXT, what=address[:80])
        return text

    def _unit(self, address: str, place: Place) -> str | None:
        path = self._inside(address, place)
        stem = re.sub(r"\.html?$", "", path)
        tried = [path, *(f"{stem}{end}" for end in ENDS)]
        tried += [f"{stem}/{name}.md" for name in ("README", "index", "readme", "0-README")]
        return next((self.units[one] for one in tried if one in self.units), None)

    def _inside(self, address: str, place: Place) -> str:
        """Return the path in the source that an address means; one that leaves the folder means nothing."""
        bare = unquote(address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
        start = "" if bare.startswith("/") else posixpath.dirname(place.path)
        path = posixpath.normpath(posixpath.join(start, bare.lstrip("/")))
        return "" if path.startswith("..") else path

    def _picture(self, text: str, address: str, title: str, place: Place) -> str:
        if address.startswith("media/") and address in self._copied.values():
            return f"![{text}]({_titled(address, title)})"
        name, why = self._copy(address, place)
        alternative = text.strip() or title.strip()
        if not alternative:
            alternative = title_of(Path(unquote(address)).stem)
            self.report.tell(place.path, place.line, remarks.NO_ALTERNATIVE, what=address[:80])
        if name:
            self.report.counts["pictures"] += 1
            return f"![{alternative}]({_titled(name, title)})"
        self.report.tell(place.path, place.line, remarks.NOT_SHOWN, what=address[:80], why=why)
        return f"*{alternative.strip('*_ ')}*"

    def _refused(self, path: str, end: str) -> str:
        """Return why a file cannot be a picture here, or ""."""
        source = self.folder / path
        links = any((self.folder / up).is_symlink() for up in (Path(path), *Path(path).parents) if up.name)
        if not path or links or not source.is_file():
            return remarks.MISSING
        kind = media.KINDS.get(end)
        if kind is None or kind.use is not media.Use.PICTURE:
            return remarks.OTHER_KIND
        return remarks.TOO_LARGE if source.stat().st_size > kind.limit else ""

    def _copy(self, address: str, place: Place) -> tuple[str, str]:
        """Copy a picture into `media/` and return its path there, or "" and why not."""
        path = self._inside(address, place)
        if path in self._copied:
            return self._copied[path], ""
        source = self.folder / path
        end = source.suffix.lower().lstrip(".").replace("jpeg", "jpg")
        why = remarks.ELSEWHERE if "//" in address else self._refused(path, end)
        if why:
            return "", why
        name = unused(id_of(source.stem, "picture"), {Path(one).stem for one in self._copied.values()})
        self.target.joinpath("media").mkdir(exist_ok=True)
        why = pictures.place(source, self.target / "media" / f"{name}.{end}")
        if why:
            return "", why
        self._copied[path] = f"media/{name}.{end}"
        return self._copied[path], ""


def _unbracketed(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _titled(address: str, title: str) -> str:
    return f'{address} "{title}"' if title else address
