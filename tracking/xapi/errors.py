"""What the specification's checks say when a value breaks a rule; how an answer shows it is the edges' matter."""

from __future__ import annotations

import json
from typing import Self


class Invalid(Exception):
    """A value breaks the clause `clause` of the specification at the JSON path `where` ("" is the whole value).

    `message` is a gettext id whose `%(name)s` places `params` fills, to be translated at the edge. Clauses follow
    xAPI 1.0.3 ("Data 2.4.2.1"), see `clauses.py`; what only xAPI 2.0 has follows its own ("9274.1.1 4.2.2.5").
    """

    def __init__(self, where: str, clause: str, message: str, **params: object) -> None:
        super().__init__(where, clause, message)
        self.where = where
        self.clause = clause
        self.message = message
        self.params = params

    def __str__(self) -> str:
        said = self.message % self.params if self.params else self.message
        return f"{self.where or 'value'}: {said} ({self.clause})"

    def under(self, step: str) -> Self:
        """Put a step in front of the path, as the refusal rises from a value to what holds it; return itself."""
        if not step:
            return self
        self.where = step + self.where if self.where[:1] in ("", "[") else f"{step}.{self.where}"
        return self


def step(key: str) -> str:
    """Return a property's name as a step of a path: plain when it reads so, else `["in brackets"]`."""
    return key if key.isidentifier() else f"[{json.dumps(key, ensure_ascii=False)}]"
