"""The clauses that the checks name in a refusal: part two (Data) of xAPI 1.0.3 first, and of IEEE 9274.1.1 what is new.

Sources: https://github.com/adlnet/xAPI-Spec (1.0.3) and
https://opensource.ieee.org/xapi/xapi-base-standard-documentation (2.0).
"""

from __future__ import annotations

from typing import Final

FORMATTING: Final = "Data 2.2"
LIFECYCLE: Final = "Data 2.3.1"
VOIDING: Final = "Data 2.3.2"
STATEMENT: Final = "Data 2.4"
ID: Final = "Data 2.4.1"
ACTOR: Final = "Data 2.4.2"
AGENT: Final = "Data 2.4.2.1"
GROUP: Final = "Data 2.4.2.2"
IDENTIFIER: Final = "Data 2.4.2.3"
ACCOUNT: Final = "Data 2.4.2.4"
VERB: Final = "Data 2.4.3"
OBJECT: Final = "Data 2.4.4"
ACTIVITY: Final = "Data 2.4.4.1"
OBJECT_STATEMENT: Final = "Data 2.4.4.3"
RESULT: Final = "Data 2.4.5"
SCORE: Final = "Data 2.4.5.1"
CONTEXT: Final = "Data 2.4.6"
REGISTRATION: Final = "Data 2.4.6.1"
CONTEXT_ACTIVITIES: Final = "Data 2.4.6.2"
AUTHORITY: Final = "Data 2.4.9"
VERSION: Final = "Data 2.4.10"
ATTACHMENTS: Final = "Data 2.4.11"
EXTENSIONS: Final = "Data 4.1"
LANGUAGES: Final = "Data 4.2"
IRIS: Final = "Data 4.3"
UUIDS: Final = "Data 4.4"
TIMESTAMPS: Final = "Data 4.5"
DURATIONS: Final = "Data 4.6"

PUT: Final = "Communication 2.1.1"
POST: Final = "Communication 2.1.2"
GET: Final = "Communication 2.1.3"

CONTEXT_AGENTS_2: Final = "9274.1.1 4.2.2.5"
VERSION_2: Final = "9274.1.1 4.2.4.3"
TIMESTAMPS_2: Final = "9274.1.1 4.2.7"
