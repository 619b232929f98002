"""The pages of growth: `joining` for who might join or steps back, `people` for who decides."""

from helpdesk.growth.routes import joining, people
from helpdesk.growth.routes.blueprint import bp

__all__ = ["bp", "joining", "people"]
