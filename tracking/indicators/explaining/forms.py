"""The one form of this room: why the statements behind a figure are looked up."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from classcode.forms import ActForm
from classcode.i18n import N_


class ReasonForm(ActForm):
    """The reason; the filter's own fields are read as those of the page's address are."""

    reason = TextAreaField(N_("Reason"), validators=(InputRequired(N_("Please say why.")), Length(max=2000)))
