"""The web application, put together: configuration, database, jobs, pages. The one place that knows every feature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask import Flask, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from classcode import auth, journal, queues, schedule
from classcode.account.routes import bp as account
from classcode.auth.access import refuse_unguarded
from classcode.config import Config, load
from classcode.site import context, failures, headers
from classcode.site.routes import bp as pages
from classcode.start import bind_database
from helpdesk.accompaniment.routes import bp as accompaniment
from helpdesk.afterwards.routes import bp as afterwards
from helpdesk.agenda.routes import bp as agenda
from helpdesk.answers.routes import bp as answers
from helpdesk.attachments import uploads
from helpdesk.attachments.routes import bp as attachments
from helpdesk.availability import modules as known_modules
from helpdesk.availability.routes import bp as availability
from helpdesk.calendar.routes import bp as calendar
from helpdesk.canned.routes import bp as canned
from helpdesk.checkin.routes import bp as checkin
from helpdesk.coverage.routes import bp as coverage
from helpdesk.gathering.routes import bp as gathering
from helpdesk.growth.routes import bp as growth
from helpdesk.guests.routes import bp as guests
from helpdesk.mailbox.routes import bp as mailbox
from helpdesk.meetings.routes import bp as meetings
from helpdesk.places.routes import bp as places
from helpdesk.presence.routes import bp as presence
from helpdesk.profiles.routes import bp as profiles
from helpdesk.ratings.routes import bp as ratings
from helpdesk.reports.routes import bp as desk_reports
from helpdesk.schools.routes import bp as schools
from helpdesk.suggesting import passages
from helpdesk.suggesting.routes import bp as suggesting
from helpdesk.taking_over import take_over as take_questions
from helpdesk.tickets import units
from helpdesk.tickets.routes import bp as helpdesk
from helpdesk.unfinished import is_busy
from modules import current
from modules.assessing.routes import bp as assessing
from modules.catalog import Module, text_of, words
from modules.catalog.addresses import unit_page
from modules.exercises.routes import bp as exercises
from modules.routes import bp as modules
from modules.rules.merging import take_over as take_modules
from tracking.attestations import titles
from tracking.attestations.routes import bp as attestations
from tracking.declared_figures.routes import bp as declared
from tracking.forwarding.routes import bp as forwarding
from tracking.indicators.alerts.routes import bp as indicator_alerts
from tracking.indicators.api.routes import bp as indicators_api
from tracking.indicators.explaining.routes import bp as explaining
from tracking.indicators.exports.routes import bp as exports
from tracking.indicators.map.routes import bp as indicator_map
from tracking.indicators.paths.routes import bp as indicator_paths
from tracking.indicators.routes import bp as indicators
from tracking.indicators.snapshots.routes import bp as publications
from tracking.indicators.tokens.routes import bp as tokens
from tracking.indicators.views.routes import bp as indicator_views
from tracking.indicators.views.routes import one_click
from tracking.lrs import app as lrs
from tracking.lrs.clients.routes import bp as lrs_clients
from tracking.merging import others as of_two_accounts
from tracking.merging.routes import bp as merging
from tracking.record.routes import looking, own
from tracking.research.routes import bp as research
from tracking.routes import bp as tracking

RECORD = (tracking, merging, lrs_clients, forwarding, own, looking, attestations, research)
BLUEPRINTS = (
    pages,
    account,
    modules,
    assessing,
    exercises,
    helpdesk,
    availability,
    gathering,
    growth,
    calendar,
    canned,
    presence,
    answers,
    attachments,
    profiles,
    guests,
    mailbox,
    suggesting,
    meetings,
    checkin,
    places,
    agenda,
    ratings,
    afterwards,
    desk_reports,
    coverage,
    accompaniment,
    schools,
    declared,
    indicators,
    exports,
    tokens,
    publications,
    indicators_api,
    explaining,
    indicator_paths,
    indicator_alerts,
    indicator_map,
    indicator_views,
    *RECORD,
)
OF_TWO_ACCOUNTS = of_two_accounts.Others((take_modules, take_questions), is_busy)
LARGEST_POST = 1_000_000
"""Bytes; no form of the site is larger."""


def create_app(config: Config | None = None) -> Flask:
    """Build the application for a configuration (the environment's by default); opens no connection yet."""
    config = config or load()
    journal.set_up()
    app = Flask("classcode", static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_POST,
        SESSION_COOKIE_NAME="__Host-classcode" if config.https else "classcode",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["classcode"] = config
    bind_database(config)
    queues.bind(schedule.handlers(config), config.redis_url)
    current.bind(config.var_dir)
    _set_up_pages(app, config)
    return app


def _set_up_pages(app: Flask, config: Config) -> None:
    auth.set_up(app)
    refuse_unguarded(app)
    uploads.set_up(app)
    context.set_up(app, config)
    headers.set_up(app, config)
    failures.set_up(app)
    # A mail program has no page of ours to take a token from; what it posts to is the secret.
    CSRFProtect(app).exempt(one_click)
    app.extensions[units.EXTENSION] = _describe
    app.extensions[known_modules.EXTENSION] = app.extensions[titles.EXTENSION] = _modules
    app.extensions[passages.EXTENSION] = _passages
    app.extensions[of_two_accounts.EXTENSION] = OF_TWO_ACCOUNTS
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # The record's application ignores the site's cookies because it never sees a session.
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/xapi": lrs.create(config)})  # type: ignore[method-assign]
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=1)  # type: ignore[method-assign]
    # Parts of a script that name each other carry no version in their address: browsers ask whether they changed.
    files = WhiteNoise(
        app.wsgi_app, max_age=0, immutable_file_test=lambda _path, url: "/js/programs/" not in url
    )
    files.add_files(str(context.STATIC), prefix="static/")
    app.wsgi_app = files  # type: ignore[method-assign]


def _describe(slug: str, unit_id: str | None, lang: str) -> units.About | None:
    """Name a module or unit for the help desk, which knows only their ids: features never import each other."""
    module = current.catalog().module(slug)
    if module is None:
        return None
    title = words(module.title, lang)
    if unit_id is None:
        return units.About(title, title, url_for("modules.module", lang=lang, slug=slug))
    unit = module.unit(unit_id)
    if unit is None:
        return None
    return units.About(text_of(unit, lang).text.title, title, unit_page(lang, slug, unit_id))


def _passages(lang: str) -> passages.Course:
    """Tell the help desk what the units say, so that it can suggest them to somebody who asks."""
    catalog = current.catalog()
    return passages.Course(
        revision=" ".join(one.revision for one in catalog.modules),
        first=next((one.slug for one in catalog.courses), "general"),
        passages=lambda: _read(catalog.modules, lang),
    )


def _read(shown: Iterable[Module], lang: str) -> Iterator[passages.Passage]:
    for module in shown:
        for unit in module.units:
            text = text_of(unit, lang).text
            told = " ".join((text.summary, *text.objectives))
            title = words(module.title, lang)
            yield passages.Passage(module.slug, unit.id, text.title, title, told, text.html)


def _modules(lang: str) -> list[tuple[str, str]]:
    """Name every module for the help desk, so that a facilitator can say which ones she knows."""
    return [(module.slug, words(module.title, lang)) for module in current.catalog().modules]
