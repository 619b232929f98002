"""Audio and video: a block with its file, captions and transcript becomes a figure that the browser itself plays.

Nothing is fetched before the reader asks for it; the transcript is there for who cannot hear, see or load it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple

from classcode.i18n import LANGUAGES
from classcode.i18n import gettext as _
from modules.catalog import faults
from modules.catalog.form import Form
from modules.catalog.media import KINDS, Use
from modules.catalog.problems import Findings
from modules.catalog.tree import Branch, read_yaml

KIND: Final = "media"


@dataclass(frozen=True)
class RecordingDraft:
    """A recording as written in one language; `use` says whether it is heard or seen, files are paths as written."""

    id: str
    line: int
    use: Use
    title: str
    file: str
    captions: str
    poster: str
    transcript: str
    lines: dict[str, int]
    kind: str = KIND
    graded: bool = False

    def key(self) -> Sequence[tuple[str, object, int]]:
        """Return all that is the same in every language: files may differ."""
        return [("id", self.id, self.line), ("use", self.use, self.line)]


class Places(NamedTuple):
    """Where a recording's files are served, and its transcript as safe HTML."""

    file: str
    facts: str
    captions: str
    poster: str
    transcript: str


def read_audio(text: str, first_line: int, findings: Findings) -> RecordingDraft | None:
    """Read a block `audio`; None when it is no YAML block."""
    return _read(text, first_line, findings, Use.AUDIO)


def read_video(text: str, first_line: int, findings: Findings) -> RecordingDraft | None:
    """Read a block `video`; None when it is no YAML block."""
    return _read(text, first_line, findings, Use.VIDEO)


def _read(text: str, first_line: int, findings: Findings, use: Use) -> RecordingDraft | None:
    root = read_yaml(text, first_line, findings)
    if root is None:
        return None
    if not isinstance(root, Branch):
        findings.add(first_line, faults.NOT_BLOCK, key=use)
        return None
    form = Form(root, findings)
    names = ("file", "captions", "poster", "transcript")
    recording = RecordingDraft(
        id=form.identifier(),
        line=first_line,
        use=use,
        title=form.text("title"),
        file=form.text("file"),
        captions=form.text("captions", ""),
        poster=form.text("poster", "") if use is Use.VIDEO else "",
        transcript=form.text("transcript"),
        lines={name: form.line_of(name) for name in names},
    )
    form.close()
    return recording


def figure(recording: RecordingDraft, places: Places, lang: str) -> str:
    """Return the recording's figure as safe HTML, in the language of the surrounding `i18n.reader`."""
    mime = KINDS[recording.file.rpartition(".")[2]].mime if places.file else ""
    title = escape(recording.title)
    source = f'<source src="{escape(places.file)}" type="{mime}">'
    track = (
        f'<track kind="captions" src="{escape(places.captions)}" srclang="{lang}"'
        f' label="{escape(LANGUAGES.get(lang, lang))}" default>'
        if places.captions
        else ""
    )
    poster = f' poster="{escape(places.poster)}"' if places.poster else ""
    kept, read = escape(_("Download the recording")), escape(_("Read the transcript"))
    return (
        f'<figure class="player" id="{recording.id}">'
        f'<figcaption><strong>{title}</strong> <span class="muted">({escape(places.facts)})</span></figcaption>'
        f'<{recording.use} controls preload="none" aria-label="{title}"{poster}>{source}{track}'
        f"</{recording.use}>"
        f'<p class="player-ways"><a class="download" download="" href="{escape(places.file)}">{kept}</a></p>'
        f'<details class="transcript"><summary>{read}</summary>{places.transcript}</details>'
        "</figure>\n"
    )
