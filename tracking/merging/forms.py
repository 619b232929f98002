"""The form that makes two accounts one; what it may hold is decided by the rules."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from classcode.forms import ActForm, said
from classcode.i18n import N_
from tracking.merging.rules import Wish

NEEDED = DataRequired(N_("Please fill this in."))


class MergeForm(ActForm):
    """Which account goes on, which is closed, that one written once more, and why."""

    kept = StringField(N_("The account that goes on"), [NEEDED])
    merged = StringField(N_("The account that is closed"), [NEEDED])
    again = StringField(N_("The account that is closed, once more"), [NEEDED])
    reason = TextAreaField(N_("Why"), [NEEDED])

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        return Wish(said(self.kept), said(self.merged), said(self.again), said(self.reason))
