"""The pages of profiles: a facilitator's own, and the one on which a lead looks behind a pseudonym."""

from helpdesk.profiles.routes import names, people
from helpdesk.profiles.routes.blueprint import bp

__all__ = ["bp", "names", "people"]
