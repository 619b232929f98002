"""The blueprint that the views of research register on."""

from flask import Blueprint

bp = Blueprint("research", __name__)
