"""The pages of suggestions: those of the desk, and everybody's own choice to be left out."""

from helpdesk.gathering.routes import choosing, suggestions
from helpdesk.gathering.routes.blueprint import bp

__all__ = ["bp", "choosing", "suggestions"]
