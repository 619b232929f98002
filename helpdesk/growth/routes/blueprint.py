"""The blueprint that the pages of growth register on."""

from flask import Blueprint

bp = Blueprint("growth", __name__)
