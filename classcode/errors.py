"""What a rule answers when it says no: `Refused` and the few refusals that every feature shares.

A refusal carries a message id (an English sentence, looked up in the reader's catalogue at the edge) and its
parameters. Rules raise it before they write; edges turn it into a page, a form error or a command's last line.
"""

from __future__ import annotations


class Refused(Exception):
    """A rule said no; `message` is a gettext id, `params` fill its `%(name)s` places, `status` is the HTTP answer."""

    status = 409
    message = "This cannot be done now. Nothing was changed."

    def __init__(self, message: str | None = None, **params: object) -> None:
        self.message = message or type(self).message
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFound(Refused):
    """The object does not exist, or not for this person: both read the same (ASVS 8.2.2)."""

    status = 404
    message = "This page does not exist, or is not open to you."


class NotAllowed(Refused):
    """The person is known and her role does not open this."""

    status = 403
    message = "This page is for people with another role."


class Invalid(Refused):
    """A field holds what it may not; `field` names it so that the form can point at it."""

    status = 422

    def __init__(self, field: str, message: str, **params: object) -> None:
        self.field = field
        super().__init__(message, **params)


class TooMany(Refused):
    """A limit that protects accounts or people was reached; the reader is told how long to wait."""

    status = 429
    message = "Too many tries. Please wait %(minutes)s minutes and try again."
