"""The forms of declared figures. What a field may hold is the rules'."""

from __future__ import annotations

import re
from typing import Self
from uuid import UUID

from babel import Locale
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.i18n import gettext as _
from classcode.territory.systems import level_choices
from tracking.declared_figures import words
from tracking.declared_figures.classes import COUNTRIES, ToldClass
from tracking.declared_figures.kinds import CURRENCIES
from tracking.declared_figures.rules import FIELDS, Told

Choices = list[tuple[str, str]]
_CHOICE = InputRequired(N_("Please choose one."))
_DAY = InputRequired(N_("Please give the day."))
_SOURCE = InputRequired(N_("Please give the source: who counted, where it can be read."))


def number_of(written: str) -> float | None:
    """Read a number with a comma or a point, and blanks between thousands; None for anything else."""
    plain = "".join(written.split()).replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", plain) else None


class FigureForm(ActForm):
    """A declared figure; `version` is the one that was shown."""

    version = HiddenField()
    kind = HiddenField()
    about = StringField(
        words.FIELDS["about"], validators=[InputRequired(N_("Please say what this figure is about."))]
    )
    value = StringField(words.FIELDS["value"], validators=[InputRequired(N_("Please give a number."))])
    step = SelectField(words.FIELDS["step"], choices=[], default="", validators=[_CHOICE])
    sector = SelectField(words.FIELDS["sector"], choices=[], default="", validators=[_CHOICE])
    currency = SelectField(words.FIELDS["currency"], choices=[], default="", validators=[_CHOICE])
    dated_on = DateField(words.FIELDS["dated_on"], validators=[_DAY])
    covers_from = DateField(words.FIELDS["covers_from"], validators=[Optional()])
    region = SelectField(words.FIELDS["region_code"], choices=[], default="")
    source = StringField(words.FIELDS["source"], validators=[_SOURCE])
    narrative = TextAreaField(words.FIELDS["narrative"])

    @classmethod
    def showing(cls, told: Told, version: int) -> Self:
        """Return the form of a figure as it stands."""
        values = {field: getattr(told, field) for field in FIELDS if field != "region_code"}
        step = "" if told.value is None else str(int(told.value))
        values["value"] = "" if told.value is None else f"{told.value:.6f}".rstrip("0").rstrip(".")
        return cls.blank(**values, region=told.region_code or "", step=step, kind=told.kind, version=version)

    def offer(self, kind: str, regions: Choices) -> Self:
        """Keep the fields that a kind needs, with their choices in the reader's language."""
        needs = words.needs_of(kind)
        self.kind.data = kind
        self.step.choices = words.steps()
        self.sector.choices = [(value, _(told)) for value, told in words.SECTORS.items()]
        self.currency.choices = [(code, code) for code in CURRENCIES]
        self.region.choices = regions
        unneeded = {"value": needs.step, "step": not needs.step}
        unneeded |= {"sector": not needs.sector, "currency": not needs.currency, "covers_from": needs.step}
        for name in (name for name, gone in unneeded.items() if gone):
            del self[name]
        return self

    def told(self) -> Told:
        """Return what was written; only of a form that validates."""
        assert self.dated_on.data is not None
        written = self._said("step") or self._said("value")
        return Told(
            kind=said(self.kind),
            about=said(self.about),
            value=number_of(written),
            sector=self._said("sector"),
            currency=self._said("currency"),
            dated_on=self.dated_on.data,
            covers_from=self._fields["covers_from"].data if "covers_from" in self._fields else None,
            region_code=said(self.region) or None,
            source=said(self.source),
            narrative=said(self.narrative),
        )

    def _said(self, name: str) -> str:
        return said(self._fields[name]) if name in self._fields else ""

    def shown_version(self) -> int:
        """Return which version was shown; 0, which none has, where the field was tampered with."""
        written = said(self.version)
        return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


class ClassForm(ActForm):
    """A session that was held with a class."""

    school = StringField(
        N_("School or structure"), validators=[InputRequired(N_("Please name the school or structure."))]
    )
    which_school = RadioField(choices=[], validate_choice=False)
    region = SelectField(N_("Its region, where the directory does not know it"), choices=[], default="")
    name = StringField(
        N_("What the class is called"), validators=[InputRequired(N_("Please say what the class is called."))]
    )
    level = SelectField(N_("Level"), choices=[], default="")
    held_on = DateField(N_("Day of the session"), validators=[_DAY])
    pupils = IntegerField(N_("Pupils"), validators=[InputRequired(N_("Please give a number."))])
    girls = IntegerField(N_("Of whom girls"), validators=[Optional()])
    source = StringField(words.FIELDS["source"], validators=[_SOURCE])

    def offer(self, language: str, regions: Choices) -> Self:
        """Fill the lists of choices in the reader's language."""
        self.region.choices = [("", _("None")), *regions]
        self.level.choices = [("", _("Not said")), *level_choices(language)]
        return self

    def told(self, place: str | None, school_id: UUID | None) -> ToldClass:
        """Return what was written; only of a form that validates."""
        assert self.held_on.data is not None
        return ToldClass(
            name=said(self.name),
            held_on=self.held_on.data,
            pupils=self.pupils.data,
            girls=self.girls.data,
            source=said(self.source),
            school_id=school_id,
            place=place or "",
            region_code=said(self.region),
            level=said(self.level),
        )


class BirthsForm(ActForm):
    """The births of a country and year."""

    country = SelectField(N_("Country"), choices=[], default="", validators=[_CHOICE])
    year = IntegerField(N_("Year"), validators=[InputRequired(N_("Please give a number."))])
    births = IntegerField(N_("Live births"), validators=[InputRequired(N_("Please give a number."))])
    source = StringField(words.FIELDS["source"], validators=[_SOURCE])

    def offer(self, language: str) -> Self:
        """Fill the countries in the reader's language."""
        named = Locale.parse(language).territories
        self.country.choices = [(code, named[code]) for code in COUNTRIES]
        return self
