"""The fixed words of files: the columns of one line per value, and why a value is there or not. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from classcode.i18n import N_


class State(StrEnum):
    """Why a value is there, or not."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    NOTHING = "nothing-to-divide"
    NO_SOURCE = "no-source"
    NOT_HERE = "not-for-this-choice"


STATES: Final = {
    State.SHOWN: N_("shown"),
    State.HIDDEN: N_("not shown"),
    State.NOTHING: N_("nothing to divide"),
    State.NO_SOURCE: N_("no source yet"),
    State.NOT_HERE: N_("not told for this choice"),
}
LINE_HEADS: Final = {
    "figure": N_("Identifier"),
    "label": N_("Figure"),
    "unit": N_("Unit"),
    "definition_version": N_("Definition, version"),
    "by": N_("By"),
    "key": N_("Code"),
    "name": N_("Name"),
    "value": N_("Value"),
    "state": N_("State"),
    "rule": N_("Rule"),
    "period_from": N_("First day"),
    "period_to": N_("Last day"),
    "region": N_("Region"),
    "module": N_("Module"),
    "narrowed_to": N_("Narrowed to"),
    "data_as_of": N_("Data as of"),
}
"""The columns of a file with one line per value: fixed names for programs, words for people."""
