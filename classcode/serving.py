"""The application as a web process serves it, with the process's memory settled for many requests."""

from __future__ import annotations

import gc

from flask import Flask

from classcode.app import create_app


def create() -> Flask:
    """Build the application for this process alone: what was made at start is never looked through for garbage again.

    Else each request that makes many objects, such as a batch of statements, pays for a walk through all libraries:
    three quarters more time for a batch of 500.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app
