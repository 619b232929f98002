"""Checks a file of captions (WebVTT): whether a browser would show each of them, and when.

https://www.w3.org/TR/webvtt1/ says what a file holds; captions here are plain text under their times.
"""

from __future__ import annotations

import re
from typing import Final

from modules.catalog import rich_faults as faults
from modules.catalog.problems import Findings

_TIME: Final = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d\.\d{3})"
_CUE: Final = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")


def check_captions(text: str, findings: Findings) -> None:
    """Note what is no caption file, times that cannot be read, and captions that end before they begin."""
    lines = text.split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        findings.add(1, faults.NO_CAPTIONS)
        return
    before, shown = 0.0, 0
    for number, line in enumerate(lines, 1):
        if "-->" not in line:
            continue
        shown += 1
        cue = _CUE.fullmatch(line.rstrip())
        if cue is None:
            findings.add(number, faults.CAPTION_TIME)
            continue
        begin, end = _seconds(cue.groups()[:3]), _seconds(cue.groups()[3:])
        if end <= begin or begin < before:
            findings.add(number, faults.CAPTION_ORDER)
        before = begin
    if not shown:
        findings.add(1, faults.NO_CAPTIONS)


def _seconds(time: tuple[str | None, ...]) -> float:
    hours, minutes, seconds = time
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)
