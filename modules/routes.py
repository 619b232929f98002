"""The pages of the course: home, catalogue, module, unit; and what learners post there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from classcode import db, kept
from classcode.acts import Acting, Repeated, acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to, visitor
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, ButtonForm
from classcode.i18n import DEFAULT, language
from classcode.i18n import gettext as _
from modules import current, drawn, quizzes, shown
from modules.about import about
from modules.assessing.news import news
from modules.catalog import Module, Texts, Unit, media_file, text_of
from modules.catalog import words as words_in
from modules.catalog.catalog import FALLBACK
from modules.catalog.media import KINDS, Use
from modules.current import catalog
from modules.exercises.page import Programs, exercises_of, programs_of
from modules.models import ActivityAttempt
from modules.needed import needed
from modules.queries import Progress, progress
from modules.quizzes import Desk, Quizzes
from modules.rules import assessing, learning
from modules.rules.completing import missing
from modules.rules.learning import Here, Learner, here_of
from modules.unplugged import widgets_of
from tracking.queries import module_record

bp = Blueprint("modules", __name__)


@bp.app_template_filter("words")
def words(texts: Texts) -> str:
    """Draw a title or summary in the reader's language, or in the first that it has."""
    return words_in(texts, language())


@bp.app_template_filter("foreign")
def foreign(texts: Texts) -> Markup:
    """Draw the `lang` attribute of a title or summary that is not in the page's language, or nothing."""
    if language() in texts:
        return Markup("")
    return Markup(' lang="{}"').format(next((code for code in FALLBACK if code in texts), DEFAULT))


@bp.app_template_filter("unit_title")
def unit_title(unit: Unit) -> str:
    """Draw a unit's title in the reader's language, or in the first that it has."""
    return text_of(unit, language()).text.title


class OpenedForm(ActForm):
    """What the page's script tells when a unit is opened."""


def _learner(act: Acting) -> Learner:
    return Learner(act.person_id, act.id, language())


def _here(slug: str, unit_id: str) -> Here:
    return here_of(catalog().module(slug), catalog().unit(slug, unit_id))


def _module(slug: str) -> Module:
    module = catalog().module(slug)
    if module is None:
        raise NotFound
    return module


@bp.get("/<lang:lang>/")
@open_to(ANYONE)
@kept.for_readers(catalog)
def home(lang: str) -> ResponseReturnValue:
    """Show the first page: what this is and the front door, or where to go on for who has an account."""
    cards, front_door = _cards(lang), catalog().front_door
    if visitor() is None:
        return render_template("modules/home.html", cards=cards, front_door=front_door)
    with db.reading() as session:
        told = news(session, me().id)
    return render_template("modules/home.html", cards=cards, onward=shown.way_on(cards), news=told)


@bp.get("/<lang:lang>/modules/")
@open_to(ANYONE)
@kept.for_readers(catalog)
def catalogue(lang: str) -> ResponseReturnValue:
    """Show all modules."""
    return render_template("modules/catalogue.html", cards=_cards(lang))


def _cards(lang: str) -> list[tuple[Module, Progress]]:
    who = visitor()
    if who is None:
        return [(module, Progress()) for module in catalog().modules]
    with db.reading() as session:
        mine = progress(session, who.id)
    return [(module, mine.get(module.slug, Progress())) for module in catalog().modules]


@bp.get("/<lang:lang>/modules/<slug>")
@open_to(ANYONE)
@kept.for_readers(catalog)
def module(lang: str, slug: str) -> ResponseReturnValue:
    """Show a module as a path, with what is done and what is missing."""
    shown_module = _module(slug)
    who = visitor()
    known, left, onward = Progress(), None, None
    if who:
        with db.reading() as session:
            mine = progress(session, who.id)
            record = module_record(session, who.id, slug)
        left = (record, missing(shown_module, record))
        known = mine.get(slug, Progress())
        onward = shown.way_on([(one, mine.get(one.slug, Progress())) for one in catalog().modules])
    return render_template(
        "modules/module.html",
        module=shown_module,
        progress=known,
        stops=shown.stops_by_week(shown_module, known, lang),
        resume=shown.unit_to_resume(shown_module, known),
        onward=onward,
        left=left,
    )


@bp.get("/<lang:lang>/modules/<slug>/<unit_id>")
@open_to(ANYONE)
@kept.for_readers(catalog)
def unit(lang: str, slug: str, unit_id: str) -> ResponseReturnValue:
    """Show a unit; reading needs no account."""
    here = _here(slug, unit_id)
    who = visitor()
    if who is None:
        return _unit_page(lang, here, Hers(quizzes.for_nobody(here.unit, lang)))
    again = request.args.get("again")
    with db.reading() as session:
        desk = Desk(here.module, here.unit, who.id, lang)
        hers = _hers(session, desk, quizzes.for_learner(session, desk, again))
    return _unit_page(lang, here, hers)


@dataclass(frozen=True, slots=True)
class Hers:
    """What a unit's page shows of its reader; of who has no account, quizzes alone."""

    quizzes: Quizzes
    progress: Progress = field(default_factory=Progress)
    programs: Programs | None = None


def _hers(session: Session, desk: Desk, drawn_quizzes: Quizzes) -> Hers:
    slug = desk.module.slug
    known = progress(session, desk.person_id, slug).get(slug, Progress())
    return Hers(drawn_quizzes, known, programs_of(session, desk.person_id, desk.module, desk.unit))


