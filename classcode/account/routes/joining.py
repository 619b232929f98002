"""Coming in and going out: two fields to join, log in, log out, confirm an address, choose a new password."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import available_timezones

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classcode import auth, db, journal
from classcode.account import mails
from classcode.account.forms import AddressForm, LoginForm, RegisterForm, ResetForm, TokenForm
from classcode.account.next import local_only
from classcode.account.routes.blueprint import bp
from classcode.acts import Repeated, acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to, visitor
from classcode.errors import Invalid
from classcode.forms import ButtonForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.rules import accounts, addresses, limits
from classcode.people.rules.accounts import Newcomer, WrongPassword
from classcode.people.rules.addresses import Purpose

NOBODY = UUID(int=0)
"""In whose name somebody acts who has no account yet."""


def _network() -> str:
    return request.remote_addr or "unknown"


def _onwards() -> str:
    """Return where the person was going before she was asked to sign in."""
    otherwise = url_for("modules.home", lang=language())
    return local_only(request.values.get("next"), otherwise)


@bp.get("/<lang:lang>/register")
@open_to(ANYONE)
def register(lang: str) -> ResponseReturnValue:
    """Show the two fields that open an account."""
    if visitor():
        return redirect(_onwards())
    return render_template("account/register.html", form=RegisterForm.blank(), next=_onwards())


@bp.post("/register")
@open_to(ANYONE)
def create() -> ResponseReturnValue:
    """Open an account and sign in at once; the address is confirmed later."""
    form = RegisterForm.read()
    if form.validate():
        try:
            return redirect(_create(form))
        except Invalid as error:
            form.refuse(error)
        except (
            Repeated
        ) as repeated:  # a double click: the first answer's cookie may be lost, so sign in again
            with db.transaction() as session:
                person = accounts.sign_in(session, said(form.email), said(form.password))
                if person:
                    auth.start(session, person.id)
            return redirect(repeated.where)
    return render_template("account/register.html", form=form, next=_onwards()), 422


def _create(form: RegisterForm) -> str:
    zone = form.zone.data if form.zone.data in available_timezones() else "Europe/Paris"
    with acting(NOBODY, form.act_id) as act:
        limits.check(act.session, limits.REGISTER_NETWORK, _network())
        limits.count(act.session, limits.REGISTER_NETWORK, _network())
        newcomer = Newcomer(said(form.email), said(form.password), language(), zone)
        person = accounts.register(act.session, newcomer)
        mails.send_confirmation(act.session, person, person.addresses[0])
        auth.start(act.session, person.id)
        return act.answer(_onwards())


@bp.get("/<lang:lang>/login")
@open_to(ANYONE)
def login(lang: str) -> ResponseReturnValue:
    """Show the log-in page."""
    if visitor():
        return redirect(_onwards())
    return render_template("account/login.html", form=LoginForm.blank(), next=_onwards())


@bp.post("/login")
@open_to(ANYONE)
def enter() -> ResponseReturnValue:
    """Sign in with a confirmed address, or with the one given when registering."""
    form = LoginForm.read()
    if form.validate():
        with db.transaction() as session:
            accounts.check_may_sign_in(session, said(form.email), _network())
            person = accounts.sign_in(session, said(form.email), said(form.password))
            if person:
                limits.forget(session, limits.SIGN_IN_ACCOUNT, said(form.email))
                auth.start(session, person.id, shared=form.shared.data)
            else:
                accounts.count_failure(session, said(form.email), _network())
        journal.note("log-in", person.id if person else None, network=_network(), right=person is not None)
        if person:
            return redirect(_onwards())
        form.refuse(Invalid("form", WrongPassword.message))
    return render_template("account/login.html", form=form, next=_onwards()), 422


@bp.post("/logout")
@open_to(SIGNED_IN)
def logout() -> ResponseReturnValue:
    """Log out on this device."""
    with db.transaction() as session:
        auth.end_this(session, me().token)
    return redirect(url_for("modules.home", lang=language()))


@bp.post("/logout-everywhere")
@open_to(SIGNED_IN)
def logout_everywhere() -> ResponseReturnValue:
    """Log out on every device, this one too."""
    with db.transaction() as session:
        who = me()
        auth.end_all(session, who.id)
        auth.end_this(session, who.token)
    flash(_("You are logged out everywhere."))
    return redirect(url_for("account.login", lang=language()))


@bp.get("/<lang:lang>/confirm/<token>")
@open_to(ANYONE)
def confirm(lang: str, token: str) -> ResponseReturnValue:
    """Show the button behind a mailed link; opening the link alone changes nothing."""
    with db.reading() as session:
        _row, address = addresses.find_token(session, token, Purpose.CONFIRM)
        return render_template("account/confirm.html", form=TokenForm.blank(token=token), email=address.email)


@bp.post("/confirm")
@open_to(ANYONE)
def confirm_link() -> ResponseReturnValue:
    """Confirm an address by its mailed link."""
    form = TokenForm.read()
    onwards = "account.me" if visitor() else "account.login"
    with acting(NOBODY, form.act_id) as act:
        addresses.confirm(act.session, addresses.use_token(act.session, said(form.token), Purpose.CONFIRM))
        where = act.answer(url_for(onwards, lang=language()))
    flash(_("Your address is confirmed: we can now write to you when you are answered."))
    return redirect(where)


@bp.get("/<lang:lang>/forgot")
@open_to(ANYONE)
def forgot(lang: str) -> ResponseReturnValue:
    """Ask which address should receive the link to a new password."""
    return render_template("account/forgot.html", form=AddressForm.blank(), sent=False)


@bp.post("/forgot")
@open_to(ANYONE)
def send_reset() -> ResponseReturnValue:
    """Send the link where the address is known; say the same where it is not."""
    form = AddressForm.read()
    if not form.validate():
        return render_template("account/forgot.html", form=form, sent=False), 422
    try:
        with acting(NOBODY, form.act_id) as act:
            mails.send_reset(act.session, accounts.normalise_email(said(form.email)))
            act.answer(url_for("account.forgot", lang=language()))
    except Repeated:
        pass
    except Invalid as error:
        form.refuse(error)
        return render_template("account/forgot.html", form=form, sent=False), 422
    return render_template("account/forgot.html", form=form, sent=True)


@bp.get("/<lang:lang>/reset/<token>")
@open_to(ANYONE)
def reset(lang: str, token: str) -> ResponseReturnValue:
    """Show the field for a new password behind a mailed link."""
    with db.reading() as session:
        addresses.find_token(session, token, Purpose.RESET)
    return render_template("account/reset.html", form=ResetForm.blank(token=token))


@bp.post("/reset")
@open_to(ANYONE)
def choose_password() -> ResponseReturnValue:
    """Replace the password by the mailed link; every session of the person ends."""
    form = ResetForm.read()
    if form.validate():
        try:
            with acting(NOBODY, form.act_id) as act:
                address = addresses.use_token(act.session, said(form.token), Purpose.RESET)
                accounts.set_password(act.session, address.person_id, said(form.password))
                auth.end_all(act.session, address.person_id)
                where = act.answer(url_for("account.login", lang=language()))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("Your new password works. Log in with it."))
            return redirect(where)
    return render_template("account/reset.html", form=form), 422


@bp.post("/confirm/send")
@open_to(SIGNED_IN)
def send_confirmation() -> ResponseReturnValue:
    """Send the confirmation mail of one's newest unconfirmed address again."""
    form = ButtonForm.read()
    with acting(me().id, form.act_id) as act:
        mails.send_again(act.session, me().id)
        where = act.answer(url_for("account.me", lang=language()))
    flash(_("The mail is on its way. Look into unwanted mail too."))
    return redirect(where)
