"""The blueprint that this room's views register on."""

from flask import Blueprint

bp = Blueprint("answers", __name__)
