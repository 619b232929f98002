"""The blueprint that the views of places register on."""

from flask import Blueprint

bp = Blueprint("places", __name__)
