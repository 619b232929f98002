"""Asking without an account (`first`), the page behind the mailed link (`link`), and what facilitators note (`log`)."""

from helpdesk.guests.routes import first, link, log
from helpdesk.guests.routes.blueprint import bp

__all__ = ["bp", "first", "link", "log"]
