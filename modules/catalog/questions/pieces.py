"""Reads questions answered by putting pieces in place: matching, ordering and Parsons problems."""

from __future__ import annotations

from typing import Final

from modules.catalog import faults
from modules.catalog.form import Form
from modules.catalog.questions.any_order import read_any_order
from modules.catalog.questions.drafts import Filled, OptionDraft, PieceDraft
from modules.catalog.repeated import note_repeated

STEPS: Final = 3
"""How far a line of a program can be indented."""
MOST: Final = 20
"""Pieces of one question: more is no puzzle, it is work."""


def read_ordering(form: Form) -> Filled:
    """Read pieces in their right order."""
    return Filled(pieces=_checked(tuple(_piece(one) for one in form.forms("pieces")), form))


def read_parsons(form: Form) -> Filled:
    """Read the lines of a program in their right order, each with its indent; some may not belong to it."""
    pieces = _checked(tuple(_line(one) for one in form.forms("pieces")), form)
    used = [piece for piece in pieces if piece.belongs]
    if pieces and len(used) < 2:
        form.findings.add(form.line_of("pieces"), faults.FEW_PIECES, id=form.told_id)
    before = -1
    for piece in used:
        if piece.indent > before + 1:
            form.findings.add(piece.line, faults.INDENT_JUMP, id=piece.id)
        before = piece.indent
    return Filled(pieces=pieces, any_order=read_any_order(form, used) if form.has("any_order") else ())


def read_matching(form: Form) -> Filled:
    """Read what to match: each piece goes to one of the options; several may go to one, and one may be left over."""
    options = tuple(_right_hand(one) for one in form.forms("options"))
    note_repeated([(option.id, option.line) for option in options], form.findings)
    if len(options) == 1:
        form.findings.add(form.line_of("options"), faults.FEW_OPTIONS, id=form.told_id)
    pieces = _checked(tuple(_left_hand(one) for one in form.forms("pieces")), form)
    known = [option.id for option in options]
    for piece in pieces:
        if piece.goes and piece.goes not in known:
            form.findings.add(
                piece.line, faults.NOT_CHOICE, key="goes", value=piece.goes, known=", ".join(known)
            )
    return Filled(pieces=pieces, options=options)


def _checked(pieces: tuple[PieceDraft, ...], form: Form) -> tuple[PieceDraft, ...]:
    note_repeated([(piece.id, piece.line) for piece in pieces], form.findings)
    if len(pieces) == 1:
        form.findings.add(form.line_of("pieces"), faults.FEW_PIECES, id=form.told_id)
    if len(pieces) > MOST:
        form.findings.add(form.line_of("pieces"), faults.MANY_PIECES, id=form.told_id, limit=MOST)
    return pieces


def _piece(form: Form) -> PieceDraft:
    piece = PieceDraft(form.identifier(), form.text("text"), form.text("feedback", ""), form.line)
    form.close()
    return piece


def _line(form: Form) -> PieceDraft:
    piece = PieceDraft(
        id=form.identifier(),
        text=form.text("text"),
        feedback=form.text("feedback", ""),
        line=form.line,
        indent=form.whole("indent", 0, STEPS) if form.has("indent") else 0,
        belongs=form.flag("belongs", default=True),
    )
    form.close()
    return piece


def _left_hand(form: Form) -> PieceDraft:
    piece = PieceDraft(
        form.identifier(),
        form.text("text"),
        form.text("feedback", ""),
        form.line,
        goes=form.identifier("goes"),
    )
    form.close()
    return piece


def _right_hand(form: Form) -> OptionDraft:
    option = OptionDraft(form.identifier(), False, form.text("text"), "", form.line)
    form.close()
    return option
