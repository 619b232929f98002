"""Where a public answer stands, as a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.answers.models import Stage

STAGES: Final[Mapping[Stage, str]] = {
    Stage.PROPOSED: N_("Proposed: a lead reads it"),
    Stage.SENT_BACK: N_("Sent back to be changed"),
    Stage.PUBLISHED: N_("Published"),
    Stage.OBJECTED: N_("Stopped by the learner"),
    Stage.HIDDEN: N_("Hidden by moderation"),
}


def stage_words(stage: str) -> str:
    """Return where it stands."""
    return _(STAGES[Stage(stage)])
