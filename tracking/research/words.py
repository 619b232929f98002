"""The words of studies on pages, in English as catalogues know them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode.i18n import N_
from tracking.research.states import FileState, Problem, StudyState

VARIABLES: Final[Mapping[str, str]] = {
    "department": N_("Department, or the region where there is none"),
    "region": N_("Region"),
    "commune_type": N_("Type of commune: rural or urban"),
    "gender": N_("Gender"),
    "setting": N_("Setting in which they work with young people"),
    "level": N_("Level they teach"),
    "language": N_("Language of the pages"),
    "network": N_("Network of the school"),
    "registered": N_("Week of registration"),
    "milestones": N_("Milestones reached, by week"),
    "units": N_("Units completed, by week"),
    "weeks": N_("Days of activity, by week"),
    "answers": N_("Attempts and closed answers"),
    "meetings": N_("Meetings attended and missed"),
    "questions": N_("Questions to the help desk, without their text"),
    "statements": N_("All that they did, as xAPI statements"),
}
"""What a study may ask for."""

COLUMNS: Final[Mapping[str, str]] = {
    "place": N_("Place"),
    "commune_type": N_("Type of commune"),
    "gender": N_("Gender"),
    "setting": N_("Setting"),
    "level": N_("Level"),
    "language": N_("Language"),
    "network": N_("Network"),
    "registered": N_("Registration"),
}
"""The columns that are made coarser."""

STEPS: Final[Mapping[str, str]] = {
    "told": N_("as declared"),
    "department": N_("by department"),
    "region": N_("by region"),
    "country": N_("by country"),
    "level": N_("by level"),
    "cycle": N_("by cycle"),
    "week": N_("by week"),
    "month": N_("by month"),
    "term": N_("by term"),
    "year": N_("by school year"),
    "*": N_("not told"),
}
"""How coarse a column is."""

STATES: Final[Mapping[str, tuple[str, str, str]]] = {
    StudyState.ASKED: (N_("Waiting for data protection"), "warm", "clock"),
    StudyState.AGREED: (N_("Agreed"), "ok", "check"),
    StudyState.REFUSED: (N_("Refused"), "bad", "cross"),
    StudyState.ENDED: (N_("Ended"), "plain", "check"),
}
"""How a study stands: words, kind of tag, sign."""

FILES: Final[Mapping[str, tuple[str, str, str]]] = {
    FileState.WAITING: (N_("Being made"), "warm", "clock"),
    FileState.MADE: (N_("Ready"), "ok", "check"),
    FileState.FAILED: (N_("Not there"), "bad", "cross"),
}
"""How a file stands."""

PROBLEMS: Final[Mapping[str, str]] = {
    Problem.TOO_FEW: N_(
        "Too few people agree to research: even in the coarsest file groups would be too small."
    ),
    Problem.ENDED: N_("The study has ended: its key is destroyed and its files are removed."),
    Problem.LEFT: N_("Somebody who may have been in it left: the file was removed. Order it again."),
    Problem.ROLE: N_("This file can no longer be made for your account."),
}
"""Why a file is not there."""
