"""What comes with a statement: how its attachments are described (Data 2.4.11).

Only the descriptions; whether the octets match them is asked where the octets arrive.
"""

from __future__ import annotations

import re
from typing import Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid
from tracking.xapi.shapes import Check, iri, language_map, listed, matching, shaped

NOT_MEDIA_TYPE: Final = N_("This has to be an Internet media type, such as text/plain.")
NOT_LENGTH: Final = N_("This has to be a whole number of octets, without quotation marks.")
NOT_SHA2: Final = N_("This has to be a SHA-2 checksum in hexadecimal digits: 64 of them for SHA-256.")

_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z\-]+"
_media_type: Final = re.compile(
    rf'{_WORD}/{_WORD}(?:[ \t]*;[ \t]*(?:{_WORD}=(?:{_WORD}|"(?:[^"\\\r\n]|\\[^\r\n])*"))?)*'
).fullmatch
# SHA-224, 256, 384 and 512: the digits become a file's name, so that nothing else may pass.
_sha2: Final = re.compile(
    r"[0-9A-Fa-f]{56}(?:[0-9A-Fa-f]{8}(?:[0-9A-Fa-f]{32}(?:[0-9A-Fa-f]{32})?)?)?"
).fullmatch


def _length(value: object) -> None:
    if type(value) is not int or value < 0:
        raise Invalid("", clauses.ATTACHMENTS, NOT_LENGTH)


_ATTACHMENT: Final[dict[str, Check]] = {
    "usageType": iri(clauses.ATTACHMENTS),
    "display": language_map(clauses.ATTACHMENTS),
    "description": language_map(clauses.ATTACHMENTS),
    "contentType": matching(_media_type, clauses.ATTACHMENTS, NOT_MEDIA_TYPE),
    "length": _length,
    "sha2": matching(_sha2, clauses.ATTACHMENTS, NOT_SHA2),
    "fileUrl": iri(clauses.ATTACHMENTS),
}
attachments: Final = listed(
    shaped(_ATTACHMENT, clauses.ATTACHMENTS, ("usageType", "display", "contentType", "length", "sha2")),
    clauses.ATTACHMENTS,
)
