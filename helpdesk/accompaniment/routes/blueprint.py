"""The blueprint that the views of accompaniments register on."""

from flask import Blueprint

bp = Blueprint("accompaniment", __name__)
