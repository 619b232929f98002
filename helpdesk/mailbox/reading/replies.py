"""What somebody wrote anew in a mail that quotes what came before: above it, below it, or between its lines.

When in doubt a line stays. Nothing left means that the whole text is what she said. Every pass looks at each line once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from helpdesk.mailbox.reading.quotes import announced, is_forward, is_quoted, is_rule

CONTEXT: Final = 6
"""Lines of a quotation that are kept before what was written under it."""
SIGNED: Final = 12
"""Lines that a signature after "--" may have when the mark lacks its space; more than that is a text."""
_GADGET: Final = re.compile(
    r"(?:\[[^\]]{0,200}\]\s*)?(?:envoy[ée] (?:de(?:puis)?|à partir de?|avec|via|par)\b"
    r"|sent (?:from|with|via) \w|get outlook for\b"
    r"|t[ée]l[ée]charger outlook pour\b|obtenez outlook pour\b|outlook voor \w+ downloaden|download outlook\b"
    r"|verzonden (?:vanaf|met|via|vanuit)\b|verstuurd (?:vanaf|met|via)\b|gesendet (?:von|mit)\b"
    r"|von mein\w+ .{2,30} gesendet"
    r"|provenance\s*:\s*courrier pour|garanti sans virus|sans virus\.|virus-?free|virusvrij|virenfrei"
    r"|holen sie sich outlook|outlook f[üu]r \w+ herunterladen).{0,160}",
    re.IGNORECASE,
)
_GADGET_LINES: Final = 4
"""Such a line stands among the last ones, with an address or a logo's name after it."""


@dataclass(slots=True)
class _Run:
    """Lines in a row of one kind: her own, or a quotation."""

    own: bool
    lines: list[str]

    def __bool__(self) -> bool:
        return any(line.strip() for line in self.lines)


def reply_of(text: str, *, forwarded: bool = False) -> str:
    """Return what was written anew; the whole text when nothing is left, or when it passes a mail on."""
    whole = _trimmed([line.rstrip() for line in text.split("\n")])
    if forwarded:
        return "\n".join(whole)
    runs = [_signed_off(run) if run.own else run for run in _runs(text.split("\n"))]
    kept = "\n".join(_joined([run for run in runs if run]))
    return kept if kept.strip() else "\n".join(whole)


def _runs(lines: list[str]) -> list[_Run]:
    """Split a text into her lines and quotations; what announces a quotation goes."""
    runs: list[_Run] = []
    at = 0
    while at < len(lines):
        if is_forward(lines[at]):
            _add(runs, True, lines[at:])
            break
        announces = announced(lines, at)
        if announces:
            _drop_rule(runs)
            at += announces
            if not _marked(lines, at):
                break  # everything below is theirs, though no line says so
            runs.append(_Run(False, []))
            continue
        _add(runs, not is_quoted(lines[at]), [lines[at]])
        at += 1
    return runs


def _marked(lines: list[str], at: int) -> bool:
    """Tell whether the quotation that begins here marks its lines; empty ones may come first."""
    return any(is_quoted(line) for line in _first_said(lines, at))


def _first_said(lines: list[str], at: int) -> list[str]:
    return next(([line] for line in lines[at : at + 5] if line.strip()), [])


def _add(runs: list[_Run], own: bool, lines: list[str]) -> None:
    blank = not any(line.strip() for line in lines)
    if runs and (runs[-1].own == own or blank):
        runs[-1].lines += lines
    else:
        runs.append(_Run(own, list(lines)))


def _drop_rule(runs: list[_Run]) -> None:
    """Take away the line that some programs draw above what they quote."""
    if runs:
        runs[-1].lines = _trimmed(runs[-1].lines)
        if runs[-1].lines and is_rule(runs[-1].lines[-1]):
            runs[-1].lines = _trimmed(runs[-1].lines[:-1])


def _signed_off(run: _Run) -> _Run:
    """Take away a signature and what a telephone or a virus scanner adds."""
    lines = _trimmed(run.lines)
    for at, line in enumerate(lines):
        if line in {"-- ", "--\N{NO-BREAK SPACE}"} or (line == "--" and len(lines) - at <= SIGNED):
            lines = _trimmed(lines[:at])
            break
    said = [at for at, line in enumerate(lines) if line.strip()][-_GADGET_LINES:]
    ends = next((at for at in said if _GADGET.fullmatch(lines[at].strip(" *_"))), len(lines))
    lines = _trimmed(lines[:ends])
    if lines and is_rule(lines[-1]):
        lines = _trimmed(lines[:-1])
    return _Run(True, lines)


def _joined(runs: list[_Run]) -> list[str]:
    """Return her lines; a quotation between two of hers stays, shortened, since she answers to it."""
    own = [place for place, run in enumerate(runs) if run.own]
    if not own:
        return []
    lines: list[str] = []
    for run in runs[own[0] : own[-1] + 1]:
        block = _trimmed(run.lines)
        if not run.own and len(block) > CONTEXT:
            block = ["> […]", *block[-CONTEXT:]]
        lines += ([""] if lines else []) + [line.rstrip() for line in block]
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    """Return the lines without empty ones at both ends."""
    said = [at for at, line in enumerate(lines) if line.strip()]
    return lines[said[0] : said[-1] + 1] if said else []
