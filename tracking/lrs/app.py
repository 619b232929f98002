"""The record's own small application under `/xapi`: no sessions, no log-in, no cookies; its views answer JSON.

The resources are blueprints of their own; who is let through to them is decided in `admission`. `classcode.app`
mounts this application beside the site.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask

from classcode.config import Config
from tracking.lrs import failures
from tracking.lrs.about import bp as about
from tracking.lrs.activities import bp as activities
from tracking.lrs.admission import Admission
from tracking.lrs.agents import bp as agents
from tracking.lrs.credentials import Keyring
from tracking.lrs.documents.routes import bp as documents
from tracking.lrs.headers import Headed
from tracking.lrs.profile import bp as profile
from tracking.lrs.rewriting import Rewriting
from tracking.lrs.statements.routes import bp as statements

RESOURCES: Final[tuple[Blueprint, ...]] = (statements, about, activities, agents, documents, profile)
KEYRING: Final = "keyring"


def create(config: Config) -> Flask:
    """Build the application; the process must be bound to its database before it answers."""
    app = Flask("tracking.lrs", static_folder=None, template_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.extensions["classcode"] = config
    app.extensions[KEYRING] = Keyring()
    failures.set_up(app)
    app.before_request(Admission(app.view_functions, app.extensions[KEYRING]).admit)
    for resource in RESOURCES:
        app.register_blueprint(resource)
    app.wsgi_app = Headed(Rewriting(app.wsgi_app), config)  # type: ignore[method-assign]
    return app
