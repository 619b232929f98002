"""What a lead settles in a region: the promise with what follows from it, and links over water; and the team."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import Visitor, me, open_to
from classcode.auth.visitors import EVERYWHERE
from classcode.errors import Invalid, NotFound
from classcode.forms import said
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.people.models import Role
from classcode.territory.models import Region
from helpdesk.availability import words
from helpdesk.availability.forms import LinkForm, PromiseForm, UnlinkForm
from helpdesk.availability.queries import region as reading
from helpdesk.availability.queries.region import Promise
from helpdesk.availability.routes.blueprint import bp
from helpdesk.availability.rules import links
from helpdesk.gathering.queries.policy import least_of
from helpdesk.gathering.rules.settling import LEAST
from helpdesk.tickets.rules import promising
from helpdesk.tickets.words import language_called

ALL: Final = ""
"""The choice of whoever may settle it for all regions: the promise wherever none was set."""


@dataclass(slots=True)
class Forms:
    """The forms of the page; a refused one comes back with what was written."""

    promise: PromiseForm | None = None
    link: LinkForm = field(default_factory=LinkForm.blank)

    def summary(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) of every error on the page."""
        return [error for form in (self.promise, self.link) if form for error in form.summary()]


@bp.get("/<lang:lang>/desk/settings")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def settings(lang: str) -> ResponseReturnValue:
    """Show a region; with a number of days in the address, what that promise would change."""
    with db.reading() as session:
        return _page(session, _region(session, request.args.get("region")), Forms())


def _led(session: Session, who: Visitor) -> dict[str, Region]:
    """Return the regions that somebody settles things for, by code, in the order of their names."""
    everywhere = Role.ADMINISTRATOR in who.roles or who.may(Role.LEAD, EVERYWHERE)
    mine = who.regions.get(Role.LEAD, frozenset())
    named = reading.regions_named(session)
    led = [one for one in named.values() if everywhere or one.code in mine]
    return {one.code: one for one in sorted(led, key=lambda one: one.called(language()))}


def _settles_all(who: Visitor) -> bool:
    return Role.ADMINISTRATOR in who.roles or EVERYWHERE in who.regions.get(Role.LEAD, frozenset())


def _region(session: Session, code: str | None) -> str:
    """Return the region that is asked for, if it is hers; the first of hers when none is; raise `NotFound`."""
    led = _led(session, me())
    if code is None:
        code = next(iter(led), None)
    if code is None or not (code in led or (code == ALL and _settles_all(me()))):
        raise NotFound
    return code


def _page(session: Session, code: str, forms: Forms) -> str:
    promise = reading.promise_of(session, code or None)
    wished = _wished(promise)
    return render_template(
        "helpdesk/policy.html",
        **_facts(session, code),
        code=code,
        promise=promise,
        form=forms.promise or _filled_in(code, promise, wished),
        wished=wished,
        consequence=words.consequence(reading.consequence_of(session, code or None, *wished))
        if wished
        else [],
        link=forms.link,
        errors=forms.summary(),
        words=words,
        language_called=language_called,
    )


def _facts(session: Session, code: str) -> dict[str, Any]:
    led, named = _led(session, me()), reading.regions_named(session)
    candidates = reading.candidates_now(session) if code else []
    return {
        "regions": led,
        "settles_all": _settles_all(me()),
        "names": {one.code: one.called(language()) for one in named.values()},
        "region": named.get(code),
        "links": reading.links_of(session, [code] if code else None),
        "team": reading.team_of(session, code, candidates) if code else [],
        "asked_now": reading.asked_now(session, code, candidates) if code else [],
        "least": least_of(session, code),
        "leasts": LEAST,
        "waiting": reading.waiting_in(session, code) if code else 0,
    }


def _wished(promise: Promise) -> tuple[int, int] | None:
    """Return the days that the address proposes, when they are numbers in bounds and not what holds."""
    told = [request.args.get(name, "") for name in ("answer_days", "resolve_days")]
    if request.method != "GET" or not all(one.isdecimal() and len(one) < 4 for one in told):
        return None
    answer, resolve = (int(one) for one in told)
    same = (answer, resolve) == (promise.answer_days, promise.resolve_days)
    return None if same or not 1 <= answer <= 60 or not answer <= resolve <= 365 else (answer, resolve)


def _filled_in(code: str, promise: Promise, wished: tuple[int, int] | None) -> PromiseForm:
    answer, resolve = wished or (promise.answer_days, promise.resolve_days)
    return PromiseForm.blank(region=code, was=_stamp(promise), answer_days=answer, resolve_days=resolve)


def _stamp(promise: Promise) -> str:
    return f"{promise.answer_days}-{promise.resolve_days}-{promise.own}"


def _here(code: str) -> str:
    return url_for("availability.settings", lang=language(), region=code)


@bp.post("/desk/settings/promise")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def promise() -> ResponseReturnValue:
    """Promise so many days in a region from now on."""
    form = PromiseForm.read()
    with db.reading() as session:
        code = _region(session, said(form.region))
    if not form.validate():
        return _refused(code, Forms(promise=form))
    try:
        with acting(me().id, form.act_id) as act:
            _check_unchanged(act.session, code, form)
            promising.change(act.session, code or None, *form.days(), by=me().id)
            where = act.answer(_here(code))
    except Invalid as error:
        form.refuse(error)
        return _refused(code, Forms(promise=form))
    journal.note("promise-changed", me().id, region=code or "*", days=form.answer_days.data)
    flash(
        _("The promise holds from now on. Whoever was told a later day is answered sooner; nobody later."),
        "ok",
    )
    return redirect(where)


def _check_unchanged(session: Session, code: str, form: PromiseForm) -> None:
    if said(form.was) != _stamp(reading.promise_of(session, code or None)):
        form.was.data = _stamp(reading.promise_of(session, code or None))
        raise Invalid(
            "answer_days",
            N_(
                "Somebody else changed this promise meanwhile: what holds now stands above. Nothing was changed."
            ),
        )


def _refused(code: str, forms: Forms) -> ResponseReturnValue:
    with db.reading() as session:
        return _page(session, code, forms), 422


@bp.post("/desk/settings/links/add")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def add_link() -> ResponseReturnValue:
    """Let people of two regions be paired over the water between them."""
    form = LinkForm.read()
    with db.reading() as session:
        code = _region(session, said(form.region) or None)
    other = said(form.other)
    try:
        with acting(me().id, form.act_id) as act:
            links.declare(act.session, code, other, by=me().id)
            where = act.answer(_here(code))
    except Invalid as error:
        form.refuse(error)
        return _refused(code, Forms(link=form))
    journal.note("water-link-declared", me().id, region=code, other=other)
    flash(_("The two are linked: people there can be paired over the water."), "ok")
    return redirect(where)


@bp.post("/desk/settings/links/remove")
@open_to(Role.LEAD, Role.ADMINISTRATOR)
def remove_link() -> ResponseReturnValue:
    """Take a link back, as the lead of one of the two."""
    form = UnlinkForm.read()
    with db.reading() as session:
        led, code = _led(session, me()), _region(session, said(form.region))
    one, two = said(form.one), said(form.two)
    if not {one, two} & led.keys():
        raise NotFound
    with acting(me().id, form.act_id) as act:
        links.remove(act.session, one, two)
        where = act.answer(_here(code))
    journal.note("water-link-removed", me().id, region=one, other=two)
    flash(_("The link is taken back. Questions that crossed it stay with whoever has them."), "ok")
    return redirect(where)
