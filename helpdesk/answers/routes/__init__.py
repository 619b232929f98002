"""Public answers: what everybody reads (`reading`), and how one is written, published and stopped (`making`)."""

from helpdesk.answers.routes import making, reading
from helpdesk.answers.routes.blueprint import bp

__all__ = ["bp", "making", "reading"]
