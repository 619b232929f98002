"""The web application, put together: configuration, database, jobs, pages. The one place that knows every feature."""

from __future__ import annotations

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
from helpdesk.meetings.routes import bp as meetings
from helpdesk.tickets import units
from helpdesk.tickets.routes import bp as helpdesk
from modules import current
from modules.catalog import text_of, words
from modules.catalog.addresses import unit_page
from modules.routes import bp as modules
from tracking.forwarding.routes import bp as forwarding
from tracking.indicators.routes import bp as indicators
from tracking.lrs import app as lrs
from tracking.lrs.clients.routes import bp as lrs_clients
from tracking.record.routes import looking, own
from tracking.routes import bp as tracking

RECORD = (tracking, lrs_clients, forwarding, own, looking)
BLUEPRINTS = (pages, account, modules, helpdesk, meetings, indicators, *RECORD)
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
    context.set_up(app, config)
    headers.set_up(app, config)
    failures.set_up(app)
    CSRFProtect(app)
    app.extensions[units.EXTENSION] = _describe
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # The record's application ignores the site's cookies because it never sees a session.
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/xapi": lrs.create(config)})  # type: ignore[method-assign]
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=1)  # type: ignore[method-assign]
    files = WhiteNoise(app.wsgi_app, max_age=31_536_000, immutable_file_test=lambda *_: True)
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
