"""The one page of one's account: what one told, addresses, password; each part posts on its own."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import auth, db, i18n
from classcode.account import mails
from classcode.account.forms import AddressForm, CodeForm, PasswordForm, RemoveForm, TellForm
from classcode.account.routes.blueprint import bp
from classcode.account.schools import school_shown, school_told, schools_offered
from classcode.acts import acting
from classcode.auth import SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people import queries
from classcode.people.models import Person
from classcode.people.rules import accounts, addresses, profile
from classcode.people.rules.profile import Told
from classcode.territory import systems
from classcode.territory.queries import commune, find_communes
from tracking import declared


@bp.get("/<lang:lang>/me/", endpoint="me")
@open_to(SIGNED_IN)
def show(lang: str) -> ResponseReturnValue:
    """Show my account."""
    return _page()


def _page(status: int = 200, **posted: ActForm) -> ResponseReturnValue:
    """Draw the account page; a refused form takes the place of its blank one."""
    with db.reading() as session:
        person = session.get_one(Person, me().id)
        forms = {
            "tell": _tell_form(session, person),
            "code": CodeForm.blank(),
            "address": AddressForm.blank(),
            "password": PasswordForm.blank(),
            "remove": RemoveForm.blank(),
        }
        page = render_template(
            "account/me.html",
            person=person,
            addresses=queries.addresses_of(session, person.id),
            forms=forms | posted,
            schools=_schools(session, person, posted.get("tell")),
        )
    return page, status


def _schools(session: Session, person: Person, posted: ActForm | None) -> list[tuple[str, str]]:
    """Return the schools to choose among, once what was written is asked back."""
    if posted is None or not posted["which_school"].errors:
        return []
    return schools_offered(session, person, said(posted["school"]))


def _tell_form(session: Session, person: Person) -> TellForm:
    town = commune(session, person.commune_code) if person.commune_code else None
    form = TellForm.blank(
        name=person.name,
        commune=f"{town.called(language())} ({town.postcodes[0]})" if town and town.postcodes else "",
        answer_languages=person.answer_languages,
        setting=person.setting or "",
        school=school_shown(session, person),
        level=person.level or "",
        pupils_a_year=person.pupils_a_year,
        gender=person.gender or "",
    )
    return form.offer(systems.level_choices(language()))


@bp.post("/me/tell")
@open_to(SIGNED_IN)
def tell() -> ResponseReturnValue:
    """Keep what I tell of myself; an emptied answer is taken back."""
    form = TellForm.read().offer(systems.level_choices(language()))
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                _keep(act.session, form)
                where = act.answer(url_for("account.me", lang=language()))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("Your answers are kept. You can change or empty them at any time."))
            return redirect(where)
    return _page(422, tell=form)


def _keep(session: Session, form: TellForm) -> None:
    person = session.get_one(Person, me().id)
    school, school_id = school_told(session, person, said(form.school), said(form.which_school))
    told = Told(
        answer_languages=form.answer_languages.data,
        name=said(form.name) or None,
        commune_code=_commune_code(session, person, said(form.commune)),
        school=school,
        school_id=school_id,
        setting=said(form.setting) or None,
        level=said(form.level) or None,
        pupils_a_year=form.pupils_a_year.data,
        gender=said(form.gender) or None,
    )
    for field in profile.WITHDRAWABLE:
        if getattr(told, field) is None and getattr(person, field) is not None:
            declared.withdraw(session, person.id, field)
    declared.tell(session, person.id, told)


def _commune_code(session: Session, person: Person, text: str) -> str | None:
    """Find the commune that was typed; the one already known is left as it stands."""
    wanted = text.partition("(")[0].strip() or text.strip()
    if not wanted:
        return None
    known = commune(session, person.commune_code) if person.commune_code else None
    if known and wanted == known.called(language()):
        return known.code
    found = find_communes(session, wanted, 2)
    if not found:
        raise Invalid(
            "commune", i18n.N_("We do not know this commune. Try its postcode, or leave this empty.")
        )
    return found[0].code


@bp.post("/confirm/code")
@open_to(SIGNED_IN)
def confirm_code() -> ResponseReturnValue:
    """Confirm an address by its six digits; a wrong code is counted."""
    form = CodeForm.read()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                addresses.confirm_by_code(act.session, me().id, said(form.code))
                where = act.answer(url_for("account.me", lang=language()))
        except Invalid as error:
            form.refuse(error)
            with db.transaction() as session:
                addresses.count_wrong_code(session, me().id)
        else:
            flash(_("Your address is confirmed: we can now write to you when you are answered."))
            return redirect(where)
    return _page(422, code=form)


@bp.post("/me/addresses")
@open_to(SIGNED_IN)
def add_address() -> ResponseReturnValue:
    """Add a second address; it signs in once confirmed."""
    form = AddressForm.read()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                address = addresses.add_address(act.session, me().id, said(form.email))
                mails.send_confirmation(act.session, act.session.get_one(Person, me().id), address)
                where = act.answer(url_for("account.me", lang=language()))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("We wrote to this address: confirm it, and it signs in too."))
            return redirect(where)
    return _page(422, address=form)


@bp.post("/me/addresses/remove")
@open_to(SIGNED_IN)
def remove_address() -> ResponseReturnValue:
    """Remove one of my addresses, with my present password."""
    form = RemoveForm.read()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                accounts.check_password(act.session, me().id, said(form.current_password))
                addresses.remove_address(act.session, me().id, UUID(said(form.address)))
                where = act.answer(url_for("account.me", lang=language()))
        except Invalid as error:
            form.refuse(error)
        except ValueError:
            form.refuse(Invalid("address", i18n.N_("This address is not one of yours.")))
        else:
            flash(_("The address is removed."))
            return redirect(where)
    return _page(422, remove=form)


@bp.post("/me/password")
@open_to(SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Change my password, with the present one; every other session ends and this one gets a new id."""
    form = PasswordForm.read()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                who = me().id
                accounts.check_password(act.session, who, said(form.current_password))
                accounts.set_password(act.session, who, said(form.password))
                auth.end_all(act.session, who)
                auth.start(act.session, who)
                where = act.answer(url_for("account.me", lang=language()))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("Your new password works. Other devices are logged out."))
            return redirect(where)
    return _page(422, password=form)
