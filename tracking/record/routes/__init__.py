"""Pages of the record: everybody's own, and data protection's."""

from tracking.record.routes.looking import bp as looking
from tracking.record.routes.own import bp as own

__all__ = ["looking", "own"]
