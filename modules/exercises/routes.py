"""Where a page sends programs: to be kept as drafts, or judged. Scripts get JSON, forms go back to it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4, uuid5

import orjson
from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from wtforms import StringField

from classcode import db
from classcode.acts import Acting, Repeated, acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to, visitor
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import language
from modules.catalog.addresses import unit_page
from modules.current import catalog
from modules.exercises import frame, queries, rules, shown
from modules.exercises.place import Place
from modules.exercises.words import of_refusal
from modules.programs.language import BYTES, NotAProgram, Tree, Why, check, read
from modules.rules.learning import Learner

bp = Blueprint("exercises", __name__)
HERE: Final = "/modules/<slug>/<unit_id>/exercises/<exercise_id>"
LARGEST: Final = 4 * BYTES
"""Bytes of a posted draft: a program of the largest size in the roomiest JSON."""


class RunForm(ActForm):
    """A program to judge, as JSON."""

    program = StringField()


def _place(slug: str, unit_id: str, exercise_id: str) -> Place:
    module, unit = catalog().module(slug), catalog().unit(slug, unit_id)
    exercise = unit.exercise(exercise_id) if unit else None
    if module is None or unit is None or exercise is None:
        raise NotFound
    return Place(module, unit, exercise)


def _for_script() -> bool:
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


@bp.before_request
def tell_scripts_of_visitors() -> ResponseReturnValue | None:
    """Answer 401 to a script that keeps or judges a program for nobody; forms are led to the log-in page."""
    scripts = request.endpoint in ("exercises.read_draft", "exercises.keep_draft") or _for_script()
    if visitor() is None and scripts and request.endpoint != "exercises.blocks":
        return jsonify(signed_in=False), 401
    return None


@bp.errorhandler(CSRFError)
def stale(error: CSRFError) -> ResponseReturnValue:
    """Answer 401 where the token went with the session it belonged to; a stale one is the page's old 400."""
    if visitor() is None:
        return jsonify(signed_in=False), 401
    return jsonify(stale=True), 400


@bp.post(f"{HERE}/run")
@open_to(SIGNED_IN)
def run(slug: str, unit_id: str, exercise_id: str) -> ResponseReturnValue:
    """Judge a program in every world."""
    form, place = RunForm.read(), _place(slug, unit_id, exercise_id)
    try:
        tree = read(said(form.program), place.exercise.kind, place.exercise.offer)
    except NotAProgram as trouble:
        return _refused(trouble)
    back = f"{unit_page(language(), slug, unit_id)}#{place.exercise.id}"
    act_id = _act_of(form, tree)
    try:
        with acting(me().id, act_id) as act:
            rules.run_program(act.session, _learner(act), place, tree)
            act.answer(back)
    except Repeated:
        if not _for_script():
            raise
    return _judged(place, act_id) if _for_script() else redirect(back)


def _act_of(form: RunForm, tree: Tree) -> UUID:
    """Return the act of this form and this program: changed after a cut, hers is judged again."""
    return uuid5(form.act_id, orjson.dumps(tree, option=orjson.OPT_SORT_KEYS).decode())


def _learner(act: Acting) -> Learner:
    return Learner(act.person_id, act.id, language())


def _judged(place: Place, act_id: UUID) -> ResponseReturnValue:
    """Answer what came of this act, be it the first time or another."""
    with db.reading() as session:
        last = queries.run_of_act(session, me().id, act_id)
    if last is None:  # erased between its judgement and this answer
        raise NotFound
    return jsonify(shown.run_of(last, place.exercise) | {"act": str(uuid4())})


def _refused(trouble: NotAProgram) -> ResponseReturnValue:
    words = of_refusal(trouble.why)
    if not _for_script():
        raise Invalid("program", words)
    told = {"why": str(trouble.why), "at": trouble.at, "words": words}
    return jsonify(refused=told, act=str(uuid4())), 422


@bp.get(f"{HERE}/draft")
@open_to(SIGNED_IN)
def read_draft(slug: str, unit_id: str, exercise_id: str) -> ResponseReturnValue:
    """Give the program under way."""
    place = _place(slug, unit_id, exercise_id)
    with db.reading() as session:
        draft = queries.draft_of(session, me().id, place.module.slug, place.exercise.id)
    return jsonify(shown.draft_of(draft))


@bp.put(f"{HERE}/draft")
@open_to(SIGNED_IN)
def keep_draft(slug: str, unit_id: str, exercise_id: str) -> ResponseReturnValue:
    """Keep the program under way, unless another device saved one that this page does not know."""
    place = _place(slug, unit_id, exercise_id)
    try:
        tree, known = _posted_draft(place)
    except NotAProgram as trouble:
        told = {"why": str(trouble.why), "at": trouble.at, "words": of_refusal(trouble.why)}
        return jsonify(refused=told), 422
    with db.transaction() as session:
        lying, is_same = rules.save_draft(session, me().id, place, tree, known)
        draft = queries.Draft(lying.program, lying.saved_at, lying.version)
    answer = shown.draft_of(draft)
    if is_same:
        return jsonify(saved_at=answer["saved_at"], version=answer["version"])
    return jsonify(answer), 409


def _posted_draft(place: Place) -> tuple[Tree, int]:
    """Return the program and the version that the page knows; raises `NotAProgram`."""
    body = _body()
    if not isinstance(body, dict) or set(body) != {"program", "version"}:
        raise NotAProgram(Why.SHAPE)
    version = body["version"]
    if type(version) is not int or not 0 <= version < 2**31 - 1:
        raise NotAProgram(Why.SHAPE)
    tree = check(body["program"], place.exercise.kind)
    if len(orjson.dumps(tree)) > BYTES:
        raise NotAProgram(Why.TOO_LARGE)
    return tree, version


def _body() -> Any:
    text = request.get_data()
    if len(text) > LARGEST:
        raise NotAProgram(Why.TOO_LARGE)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise NotAProgram(Why.NOT_JSON) from None


@bp.get("/<lang:lang>" + HERE + "/blocks")
@open_to(ANYONE)
def blocks(lang: str, slug: str, unit_id: str, exercise_id: str) -> ResponseReturnValue:
    """Show the frame of the block editor, under a policy of its own."""
    place = _place(slug, unit_id, exercise_id)
    told = shown.exercise(place, signed_in=visitor() is not None)
    page = Response(render_template("modules/blocks.html", exercise=told), mimetype="text/html")
    page.headers["Content-Security-Policy"] = frame.policy()
    return page
