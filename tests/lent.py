"""The application that a worker's tests borrow one after the other, each bound to a database and a folder of its own.

Putting it together takes longer than most of what a test asks of it. A test that changed it, or parts of the product
around it, does not give it back: the next one has a new application.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from whitenoise import WhiteNoise

from classcode import queues, schedule
from classcode.app import create_app
from classcode.config import Config
from classcode.start import bind_database
from modules import current
from tracking.lrs import app as lrs


class Lent:
    """Applications by what they were configured with, save where they read and write."""

    def __init__(self, compiled_templates: BytecodeCache) -> None:
        self._compiled = compiled_templates
        self._resting: dict[Config, Flask] = {}

    @contextmanager
    def to(self, config: Config, *, for_good: bool = False) -> Iterator[Flask]:
        """Lend an application to one test; `for_good` says that nobody may have it afterwards."""
        kind = replace(config, database_url="", var_dir=Path(), files_dir=Path())
        rested = self._resting.pop(kind, None)
        app = self._made(config) if rested is None else _bound(rested, config)
        before, given = _look(app), [dict(each) for each in _given(app)]
        yield app
        for each, held in zip(_given(app), given, strict=True):
            each.clear()
            each.update(held)
        if not for_good and _look(app) == before:
            self._resting[kind] = app

    def _made(self, config: Config) -> Flask:
        app = create_app(config)
        app.testing = True
        app.config["WTF_CSRF_ENABLED"] = False
        app.jinja_env.bytecode_cache = self._compiled
        return app


def _bound(app: Flask, config: Config) -> Flask:
    """Do again what `create_app` does with the places of a configuration; the record's application is made anew."""
    bind_database(config)
    queues.bind(schedule.handlers(config), config.redis_url)
    current.bind(config.var_dir)
    app.extensions["classcode"] = config
    _record(app).mounts["/xapi"] = lrs.create(config)
    app._got_first_request = False
    return app


def _record(app: Flask) -> DispatcherMiddleware:
    """Return what stands between the site and the record."""
    files: Any = app.wsgi_app
    assert isinstance(files, WhiteNoise)
    assert isinstance(files.application, DispatcherMiddleware)
    return files.application


def _given(app: Flask) -> tuple[dict[str, Any], ...]:
    """Return what an application was told, which is put back as it was."""
    return app.config, app.extensions


def _look(app: Flask) -> list[Any]:
    """Return what else a test could change of an application, to compare."""
    env, hooks = (
        app.jinja_env,
        (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs),
    )
    return [
        app.wsgi_app,
        env.loader,
        *map(dict, (app.view_functions, app.blueprints, env.globals, env.filters)),
        *([*map(len, hook.values())] for hook in (*hooks, app.template_context_processors)),
        # Flask leaves an empty place wherever it looked for a handler and found none.
        {
            (scope, code): dict(by)
            for scope, codes in app.error_handler_spec.items()
            for code, by in codes.items()
            if by
        },
        len([*app.url_map.iter_rules()]),
    ]
