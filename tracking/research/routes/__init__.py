"""The pages of research: studies for leads and data protection, their files, and everybody's own agreement."""

from tracking.research.routes import agreeing, files, studies
from tracking.research.routes.blueprint import bp

__all__ = ["agreeing", "bp", "files", "studies"]
