"""Reads the block `widget`: an activity without a computer as written in one language, and joins its languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from modules.catalog import faults, rich_faults
from modules.catalog.form import Form
from modules.catalog.problems import Findings
from modules.catalog.tree import Branch, read_yaml
from modules.widgets import cards, networks, pixels
from modules.widgets.definitions import Layers, Task, WidgetKind

_PAIR: Final = re.compile(r"([1-9])-([1-9])")
_NUMBER: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class WidgetDraft:
    """One widget as written in one language; `lines` tells where its values stand."""

    widget: WidgetKind
    id: str
    line: int
    title: str
    text: str
    shows: str = ""
    layers: Layers = ()
    start: tuple[int, ...] = ()
    cards: int = 0
    numbers: tuple[int, ...] = ()
    rows: tuple[str, ...] = ()
    task: Task = Task.DRAW
    lines: dict[str, int] = field(default_factory=dict)
    kind: str = "widget"
    graded: bool = False

    def key(self) -> Sequence[tuple[str, object, int]]:
        """Return all that is not language, in order, each with its name and line."""
        names = {"steps": self.layers, "start": self.start, "cards": self.cards, "numbers": self.numbers}
        names |= {"rows": self.rows, "task": self.task}
        found: list[tuple[str, object, int]] = [("id", self.id, self.line), ("kind", self.widget, self.line)]
        return found + [(name, value, self.lines.get(name, self.line)) for name, value in names.items()]


def read_widget(text: str, first_line: int, findings: Findings) -> WidgetDraft | None:
    """Read one block; None when it is no YAML block."""
    root = read_yaml(text, first_line, findings)
    if root is None:
        return None
    if not isinstance(root, Branch):
        findings.add(first_line, faults.NOT_BLOCK, key="widget")
        return None
    form = Form(root, findings)
    kind = WidgetKind(form.choice("kind", tuple(WidgetKind)))
    common = WidgetDraft(
        widget=kind,
        id=form.identifier(),
        line=first_line,
        title=form.text("title"),
        text=form.text("text", ""),
        lines={name: line for name, (line, _node) in root.entries.items()},
    )
    draft = _READERS[kind](form, common)
    form.close()
    return draft


def _numbers(form: Form, key: str, *, required: bool = True) -> tuple[int, ...]:
    """Read whole numbers from 0 to 999; -1 stands for what is none."""
    texts = form.texts(key, required=required)
    return tuple(int(text) if _NUMBER.fullmatch(text) else -1 for text in texts)


def _network(form: Form, common: WidgetDraft) -> WidgetDraft:
    start = _numbers(form, "start")
    sizes = networks.LINES
    if start and (len(start) not in sizes or -1 in start or len(set(start)) < len(start)):
        form.findings.add(
            form.line_of("start"), rich_faults.NETWORK_START, low=sizes.start, high=sizes.stop - 1
        )
        start = ()
    steps = form.texts("steps")
    sorts = form.flag("sorts", default=True)
    before = len(form.findings.problems)
    layers = tuple(_layer(step, len(start), form) for step in steps[: networks.STEPS]) if start else ()
    if layers and len(form.findings.problems) == before:
        _check_network(layers, start, sorts, form)
    return replace(common, start=start, layers=layers)


def _layer(step: str, lines: int, form: Form) -> tuple[tuple[int, int], ...]:
    line, pairs = form.line_of("steps"), []
    seen: set[int] = set()
    for written in step.split():
        named = _PAIR.fullmatch(written)
        low, high = (int(named[1]) - 1, int(named[2]) - 1) if named else (0, 0)
        if not low < high < lines:
            form.findings.add(line, rich_faults.NETWORK_WIRE, pair=written, lines=lines)
        elif {low, high} & seen:
            wire = min({low, high} & seen) + 1
            form.findings.add(line, rich_faults.NETWORK_LAYER, wire=wire)
        else:
            pairs.append((low, high))
            seen |= {low, high}
    return tuple(pairs)


def _check_network(layers: Layers, start: Sequence[int], sorts: bool, form: Form) -> None:
    found = networks.counterexample(layers, len(start))
    if found and sorts:
        before, after = _said(found), _said(networks.after(layers, found))
        form.findings.add(form.line_of("steps"), rich_faults.NETWORK_FAILS, before=before, after=after)
    elif not found and not sorts:
        form.findings.add(form.line_of("sorts"), rich_faults.NETWORK_SORTS)


def _said(values: Sequence[int]) -> str:
    return " ".join(str(value) for value in values)


def _cards(form: Form, common: WidgetDraft) -> WidgetDraft:
    count = form.whole("cards", cards.CARDS.start, cards.CARDS.stop - 1)
    numbers = _numbers(form, "numbers", required=False)
    for number in numbers:
        if not 0 <= number < 2**count:
            said = "?" if number < 0 else number
            line, high = form.line_of("numbers"), 2**count - 1
            form.findings.add(line, rich_faults.CARD_NUMBER, number=said, cards=count, high=high)
    return replace(common, cards=count, numbers=numbers)


def _picture(form: Form, common: WidgetDraft) -> WidgetDraft:
    line = form.line_of("rows")
    rows = tuple(row.strip() for row in form.text("rows").split("\n"))
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]) or set(row) - {pixels.WHITE, pixels.BLACK}:
            form.findings.add(line + number, rich_faults.PIXEL_ROW, row=number)
            break
    if rows[0] and (len(rows) not in pixels.SIZES or len(rows[0]) not in pixels.SIZES):
        form.findings.add(line, rich_faults.PIXEL_SIZE, rows=len(rows), columns=len(rows[0]))
    task = Task(form.choice("task", tuple(Task))) if form.has("task") else Task.DRAW
    return replace(common, rows=rows, task=task, shows=form.text("shows"))


_READERS: Final = {
    WidgetKind.SORTING_NETWORK: _network,
    WidgetKind.BINARY_CARDS: _cards,
    WidgetKind.PIXELS: _picture,
}
