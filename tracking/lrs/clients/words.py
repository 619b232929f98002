"""How clients' scopes and states are called for people, to be translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode.i18n import N_
from tracking.lrs.clients.queries import Standing
from tracking.lrs.scopes import Scope

SCOPES: Final[Mapping[Scope, str]] = {
    Scope.STATEMENTS_WRITE: N_("Write statements"),
    Scope.STATEMENTS_READ_MINE: N_("Read the statements that it wrote itself"),
    Scope.STATEMENTS_READ: N_("Read all statements, also those of our learners"),
    Scope.STATE: N_("Read and write where a course's reader stopped"),
    Scope.DEFINE: N_("Describe activities"),
    Scope.PROFILE: N_("Read and write notes on activities and actors"),
    Scope.ALL_READ: N_("Read everything"),
    Scope.ALL: N_("Read and write everything"),
}
STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.VALID: N_("valid"),
    Standing.EXPIRED: N_("expired"),
    Standing.REVOKED: N_("revoked"),
}
