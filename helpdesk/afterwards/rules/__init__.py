"""The rules of what follows a meeting. `closed` and `issue_for` are what closing a list of presence calls."""

from helpdesk.afterwards.rules.attesting import closed as closed
from helpdesk.afterwards.rules.attesting import issue_for as issue_for
