"""The blueprint that the pages of availability register on."""

from flask import Blueprint

bp = Blueprint("availability", __name__)
