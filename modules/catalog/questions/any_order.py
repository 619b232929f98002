"""Reads which lines of a program may stand in any order: groups of lines below each other, at one indent."""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial, prod
from typing import Final

from modules.catalog import faults
from modules.catalog.form import Form
from modules.catalog.questions.drafts import PieceDraft
from modules.catalog.tree import Leaf, Node, Row

KEY: Final = "any_order"
MOST_ORDERS: Final = 24
"""Right orders of one program, as many as four lines have: each answer is held against every one of them, and
where still more are right, the question is not about order."""


def read_any_order(form: Form, used: Sequence[PieceDraft]) -> tuple[tuple[str, ...], ...]:
    """Read groups of ids of lines that belong; `used` are these lines in their right order."""
    groups: list[tuple[str, ...]] = []
    for item in form.row(KEY):
        names = _names(form, item, [piece.id for piece in used])
        for name in names:
            if names.count(name) > 1 or any(name in group for group in groups):
                form.findings.add(item.line, faults.TWICE, key=name)
                break
        else:
            _check(form, item, names, used)
        groups.append(names)
    count = prod(factorial(len(group)) for group in groups)
    if count > MOST_ORDERS:
        line = form.line_of(KEY)
        form.findings.add(line, faults.MANY_ORDERS, id=form.told_id, count=count, limit=MOST_ORDERS)
        return ()
    return tuple(groups)


def _names(form: Form, item: Node, known: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of one group, noting what is none."""
    if not isinstance(item, Row):
        form.findings.add(item.line, faults.NOT_LIST, key=KEY)
        return ()
    names = []
    for one in item.items:
        if not isinstance(one, Leaf):
            form.findings.add(one.line, faults.NOT_TEXT, key=KEY)
        elif one.value not in known:
            form.findings.add(one.line, faults.NOT_CHOICE, key=KEY, value=one.value, known=", ".join(known))
        else:
            names.append(one.value)
    if len(item.items) < 2:
        form.findings.add(item.line, faults.ONE_LINE, key=KEY)
    return tuple(names)


def _check(form: Form, item: Node, names: Sequence[str], used: Sequence[PieceDraft]) -> None:
    """Note lines that others stand between or below: to move one of them would change what holds what."""
    places = [index for index, piece in enumerate(used) if piece.id in names]
    if len(places) < 2:
        return  # told already
    first, last = places[0], places[-1]
    indents = {piece.indent for piece in used[first : last + 1]}
    below = used[last + 1].indent if last + 1 < len(used) else 0
    if last - first + 1 != len(places) or len(indents) > 1 or below > used[last].indent:
        form.findings.add(item.line, faults.APART, ids=", ".join(names))
