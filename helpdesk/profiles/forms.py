"""The form of a lead who looks behind a pseudonym."""

from __future__ import annotations

from wtforms import TextAreaField

from classcode.forms import ActForm


class LiftForm(ActForm):
    """Why she needs to know who asked; what makes a reason is decided by the rules."""

    reason = TextAreaField()
