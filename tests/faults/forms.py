"""What a form of the story is to a test that posts it twice, and the list in which each form is named.

The forms themselves stand in `story_forms` (accounts, modules, what runs behind), `thread_forms` (a question and its
meeting), `desk_forms` (what the team does for it) and `guest_forms` (who has no account).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from classcode.people.models import Person
from tests.faults.conftest import Scene

Fields = Mapping[str, object]


@dataclass(frozen=True)
class Form:
    """A form on a page: who has it before her, where it posts, what is filled in, what was posted before."""

    who: Person | None
    action: str
    fields: Fields
    before: tuple[tuple[str, Fields], ...] = ()


Maker = Callable[[Scene], Form]
FORMS: Final[dict[str, Maker]] = {}
"""By the name of the function that prepares it."""
ENDPOINTS: Final[dict[str, str]] = {}
"""To which view each posts."""


def form(endpoint: str) -> Callable[[Maker], Maker]:
    """Name a form of the story by the function that prepares it; it posts to this view."""

    def named(make: Maker) -> Maker:
        assert make.__name__ not in FORMS
        FORMS[make.__name__], ENDPOINTS[make.__name__] = make, endpoint
        return make

    return named
