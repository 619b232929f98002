"""The pages of publications: those of leads, and those that anybody reads."""

from tracking.indicators.snapshots.routes import leads, public
from tracking.indicators.snapshots.routes.blueprint import bp

__all__ = ["bp", "leads", "public"]
