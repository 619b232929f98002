"""What a form says of itself, label by label and refusal by refusal, is in the language of its page."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length

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
