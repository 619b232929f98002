"""The same short way to ask as in the tests of tickets."""

from tests.helpdesk.tickets.conftest import ask

__all__ = ["ask"]
