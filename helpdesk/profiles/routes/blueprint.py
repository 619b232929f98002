"""The blueprint that the views of profiles and names register on."""

from flask import Blueprint

bp = Blueprint("profiles", __name__)
