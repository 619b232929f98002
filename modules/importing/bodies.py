"""The body of a source page, line by line: headings, notes of several dialects, code, HTML, links.

Understood are the notes of MkDocs (`!!!`), of GitHub (`> [!NOTE]`), of Docusaurus and the Carpentries (`:::`), the
folds of HTML (`<details>`), references, and kramdown's and Liquid's marks, which are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from modules.catalog.blocks import READERS
from modules.importing import remarks, tags
from modules.importing.beforehand import FENCE, references_of, without_comments
from modules.importing.fronts import plain
from modules.importing.links import Links, Place, Reference
from modules.importing.remarks import Report

KINDS: Final = {
    "tip": "tip", "hint": "tip", "success": "tip", "prereq": "note", "note": "note", "info": "note",
    "important": "warning", "warning": "warning", "caution": "warning", "danger": "warning", "attention": "warning",
    "callout": "note", "testimonial": "note", "instructor": "in-class", "discussion": "in-class",
    "challenge": "in-class", "exercise": "in-class", "spoiler": "solution", "solution": "solution",
    "hidden": "solution", "details": "solution", "keypoints": "further", "further": "further", "seealso": "further",
    "questions": "note", "abstract": "note", "example": "note", "quote": "note", "question": "in-class",
}  # fmt: skip
"""Our notes by the names that others give theirs."""

_DIV: Final = re.compile(r"\s*:{3,}\s*\{?\.?([\w-]+)?[^}\n]*?\}?\s*:*\s*")
_NAMED_DIV: Final = re.compile(r"\s*:{3,}\s*([\w-]+)\s*[\[ ]\s*([^:\]]+?)\]?\s*:*\s*")
_NOTE: Final = re.compile(r"(\s*)(!!!|\?\?\?\+?)\s*([\w-]+)?\s*(?:\"(.*)\"|(.*))\s*")
_ALERT: Final = re.compile(r"\s*>\s*\[!(\w+)\]\s*(.*)")
_HEADING: Final = re.compile(r"\s{0,3}(#{1,6})\s*(.*?)\s*#*\s*(?:\{[^}]*\})?\s*")
_UNDERLINE: Final = re.compile(r"(=+|-+)\s*")
_ATTRIBUTES: Final = re.compile(r"\s*\{:?[.#:][^}]*\}\s*$|\s*\{:[^}]*\}\s*$")
_COMMAND: Final = re.compile(r"\{%.*?%\}|\{\{<.*?>\}\}|\{\{%.*?%\}\}")
_IMPORT: Final = re.compile(r"\s*(?:import|export)\s.+(?:from\s+['\"]|=).*")
_OBJECTIVES: Final = re.compile(
    r"(?:learning )?(?:objectives|goals|outcomes)|objectifs?(?: .*)?|what you.ll learn|you will learn",
    re.IGNORECASE,
)


@dataclass
class Body:
    """A body made ours: its lines, the title that stood in it, and the objectives that it told."""

    title: str = ""
    objectives: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The Markdown, with one empty line at most between two others."""
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n") + "\n"


def make_ours(path: str, body: str, first_line: int, around: tuple[Links, Report]) -> Body:
    """Return the body of a page made ours; `first_line` is its first line's number in the file."""
    maker = _Maker(path, first_line, *around)
    lines = without_comments(body).expandtabs(4).split("\n")
    references, kept = references_of(lines)
    maker.references = references
    for number, line in enumerate(kept, first_line):
        maker.line(line, number)
    maker.close()
    return maker.body


