"""The one form of this room: what data protection looks for, and why."""

from __future__ import annotations

from typing import Self

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from classcode.forms import ActForm, said
from classcode.i18n import N_, gettext, language
from tracking.vocabulary import DISPLAY, Verb

_LONGEST = Length(max=2000)


class SearchForm(ActForm):
    """Whose statements, of what, when; nothing of it is required but the reason."""

    whose = StringField(N_("Whose statements"), validators=(Optional(), _LONGEST))
    verb = SelectField(N_("Which act"), validate_choice=True)
    other_verb = StringField(N_("Another act"), validators=(Optional(), _LONGEST))
    object = StringField(N_("About what"), validators=(Optional(), _LONGEST))
    since = DateField(N_("Recorded from"), validators=(Optional(),))
    until = DateField(N_("Recorded up to"), validators=(Optional(),))
    reason = TextAreaField(N_("Reason"), validators=(InputRequired(N_("Please say why.")), _LONGEST))

    def offer(self) -> Self:
        """Offer the acts that our features record, in the reader's words."""
        acts = sorted((DISPLAY[verb][language()], verb.value) for verb in Verb)
        self.verb.choices = [("", gettext("Any")), *((value, words) for words, value in acts)]
        return self

    def verb_told(self) -> str:
        """Return the act that was chosen or, if another was written, that one."""
        return said(self.other_verb).strip() or said(self.verb)
