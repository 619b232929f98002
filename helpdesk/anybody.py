"""Acts that are open to anybody, with an account or without one: reporting an answer, a place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from classcode.acts import Acting, acting
from classcode.auth import visitor
from classcode.auth.visitors import Visitor
from classcode.forms import ActForm

NOBODY: Final = UUID(int=0)
"""In whose name somebody acts who has no account."""


@contextmanager
def act_of_anybody(form: ActForm, where: str) -> Iterator[tuple[Acting, Visitor | None]]:
    """Open the act of a form, whose answer is shown at `where`; give it with who acts, None without an account."""
    who = visitor()
    with acting(who.id if who else NOBODY, form.act_id) as act:
        act.answer(where)
        yield act, who
