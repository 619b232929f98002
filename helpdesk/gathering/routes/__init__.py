"""The pages of suggestions: those of the desk, what a lead settles, and everybody's own choice to be left out."""

from helpdesk.gathering.routes import choosing, settling, suggestions
from helpdesk.gathering.routes.blueprint import bp

__all__ = ["bp", "choosing", "settling", "suggestions"]
