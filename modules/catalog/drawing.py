"""Turns a page's Markdown into safe HTML segments, and checks links and pictures as they are really drawn."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from classcode import render
from classcode.i18n import gettext as _
from classcode.i18n import reader
from modules.catalog import addresses, faults, media, players, rich_faults
from modules.catalog.blocks import Draft
from modules.catalog.definitions import Segment
from modules.catalog.pages import Page
from modules.catalog.problems import Fault, Findings
from modules.catalog.prose import without_code

_OUTSIDE: Final = re.compile(r"https?://[^\s/?#]+\S*|mailto:[^\s@:]+@[^\s@:]+")


@dataclass(frozen=True)
class Around:
    """What pages may refer to: units by id, files of `media/` by name, and where the module lies.

    `partial` are the languages that only some units have.
    """

    slug: str
    revision: str
    units: Collection[str]
    files: Mapping[str, media.File]
    partial: Collection[str] = ()


class Drawing:
    """Draws the texts of one page; links and pictures that lead nowhere become findings."""

    def __init__(self, page: Page, around: Around, findings: Findings) -> None:
        self.page = page
        self.around = around
        self.findings = findings
        self._text = "\n".join(without_code(line) for line in page.prose)
        self._seen: dict[str, int] = {}
        self._line: int | None = None
        with reader(page.lang):
            back, titles = _("Back to the text"), _titles()
        self._surroundings = render.Page(self._link, self._picture, back, titles, self._formula)

    def segments(self) -> tuple[Segment, ...]:
        """Draw the body: HTML, and activities, exercises and widgets where their blocks stand."""
        digest = hashlib.sha256("\n".join(self.page.lines).encode()).hexdigest()[:16]
        html = render.course(self._with_places(digest), self._surroundings)
        if render.is_source(html):
            self.findings.add(self.page.first_line, faults.TOO_HEAVY)
            return ()
        pieces = re.split(rf"<p>place{digest}n(\d+)</p>\s*", html)
        blocks = [self._segment(block.draft) for block in self.page.blocks]
        found = [
            blocks[int(piece)] if index % 2 else Segment("html", piece) for index, piece in enumerate(pieces)
        ]
        return tuple(segment for segment in found if segment.value.strip())

    def line(self, text: str, number: int) -> str:
        """Draw one line of a block that stands at this line of the file."""
        self._line = number
        html = render.inline(text, self._surroundings)
        self._line = None
        if "![" in without_code(text):
            self.findings.add(number, faults.QUIZ_PICTURE)
        return html

    def _segment(self, draft: Draft) -> Segment:
        """Return the place of a block; a recording is drawn at once, for nothing more is kept of it."""
        if isinstance(draft, players.RecordingDraft):
            return Segment("html", self._recording(draft))
        return Segment(draft.kind, draft.id)

    def _recording(self, draft: players.RecordingDraft) -> str:
        self._line = draft.lines["transcript"]
        transcript = render.course(draft.transcript, self._surroundings)
        self._line = None
        with reader(self.page.lang):
            file = self._file(draft.file, draft.lines["file"], (draft.use,))
            places = players.Places(
                file=self._address(file),
                facts=media.facts(file) if file else "",
                captions=self._address(
                    self._file(draft.captions, draft.lines["captions"], (media.Use.CAPTIONS,))
                ),
                poster=self._address(self._file(draft.poster, draft.lines["poster"], (media.Use.PICTURE,))),
                transcript=transcript,
            )
            if draft.use is media.Use.VIDEO and not draft.captions:
                self.findings.add(draft.line, rich_faults.UNCAPTIONED, lang=self.page.lang)
            return players.figure(draft, places, self.page.lang)

    def _address(self, file: media.File | None) -> str:
        return addresses.picture(self.around.slug, self.around.revision, file.name) if file else ""

    def _file(self, path: str, line: int, uses: Collection[media.Use]) -> media.File | None:
        """Return the file of this path, noting at this line why it cannot be used."""
        if not path:
            return None
        named = media.NAME.fullmatch(path)
        known = [end for end, kind in media.KINDS.items() if kind.use in uses]
        if named is None or named[3] not in known:
            self.findings.add(line, rich_faults.WRONG_USE, name=path, known=", ".join(known))
            return None
        file = self.around.files.get(named[1])
        if file is None:
            self.findings.add(line, rich_faults.NO_FILE, name=named[1])
        elif named[2] and named[2] != self.page.lang:
            self.findings.add(line, rich_faults.OTHER_TONGUE, name=named[1], lang=self.page.lang)
        return file

    def _formula(self, latex: str) -> None:
        """Note a formula that cannot be drawn, where its first line is first written."""
        first = latex.split("\n", maxsplit=1)[0]
        found = next((n for n, line in enumerate(self.page.lines) if first in line), 0)
        line = self.page.first_line + found if self._line is None else self._line
        lines = render.breaks_lines(latex)
        fault = rich_faults.FORMULA_LINES if lines else rich_faults.UNREADABLE_FORMULA
        self.findings.add(line, fault, latex=first[:60])

    def _with_places(self, digest: str) -> str:
        """Return the body with a word of our own in place of each block; nobody can write it by chance."""
        lines = list(self.page.lines)
        for index, block in reversed(list(enumerate(self.page.blocks))):
            lines[block.start : block.end] = ["", f"place{digest}n{index}", ""]
        return "\n".join(lines)

    def _download(self, address: str) -> render.Download | None:
        name = address.removeprefix("download:")
        line = self._line_of(address)
        file = self._file(f"media/{name}", line, tuple(media.Use))
        if file is None:
            return None
        with reader(self.page.lang):
            return render.Download(self._address(file), media.facts(file))

    def _link(self, address: str) -> str | render.Download | None:
        slug, lang = self.around.slug, self.page.lang
        if address == "help:":
            return addresses.help_desk(lang, slug, self.page.id)
        if address.startswith("download:"):
            return self._download(address)
        kind, _colon, unit_id = address.partition(":")
        if kind == "unit" and unit_id in self.around.units:
            return addresses.unit_page(lang, slug, unit_id)
        if kind == "unit":
            self._note(address, faults.UNKNOWN_LINK, id=unit_id)
        elif _OUTSIDE.fullmatch(address):
            return address
        else:
            self._note(address, faults.BAD_LINK, address=address)
        return None

    def _picture(self, address: str, alternative: str) -> str | None:
        if not alternative.strip():
            self._note(address, faults.NO_ALT, name=address)
        named = media.NAME.fullmatch(address)
        if named and media.KINDS[named[3]].use is not media.Use.PICTURE:
            named = None
        if named is None:
            self._note(address, faults.FOREIGN_PICTURE, name=address)
        elif named[1] not in self.around.files:
            self._note(address, faults.NO_PICTURE, name=named[1])
        elif named[2] and named[2] != self.page.lang:
            self._note(address, faults.OTHER_LANGUAGE, name=named[1], lang=self.page.lang)
        return addresses.picture(self.around.slug, self.around.revision, named[1]) if named else None

    def _note(self, address: str, fault: Fault, /, **params: object) -> None:
        """Note a fault at the next place where this address is written."""
        self.findings.add(self._line_of(address), fault, **params)

    def _line_of(self, address: str) -> int:
        """Return the line of the next place where this address is written."""
        if self._line is not None:
            return self._line
        found = self._text.find(f"]({address}", self._seen.get(address, 0))
        self._seen[address] = found + 1
        return self.page.first_line + (self._text.count("\n", 0, found) if found >= 0 else 0)


def _titles() -> dict[str, str]:
    """Return the titles of notes that have none of their own."""
    return {
        "note": _("Please note"),
        "tip": _("A tip"),
        "warning": _("Take care"),
        "unplugged": _("Without a computer"),
        "in-class": _("In class"),
        "further": _("To go further"),
    }
