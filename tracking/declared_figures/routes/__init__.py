"""The pages of declared figures: the list, one figure with its corrections, classes, births."""

from tracking.declared_figures.routes import births, classes, figures
from tracking.declared_figures.routes.blueprint import bp

__all__ = ["births", "bp", "classes", "figures"]
