"""The blueprint that this room's views register on."""

from flask import Blueprint

bp = Blueprint("guests", __name__)
