"""The forms of saved views: a name for a filter, another name, mail each month or not, the link that stops it."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from classcode.forms import ActForm
from classcode.i18n import N_
from tracking.indicators.views.rules import LONGEST_NAME


class NameForm(ActForm):
    """A view's name."""

    called = StringField(
        N_("Name of this view"),
        [InputRequired(N_("Please give this view a name.")), Length(max=LONGEST_NAME)],
    )


class SaveForm(NameForm):
    """Which page is kept under which name; the filter's own fields are read as those of the page's address are."""

    page = HiddenField()


class MonthlyForm(ActForm):
    """Whether the figures of a view are wanted by mail each month."""

    wanted = HiddenField(validators=[InputRequired()])


class StopForm(ActForm):
    """The link that came with a mail."""

    token = HiddenField(validators=[InputRequired(), Length(max=200)])
