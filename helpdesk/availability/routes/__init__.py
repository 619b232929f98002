"""The pages of availability: `mine` for a facilitator's own, `settings` for what a lead settles in a region."""

from helpdesk.availability.routes import mine, settings
from helpdesk.availability.routes.blueprint import bp

__all__ = ["bp", "mine", "settings"]
