"""The blueprint that the views of suggestions register on."""

from flask import Blueprint

bp = Blueprint("gathering", __name__)
