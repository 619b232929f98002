"""Why a file is not taken. Each is said beside the field and names the file; the message itself is not lost."""

from __future__ import annotations

from typing import Final

from classcode.errors import Invalid
from classcode.i18n import N_

FIELD: Final = "files"
"""The field's name in every form that takes files."""


class FileRefused(Invalid):
    """A file, or the number of files, is not taken; nothing was written."""

    message = N_("“%(name)s” cannot be taken.")

    def __init__(self, **params: object) -> None:
        super().__init__(FIELD, type(self).message, **params)


class TooBig(FileRefused):
    """The file is larger than `kinds.LARGEST`."""

    message = N_("“%(name)s” is larger than %(mb)s MB. Choose a smaller one, or a part of it.")


class NothingInIt(FileRefused):
    """The file holds no byte."""

    message = N_("“%(name)s” is empty. Choose it once more, or another one.")


class TooManyFiles(FileRefused):
    """The message would have more than `kinds.MOST_FILES` files."""

    message = N_("At most %(most)s files go with one message. Choose the ones that help most.")


class TooManyToday(FileRefused):
    """This person sent as many files in a day as we keep of one person."""

    message = N_("You have sent %(most)s files within a day. Your words can go now, more files tomorrow.")


class NotThisKind(FileRefused):
    """The name ends like no kind that we take."""

    message = N_(
        "“%(name)s” is of a kind that we do not take. "
        "We take pictures (PNG, JPEG, WebP, GIF), PDF, plain text, CSV, and programs in Scratch, Python or Arduino."
    )


class NotWhatItSays(FileRefused):
    """What the file holds, what its name says and what came as its type do not agree, or it is damaged."""

    message = N_(
        "“%(name)s” is damaged, or is not what the end of its name says. Save it anew and choose it again."
    )


class GoneMeanwhile(FileRefused):
    """A file that was chosen for a message that was not sent does not wait any more."""

    message = N_(
        "A file that you chose did not wait so long. Choose your files once more; your words are here."
    )


class TooMuchInside(FileRefused):
    """A picture with too many points, or a project that unpacks to too much."""

    message = N_("“%(name)s” unfolds to more than a phone can show. Choose a smaller one.")
