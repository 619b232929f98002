"""How a study and one of its files stand. Pure."""

from __future__ import annotations

from enum import StrEnum


class StudyState(StrEnum):
    """How a study stands; only an agreed one has a key, and only what has a key can be exported."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    ENDED = "ended"


class FileState(StrEnum):
    """How a file of a study stands."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class Problem(StrEnum):
    """Why a file could not be made."""

    NONE = ""
    TOO_FEW = "too-few"
    """Fewer people than a class needs, however coarse."""
    ENDED = "ended"
    """The study is no longer agreed."""
    LEFT = "left"
    """Somebody who may be in it took her agreement back or was erased."""
    ROLE = "role"
    """Who ordered it no longer leads all regions."""
