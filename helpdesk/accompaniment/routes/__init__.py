"""The pages of accompaniments: the schools of my regions, one with its steps, its page to print, my own steps."""

from helpdesk.accompaniment.routes import attending, opening, own, sheet, stepping
from helpdesk.accompaniment.routes.blueprint import bp

__all__ = ["attending", "bp", "opening", "own", "sheet", "stepping"]
