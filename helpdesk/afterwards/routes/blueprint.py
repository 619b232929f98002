"""The blueprint that the pages after a meeting share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("afterwards", __name__)