class _Maker:
    """Walks the lines and remembers what is open: code, notes in one another, HTML that is kept as text."""

    def __init__(self, path: str, first_line: int, links: Links, report: Report) -> None:
        self.path, self.first_line, self.links, self.report = path, first_line, links, report
        self.references: dict[str, Reference] = {}
        self.body = Body()
        self._fence = ""
        self._opened: list[str] = []
        self._waits: str | None = None
        self._quoted = False
        self._heavy: re.Pattern[str] | None = None
        self._level = 1

    def line(self, line: str, number: int) -> None:
        """Take one line."""
        if self._fence:
            self._in_code(line)
        elif self._heavy:
            self._in_heavy(line)
        elif opening := FENCE.match(line):
            self._open_code(opening)
        else:
            self._prose(line, number)

    def close(self) -> None:
        """End what the author left open."""
        if self._fence or self._heavy:
            self._put(self._fence or "```")
        self._named()

    def _put(self, line: str) -> None:
        self.body.lines.append(f"{'    ' * len(self._opened)}{line}" if line.strip() else "")

    def _open_code(self, opening: re.Match[str]) -> None:
        self._named()
        margin, self._fence, word = opening.groups()
        known = word.lower() if word.lower() not in READERS else "text"
        self.report.counts["code"] += 1
        self._put(f"{margin if not self._opened else ''}{self._fence}{known}")
        self._margin = margin

    def _in_code(self, line: str) -> None:
        ends = line.strip() == self._fence
        self._put(line if not self._opened else line.removeprefix(self._margin))
        self._fence = "" if ends else self._fence

    def _in_heavy(self, line: str) -> None:
        assert self._heavy is not None
        self._put(line.replace("```", "'''"))
        if self._heavy.search(line):
            self._put("```")
            self._heavy = None

    def _prose(self, line: str, number: int) -> None:
        line = self._without_marks(line, number)
        if self._quoted and not line.lstrip().startswith(">"):
            self._shut()
            self._quoted = False
        if alert := _ALERT.fullmatch(line):
            self._open(alert[1].lower(), alert[2], number)
            self._quoted = True
        elif self._quoted:
            self._text(line.lstrip()[1:].removeprefix(" "), number)
        elif line.lstrip().startswith(":::"):
            self._div(line, number)
        elif note := _NOTE.fullmatch(line):
            self._note(note, number)
        elif found := tags.HEAVY.match(line):
            self._open_heavy(line, found[1], number)
        elif re.match(r"\s*</?(details|summary)\b", line, re.IGNORECASE):
            self._details(line, number)
        else:
            self._text(line, number)

    def _without_marks(self, line: str, number: int) -> str:
        for command in _COMMAND.findall(line):
            self.report.tell(self.path, number, remarks.TEMPLATE, what=command[:60])
        bare = _COMMAND.sub("", line)
        if _IMPORT.fullmatch(bare) and self.path.endswith("x"):
            self.report.tell(self.path, number, remarks.TEMPLATE, what=bare.strip()[:60])
            return ""
        return bare if "`" in bare else _ATTRIBUTES.sub("", bare)

    def _div(self, line: str, number: int) -> None:
        named, div = _NAMED_DIV.fullmatch(line), _DIV.fullmatch(line)
        kind = named[1] if named else div[1] if div else None
        if kind is None:
            self._shut()
        else:
            self._open(kind.lower(), named[2] if named else "", number)

    def _note(self, note: re.Match[str], number: int) -> None:
        margin, mark, word, quoted, bare = note.groups()
        self._named()
        kind = "solution" if mark != "!!!" else self._kind((word or "note").lower(), number)
        title = quoted if quoted is not None else (bare or "")
        self.report.counts["notes"] += 1
        self._put(margin + _opening(kind, title))

    def _kind(self, word: str, number: int) -> str:
        if word not in KINDS and word not in KINDS.values():
            self.report.tell(self.path, number, remarks.UNKNOWN_BLOCK, what=word)
        return KINDS.get(word, word if word in KINDS.values() else "note")

    def _open(self, word: str, title: str, number: int) -> None:
        self._named()
        if _OBJECTIVES.fullmatch(word) or word == "checklist":
            self._opened.append("objectives")
            return
        self._waits = self._kind(word, number)
        self.report.counts["notes"] += 1
        if title:
            self._named(title)

    def _named(self, title: str = "") -> None:
        """Write the opening of the note that waits for its title."""
        if self._waits is None:
            return
        kind, self._waits = self._waits, None
        self.body.lines.append("")
        self._put(_opening(kind, title))
        self._opened.append(kind)

    def _shut(self) -> None:
        self._named()
        if self._opened:
            self._opened.pop()
            self.body.lines.append("")

    def _open_heavy(self, line: str, name: str, number: int) -> None:
        self._named()
        self.report.counts["HTML kept as text"] += 1
        self.report.tell(self.path, number, remarks.HTML_AS_TEXT, what=f"<{name}>")
        self.body.lines.append("")
        self._put("```html")
        self._heavy = re.compile(rf"</{name}\s*>|^\s*<{name}\b[^>]*/>\s*$", re.IGNORECASE)
        self._in_heavy(line)

    def _details(self, line: str, number: int) -> None:
        """Open or shut a fold; its summary becomes the title."""
        title = (
            plain(re.sub(r"(?is).*<summary[^>]*>(.*?)(?:</summary>.*|$)", r"\1", line))
            if "summary" in line
            else ""
        )
        if re.search(r"<details\b", line, re.IGNORECASE):
            self._open("solution", title, number)
        elif title and self._waits is not None:
            self._named(title)
        if re.search(r"</details\s*>", line, re.IGNORECASE):
            self._shut()

    def _text(self, line: str, number: int) -> None:
        heading = _HEADING.fullmatch(line) if line.lstrip().startswith("#") else None
        underline = _UNDERLINE.fullmatch(line) if self._can_underline() else None
        if self._waits is not None and line.strip():
            if heading:
                self._named(plain(heading[2]))
                return
            self._named()
        if self._opened and self._opened[-1] == "objectives":
            self._objective(line)
        elif heading:
            self._heading(len(heading[1]), heading[2], number)
        elif underline:
            self._heading(1 if line.startswith("=") else 2, self.body.lines.pop().strip(), number)
        else:
            self._put(self._inline(line, number))

    def _can_underline(self) -> bool:
        before = self.body.lines[-1] if self.body.lines else ""
        return bool(before.strip()) and not before.startswith((" ", "|", "-", ">", "#", "*", "+"))

    def _objective(self, line: str) -> None:
        told = plain(re.sub(r"^\s*(?:[-*+]|\d+[.)])\s*", "", line))
        if told:
            self.body.objectives.append(told)

    def _heading(self, level: int, written: str, number: int) -> None:
        """Write a heading one level down at most; the page's own title goes, and one inside a note is bold."""
        text = self._inline(written, number).strip()
        if level == 1 and not self.body.title and not self._opened:
            self.body.title = plain(text, 150)
        elif not text:
            return
        elif self._opened:
            self._put(f"**{plain(text)}**")
            self._put("")
        else:
            self._level = min(max(level, 2), self._level + 1)
            self.report.counts["headings"] += 1
            self.body.lines += ["", f"{'#' * self._level} {text}", ""]

    def _inline(self, line: str, number: int) -> str:
        """Return a line of prose with its tags, links and pictures made ours; code between backquotes stays."""

        def unknown(tag: str) -> None:
            self.report.counts["HTML kept as text"] += 1
            self.report.tell(self.path, number, remarks.HTML_AS_TEXT, what=tag[:60])

        place = Place(self.path, number)
        parts = re.split(r"(`+[^`]*`+)", line)
        made = "".join(part if at % 2 else tags.to_markdown(part, unknown) for at, part in enumerate(parts))
        return self.links.lead(made, place, self.references)


def _opening(kind: str, title: str) -> str:
    """Return the line that opens one of our notes."""
    mark = "???" if kind == "solution" else "!!!"
    told = plain(title, 90).replace('"', "”")
    return f'{mark} {kind} "{told}"' if told else f"{mark} {kind}"
