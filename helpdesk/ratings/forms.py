"""The form of an opinion; what it may hold is decided by the rules."""

from __future__ import annotations

from typing import Final

from wtforms import HiddenField, RadioField, TextAreaField

from classcode.forms import ActForm
from classcode.i18n import N_

STARS: Final = (
    ("5", N_("5: yes, completely")),
    ("4", N_("4: yes, mostly")),
    ("3", N_("3: in part")),
    ("2", N_("2: a little")),
    ("1", N_("1: not at all")),
)


class RateForm(ActForm):
    """How much the help was of use, and why. `token` is the mailed link's; empty on the learner's own page."""

    token = HiddenField()
    stars = RadioField(choices=[], validate_choice=False)
    comment = TextAreaField()

    @property
    def points(self) -> int:
        """What was chosen, or 0, which the rules refuse."""
        chosen = self.stars.data or ""
        return int(chosen) if chosen in dict(STARS) else 0
