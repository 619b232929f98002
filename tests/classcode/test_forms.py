"""What a form says of itself, label by label and refusal by refusal, is in the language of its page."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length

from classcode.errors import Invalid
from classcode.forms import ActForm
from classcode.i18n import N_, reader


class Told(ActForm):
    """Three ways of being refused: by a message of ours, by WTForms with a number, by WTForms alone."""

    email = StringField(
        N_("E-mail address"), validators=[InputRequired(N_("Please give your e-mail address."))]
    )
    name = StringField(validators=[Length(max=3)])
    seats = IntegerField()


def posted(app: Flask, language: str, **values: str) -> Told:
    sent = MultiDict({"act": str(uuid4()), "lang": language, **values})
    with app.test_request_context(method="POST", data=sent), reader(language):
        form = Told(formdata=sent)
        form.validate()
    return form


def test_a_label_is_in_the_language_of_the_page(app: Flask) -> None:
    assert posted(app, "nl").email.label.text == "E-mailadres"
    assert posted(app, "en").email.label.text == "E-mail address"


def test_what_our_validators_refuse_with_is_in_the_language_of_the_page(app: Flask) -> None:
    assert posted(app, "fr").email.errors == ["Indiquez votre adresse électronique."]


def test_what_wtforms_refuses_with_is_in_the_language_of_the_page_with_its_number(app: Flask) -> None:
    form = posted(app, "fr", name="Adelaïde", seats="beaucoup")
    assert form.name.errors == ["Écrivez au plus 3 caractères."]
    assert form.seats.errors == ["Écrivez un nombre entier, en chiffres."]


class Hiding(ActForm):
    """Hidden fields before and after the two that a reader sees."""

    revision = HiddenField()
    subject = StringField()
    text = StringField()
    unit = HiddenField()


class Button(ActForm):
    """Nothing to see but its button."""

    revision = HiddenField()


def refused(app: Flask, form: type[ActForm], *errors: Invalid) -> list[tuple[str, str]]:
    with app.test_request_context(), reader("en"):
        blank = form.blank()
        for error in errors:
            blank.refuse(error)
        return blank.summary()


def test_what_concerns_the_whole_form_leads_to_the_first_field_that_a_reader_sees(app: Flask) -> None:
    assert refused(app, Hiding, Invalid("form", "Not now.")) == [("subject", "Not now.")]


def test_a_form_without_a_field_to_see_leads_to_the_page(app: Flask) -> None:
    assert refused(app, Button, Invalid("form", "Not now.")) == [("main", "Not now.")]


def test_what_is_said_of_two_fields_names_each_of_them(app: Flask) -> None:
    errors = (Invalid("text", "Missing."), Invalid("subject", "Missing."))
    told = [("subject", "Subject: Missing."), ("text", "Text: Missing.")]
    assert refused(app, Hiding, *errors) == told


def test_the_summary_names_fields_in_their_order_then_the_form(app: Flask) -> None:
    errors = (Invalid("form", "Not now."), Invalid("text", "Too long."), Invalid("subject", "Missing."))
    assert refused(app, Hiding, *errors) == [
        ("subject", "Missing."),
        ("text", "Too long."),
        ("subject", "Not now."),
    ]
