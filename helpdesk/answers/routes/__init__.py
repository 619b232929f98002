"""Public answers: what everybody reads (`reading`), how the team writes, publishes and stops one (`making`), what a
learner tells and whom an answer helped (`sharing`)."""

from helpdesk.answers.routes import making, reading, sharing
from helpdesk.answers.routes.blueprint import bp

__all__ = ["bp", "making", "reading", "sharing"]
