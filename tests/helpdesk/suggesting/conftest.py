"""Public answers to be suggested."""

from tests.helpdesk.answers.conftest import publish, settled

__all__ = ["publish", "settled"]
