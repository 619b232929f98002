"""The form of a kept answer: a title and a text in each language, and for whom it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Self

from wtforms import SelectField, StringField, TextAreaField

from classcode.forms import ActForm, said
from classcode.i18n import LANGUAGES
from helpdesk.canned.models import CannedAnswer
from helpdesk.canned.rules import Wording

MINE: Final = "mine"
ALL: Final = "all"
"""For whom an answer is kept, beside the codes of regions."""


class KeptForm(ActForm):
    """Title and text by language; `whose` is "mine", a region's code, or "all". The rules check what they hold."""

    whose = SelectField(choices=[], validate_choice=False)

    def wordings(self) -> Mapping[str, Wording]:
        """Return what was written, by language."""
        return {code: Wording(said(self[f"title_{code}"]), said(self[f"text_{code}"])) for code in LANGUAGES}

    @classmethod
    def of(cls, answer: CannedAnswer) -> Self:
        """Return the form filled with an answer that is kept."""
        titles = {f"title_{code}": text for code, text in answer.titles.items()}
        texts = {f"text_{code}": text for code, text in answer.texts.items()}
        return cls.blank(whose=MINE, **titles, **texts)


for _code in LANGUAGES:
    setattr(KeptForm, f"title_{_code}", StringField())
    setattr(KeptForm, f"text_{_code}", TextAreaField())
