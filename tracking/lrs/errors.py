"""How the record says no to a client: one class for each status of the specification (Communication 3.2).

What breaks a rule about values is `tracking.xapi.errors.Invalid` (400). Rules raise these before they write; the
application turns them into JSON.
"""

from __future__ import annotations

from classcode.errors import Refused
from classcode.i18n import N_


class Refusal(Refused):
    """A request was refused: `where` is the property or parameter at fault, `clause` the rule of the specification."""

    status = 400
    message = N_("This request cannot be read.")

    def __init__(
        self, message: str | None = None, *, where: str = "", clause: str = "", **params: object
    ) -> None:
        self.where = where
        self.clause = clause
        super().__init__(message, **params)


class Unauthorized(Refusal):
    """No credentials, or wrong, expired or revoked ones: which of these is not told (ASVS 6.3.8)."""

    status = 401
    message = N_("Key and secret are missing or wrong, or no longer valid.")


class Forbidden(Refusal):
    """The client is known, and holds no scope that allows this."""

    status = 403
    message = N_("Your credentials do not allow this.")


class Unknown(Refusal):
    """There is no such statement, document or resource, or not for this client."""

    status = 404
    message = N_("There is nothing here.")


class Conflict(Refusal):
    """What is stored differs from what was sent, and the specification keeps what is stored."""

    status = 409
    message = N_("Something else is stored under this identifier. Nothing was changed.")


class PreconditionFailed(Refusal):
    """The document changed since the client read it, or exists where it should not (Communication 3.1)."""

    status = 412
    message = N_("The document is not the one that you named. Nothing was changed.")


class TooLarge(Refusal):
    """The request is larger than this client may send."""

    status = 413
    message = N_("This is larger than %(largest)s bytes, the most that you may send at once.")
