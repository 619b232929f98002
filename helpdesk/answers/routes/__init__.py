"""Public answers: what everybody reads (`reading`), the form in which one is written (`writing`), how the team
proposes, publishes and stops one (`making`), what a learner tells and whom an answer helped (`sharing`)."""

from helpdesk.answers.routes import making, reading, sharing, writing
from helpdesk.answers.routes.blueprint import bp

__all__ = ["bp", "making", "reading", "sharing", "writing"]
