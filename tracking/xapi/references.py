"""How a statement points at another one: statement references (Data 2.4.4.3)."""

from __future__ import annotations

from typing import Final

from tracking.xapi import clauses
from tracking.xapi.shapes import Check, one_of, shaped, uuid

_REFERENCE: Final[dict[str, Check]] = {
    "objectType": one_of(("StatementRef",), clauses.OBJECT_STATEMENT),
    "id": uuid(clauses.OBJECT_STATEMENT),
}
reference: Final = shaped(_REFERENCE, clauses.OBJECT_STATEMENT, ("objectType", "id"))
