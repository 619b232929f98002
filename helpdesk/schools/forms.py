"""The form that brings a list of schools."""

from __future__ import annotations

from typing import Self

from wtforms import BooleanField, FileField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from classcode.forms import ActForm
from classcode.i18n import N_, language
from classcode.territory import systems


class ImportForm(ActForm):
    """A list of one school system, as a file or as pasted lines."""

    system = SelectField(
        N_("School system of the list"), choices=[], validators=[InputRequired(N_("Please choose one."))]
    )
    file = FileField(N_("The list, as a CSV file"))
    pasted = TextAreaField(N_("Or paste its lines here"))
    good_lines = BooleanField(N_("Import the good lines even where others are refused"))

    def offer(self) -> Self:
        """Fill the school systems in the reader's language."""
        self.system.choices = [(one.id, one.names.called(language())) for one in systems.systems()]
        return self
