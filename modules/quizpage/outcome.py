"""What the answers of an attempt come to, in words: how many were right, what that means, what now."""

from __future__ import annotations

from collections.abc import Sequence

from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from modules.activities.graded import NOT_SCORED
from modules.catalog import Activity, Question
from modules.queries import LastAnswer

Outcome = tuple[str, str]
"""Words, and the kind of notice that they are."""


def outcome(activity: Activity, asked: Sequence[Question], last: LastAnswer) -> Outcome:
    """Return what is said above the answers of the last attempt, whose questions these are."""
    if activity.survey:
        return _("Thank you. Your answers are kept, and you can change them."), "ok"
    scored = [question for question in asked if question.kind not in NOT_SCORED]
    if not scored:
        return _kept(activity, asked, last)
    right = round(last.score * len(scored))
    told = ngettext(
        "%(n)s right answer of %(total)s.", "%(n)s right answers of %(total)s.", right, total=len(scored)
    )
    meaning, kind = _meaning(activity, asked, last, all_right=right == len(scored))
    return f"{told} {meaning}", kind


def attempts_left(activity: Activity, number: int) -> str:
    """Return how many attempts are left after this many, in words; "" where there is no end."""
    if activity.attempts is None:
        return ""
    left = max(0, activity.attempts - number)
    return ngettext("%(n)s attempt left", "%(n)s attempts left", left) if left else _("no attempt left")


def _kept(activity: Activity, asked: Sequence[Question], last: LastAnswer) -> Outcome:
    if is_updated(asked, last):
        return _("This quiz was updated since you did it; what you passed stays passed."), "info"
    return _("Your answer is kept."), "ok"


def is_updated(asked: Sequence[Question], last: LastAnswer) -> bool:
    """Tell whether one of these questions was edited, or added, since the answers."""
    return any(last.hashes.get(question.id) != question.hash for question in asked)


def _meaning(activity: Activity, asked: Sequence[Question], last: LastAnswer, *, all_right: bool) -> Outcome:
    """Return what the last answers mean in words, and the kind of notice."""
    if is_updated(asked, last):
        return _("This quiz was updated since you did it; what you passed stays passed."), "info"
    if last.passed:
        return _("Passed."), "ok"
    if not activity.graded and all_right:
        return _("All of it."), "ok"
    if last.ever_passed:
        return _("You passed this quiz before, and that stays."), "ok"
    if activity.attempts is not None:
        return _missed(activity.attempts - last.used)
    return _("Read what the answers say, then try again as often as you like."), "info"


def _missed(left: int) -> Outcome:
    if left <= 0:
        return _("This was the last attempt. Read what the answers say."), "info"
    return _("Read what the answers say, then try again."), "info"
