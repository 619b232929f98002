"""The pages of meetings: mine, one meeting, answering it, making one, and running it."""

from helpdesk.meetings.routes import answering, making, mine, running, show
from helpdesk.meetings.routes.blueprint import bp

__all__ = ["answering", "bp", "making", "mine", "running", "show"]
