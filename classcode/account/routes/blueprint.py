"""The blueprint that the account's pages register with."""

from flask import Blueprint

bp = Blueprint("account", __name__)
