"""The blueprint that the desk's views register on."""

from flask import Blueprint

bp = Blueprint("helpdesk", __name__)
