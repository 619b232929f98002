"""Forms: a server-side schema for each, an act id in each, unknown fields refused (ASVS 15.3.3)."""

from __future__ import annotations

from collections import Counter
from typing import Any, Self
from uuid import UUID, uuid4

from flask import abort, request
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.widgets import HiddenInput

from classcode.errors import Invalid
from classcode.i18n import catalogue, gettext, language

ALWAYS = frozenset({"csrf_token", "act", "lang", "next"})


class _Messages:
    """Gives WTForms' own messages in the reader's language."""

    def gettext(self, string: str) -> str:
        """Translate one message."""
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate a message with a number."""
        return catalogue(language()).ngettext(singular, plural, n)


def said(field: Field) -> str:
    """Return what was written in a field of text, "" where nothing was."""
    return str(field.data or "")


class ActForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form whose posting is one act: it carries the act's UUID, the page's language and the CSRF token."""

    act = HiddenField()
    lang = HiddenField()

    class Meta:
        """CSRF is checked for the whole site at once, before any view."""

        csrf = False

        def get_translations(self, form: object) -> _Messages:
            """Use our catalogues."""
            return _Messages()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for field in self:
            field.label.text = gettext(field.label.text)

    @classmethod
    def blank(cls, **values: Any) -> Self:
        """Return the form as first shown, with a fresh act id."""
        return cls(formdata=None, act=str(uuid4()), lang=language(), **values)

    @classmethod
    def read(cls, also: frozenset[str] | set[str] = frozenset()) -> Self:
        """Read what was posted; an unknown field, a NUL sign or a bad act id answers 400.

        `also` names fields outside the form.
        """
        form = cls(formdata=request.form)
        unknown = set(request.form) - ALWAYS - set(form._fields) - also
        if unknown:
            abort(400, description=f"unknown field: {sorted(unknown)[0][:40]}")
        if any("\0" in value for _name, values in request.form.lists() for value in values):
            abort(400, description="a NUL sign")  # nobody types one, and PostgreSQL keeps none
        try:
            UUID(form.act.data or "")
        except ValueError:
            abort(400, description="missing act")
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate; what a field's own validators refuse with is said in the reader's language too."""
        valid = bool(super().validate(extra_validators))
        for field in self:
            field.errors = [gettext(error) for error in field.errors]
        return valid

    @property
    def act_id(self) -> UUID:
        """The act's UUID."""
        return UUID(self.act.data)

    def refuse(self, error: Invalid) -> None:
        """Put a rule's refusal beside its field, or at the top of the form when it has none."""
        told = gettext(error.message, **error.params)
        if error.field in self._fields:
            self._fields[error.field].errors = [*self._fields[error.field].errors, told]
        else:
            self.form_errors.append(told)

    def summary(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) for each error, for the summary at the top of the page.

        What is said of several fields names the field each time.
        """
        told = [(name, field.errors[0]) for name, field in self._fields.items() if field.errors]
        often = Counter(error for _name, error in told)
        named = [(name, self._named(name, error) if often[error] > 1 else error) for name, error in told]
        return named + [(self._first(), error) for error in self.form_errors]

    def _named(self, name: str, error: str) -> str:
        return gettext("%(what)s: %(of)s", what=self._fields[name].label.text, of=error)

    def _first(self) -> str:
        """Return the id to which an error of the whole form leads: the first field that a reader sees."""
        seen = (name for name, field in self._fields.items() if not isinstance(field.widget, HiddenInput))
        return next(seen, "main")


class ButtonForm(ActForm):
    """A button with nothing to fill in."""
