"""Which Class'Code this is: the one place that says it, read by the packaging, by publications and by the record."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.2.0"
"""Of the source, as CHANGELOG.md names it; an installation that was not made anew knows it too."""