def _unit_page(lang: str, here: Here, hers: Hers, errors: list[tuple[str, str]] | None = None) -> str:
    module, unit = here.module, here.unit
    text = text_of(unit, lang)
    return render_template(
        "modules/unit.html",
        module=module,
        unit=unit,
        text=text.text,
        fell_back=text.fell_back,
        progress=hers.progress,
        quizzes=hers.quizzes,
        exercises=exercises_of(module, unit, hers.programs, text.text.lang if text.fell_back else ""),
        widgets=widgets_of(module, unit, text.text.lang),
        needed=needed(unit, text.text),
        about=about(module, unit),
        around=catalog().neighbours(module.slug, unit.id),
        strand=shown.strand_name(unit.strand),
        path=drawn.path(module.slug, module.revision, lang, unit.id, hers.progress),
        errors=errors or [],
    )


@bp.post("/modules/<slug>/join")
@open_to(SIGNED_IN)
def join(slug: str) -> ResponseReturnValue:
    """Join a module and go to its first unit."""
    form, joined = ButtonForm.read(), _module(slug)
    with acting(me().id, form.act_id) as act:
        learning.join(act.session, _learner(act), joined)
        return redirect(act.answer(shown.unit_address(language(), joined, joined.units[0])))


@bp.post("/modules/<slug>/<unit_id>/opened")
@open_to(SIGNED_IN)
def opened(slug: str, unit_id: str) -> ResponseReturnValue:
    """Note an opening, as the page's script tells it; only in a module that the reader joined."""
    form, here = OpenedForm.read(), _here(slug, unit_id)
    with suppress(Repeated), acting(me().id, form.act_id) as act:
        if learning.is_enrolled(act.session, act.person_id, here.module):
            learning.open_unit(act.session, _learner(act), here)
        act.answer(shown.unit_address(language(), here.module, here.unit))
    return Response(status=204)


@bp.post("/modules/<slug>/<unit_id>/done")
@open_to(SIGNED_IN)
def mark_done(slug: str, unit_id: str) -> ResponseReturnValue:
    """Mark a unit as done by its reader, and go on to the next."""
    form, here = ButtonForm.read(), _here(slug, unit_id)
    with acting(me().id, form.act_id) as act:
        learning.mark_done(act.session, _learner(act), here)
        following = catalog().neighbours(slug, unit_id).next
        if following is None:
            return redirect(act.answer(url_for("modules.module", lang=language(), slug=slug)))
        return redirect(act.answer(shown.unit_address(language(), here.module, following)))


@bp.post("/modules/<slug>/<unit_id>/undone")
@open_to(SIGNED_IN)
def undo_done(slug: str, unit_id: str) -> ResponseReturnValue:
    """Take "done" back and stay on the unit."""
    form, here = ButtonForm.read(), _here(slug, unit_id)
    with acting(me().id, form.act_id) as act:
        learning.undo_done(act.session, _learner(act), here)
        return redirect(act.answer(shown.unit_address(language(), here.module, here.unit)))


@bp.post("/modules/<slug>/<unit_id>/<activity_id>/answer")
@open_to(SIGNED_IN)
def answer(slug: str, unit_id: str, activity_id: str) -> ResponseReturnValue:
    """Grade a quiz; a missing answer keeps the others ticked."""
    return _posted(slug, unit_id, activity_id, learning.answer)


@bp.post("/modules/<slug>/<unit_id>/<activity_id>/assess")
@open_to(SIGNED_IN)
def assess(slug: str, unit_id: str, activity_id: str) -> ResponseReturnValue:
    """Keep the levels that a learner gives her own open answers."""
    return _posted(slug, unit_id, activity_id, assessing.assess)


def _posted(
    slug: str, unit_id: str, activity_id: str, rule: Callable[..., ActivityAttempt]
) -> ResponseReturnValue:
    """Hand what was posted of each question to a rule, and go back to the activity."""
    here = _here(slug, unit_id)
    activity = here.unit.activity(activity_id)
    if activity is None:
        raise NotFound
    form = ButtonForm.read(also={question.id for question in activity.questions})
    chosen = {question.id: request.form.getlist(question.id) for question in activity.questions}
    try:
        with acting(me().id, form.act_id) as act:
            rule(act.session, _learner(act), here, activity, chosen=chosen)
            where = f"{shown.unit_address(language(), here.module, here.unit)}#{activity.id}"
            return redirect(act.answer(where))
    except Invalid as error:
        again = quizzes.with_levels if rule is assessing.assess else quizzes.with_refused
        told = (f"{activity_id}-{error.field}", _(error.message, **error.params))
        return _refused(here, partial(again, activity=activity, chosen=chosen), told), 422


def _refused(here: Here, again: Callable[..., Quizzes], told: tuple[str, str]) -> str:
    """Show the page with what was posted still in its fields, and what is wrong with it."""
    with db.reading() as session:
        desk = Desk(here.module, here.unit, me().id, language())
        hers = _hers(session, desk, again(session, desk))
    return _unit_page(language(), here, hers, [told])


@bp.get("/media/<slug>/<revision>/<name>")
@open_to(ANYONE)
def media(slug: str, revision: str, name: str) -> ResponseReturnValue:
    """Serve a file of a compiled revision; its address changes with its bytes, so browsers may keep it.

    Drawings come whole, others in part where that is asked (RFC 9110, section 14): players want a few seconds.
    """
    path = media_file(current.shelf().var_dir, revision, name)
    if path is None:
        raise NotFound
    kind = KINDS[name.rpartition(".")[2]]
    if name.endswith(".svg"):
        answered = Response(path.read_bytes(), mimetype=kind.mime)
    else:
        kept = kind.use is Use.DOWNLOAD
        answered = send_file(path, kind.mime, as_attachment=kept, download_name=name, conditional=True)
    answered.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answered.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answered
