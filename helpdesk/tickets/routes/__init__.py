"""The pages of the desk: asking and my questions, one thread, and the desk of facilitators and leads."""

from helpdesk.tickets.routes import asking, desk, holding, joining, thread, why
from helpdesk.tickets.routes.blueprint import bp

__all__ = ["asking", "bp", "desk", "holding", "joining", "thread", "why"]
