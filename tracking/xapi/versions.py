"""The versions of xAPI that we speak, and nothing of how a request says which one it wants."""

from __future__ import annotations

from enum import StrEnum


class Version(StrEnum):
    """A generation of the specification; the value is what our answers carry (1.0.3 also answers 1.0.0 to 1.0.2)."""

    V1 = "1.0.3"
    V2 = "2.0.0"
