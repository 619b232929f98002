"""Where a public answer stands, as a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.answers.models import PublicAnswer, Stage

STAGES: Final[Mapping[Stage, str]] = {
    Stage.PROPOSED: N_("Proposed: a lead reads it"),
    Stage.SENT_BACK: N_("Sent back to be changed"),
    Stage.PUBLISHED: N_("Published"),
    Stage.OBJECTED: N_("Stopped by the learner"),
    Stage.WITHDRAWN: N_("Taken back by whoever wrote it"),
    Stage.HIDDEN: N_("Hidden by moderation"),
}


def written_by(answer: PublicAnswer) -> str:
    """Say who wrote it, for who decides: never by name."""
    return _("Written by a learner") if answer.by_learner else _("Written by a facilitator")


def stage_words(answer: PublicAnswer) -> str:
    """Return where it stands; what a learner told can be stopped by whoever had answered her."""
    if answer.by_learner and answer.stage == Stage.OBJECTED:
        return _("Stopped by whoever answered the question")
    return _(STAGES[Stage(answer.stage)])
