"""The forms of the account, each with the fields it accepts and no other."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional

from classcode.forms import ActForm
from classcode.i18n import LANGUAGES, N_, gettext
from classcode.people.models import Gender, Setting

_ADDRESS = (InputRequired(N_("Please give your e-mail address.")), Length(max=254))
_PASSWORD = (InputRequired(N_("Please give a password.")), Length(max=1000))

SETTING_WORDS = {
    Setting.IN_SCHOOL: N_("In a school"),
    Setting.AFTER_SCHOOL: N_("After school"),
    Setting.OUT_OF_SCHOOL: N_("Out of school: association, library, workshop"),
    Setting.INITIAL_TRAINING: N_("I am in initial training"),
}
GENDER_WORDS = {
    Gender.F: N_("A woman"),
    Gender.M: N_("A man"),
    Gender.OTHER: N_("Another answer"),
    Gender.NOT_SAID: N_("I prefer not to say"),
}


class RegisterForm(ActForm):
    """Two fields; the zone is what the browser says, where it says it."""

    email = StringField(N_("E-mail address"), validators=_ADDRESS)
    password = PasswordField(N_("Password"), validators=_PASSWORD)
    zone = HiddenField(validators=[Optional(), Length(max=60)])


class LoginForm(ActForm):
    """Address, password, and whether this computer is shared."""

    email = StringField(N_("E-mail address"), validators=_ADDRESS)
    password = PasswordField(N_("Password"), validators=_PASSWORD)
    shared = BooleanField(N_("This computer is shared"))


class AddressForm(ActForm):
    """One address: to reset a password, or to add to an account."""

    email = StringField(N_("E-mail address"), validators=_ADDRESS)


class TokenForm(ActForm):
    """The button behind a mailed link."""

    token = HiddenField(validators=[InputRequired(), Length(max=200)])


class ResetForm(TokenForm):
    """A new password, by a mailed link."""

    password = PasswordField(N_("New password"), validators=_PASSWORD)


class CodeForm(ActForm):
    """The six digits of a mail."""

    code = StringField(
        N_("Six-digit code"), validators=[InputRequired(N_("Please copy the code.")), Length(max=20)]
    )


class PasswordForm(ActForm):
    """A new password, by somebody who knows the present one."""

    current_password = PasswordField(N_("Present password"), validators=_PASSWORD)
    password = PasswordField(N_("New password"), validators=_PASSWORD)


class RemoveForm(ActForm):
    """Which address goes, and the present password."""

    address = HiddenField(validators=[InputRequired(), Length(max=40)])
    current_password = PasswordField(N_("Present password"), validators=_PASSWORD)


class TellForm(ActForm):
    """What one may tell of oneself; everything can be left empty."""

    name = StringField(N_("What should we call you?"), validators=[Optional(), Length(max=120)])
    commune = StringField(N_("Your commune, or its postcode"), validators=[Optional(), Length(max=80)])
    answer_languages = SelectMultipleField(N_("Languages in which you can be answered"))
    setting = SelectField(N_("Where do you work with young people?"), default="")
    school = StringField(N_("Your school or structure"), validators=[Optional(), Length(max=240)])
    which_school = RadioField(choices=[], validate_choice=False)
    level = SelectField(N_("The level you teach"), default="")
    pupils_a_year = IntegerField(
        N_("How many young people do you supervise in a year?"), validators=[Optional()]
    )
    gender = SelectField(N_("You are"), default="")

    def offer(self, levels: list[tuple[str, str]]) -> TellForm:
        """Fill the lists of choices in the reader's language."""
        none = [("", gettext("I skip this question"))]
        self.answer_languages.choices = list(LANGUAGES.items())
        self.setting.choices = none + [(code.value, gettext(words)) for code, words in SETTING_WORDS.items()]
        self.level.choices = none + levels
        self.gender.choices = none + [(code.value, gettext(words)) for code, words in GENDER_WORDS.items()]
        return self
