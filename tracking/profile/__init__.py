"""The vocabulary, published as an xAPI profile: concepts, a template for each event, patterns for each story. Pure.

`build` makes the document; `matching` checks statements against its templates.
"""

from __future__ import annotations

from tracking.profile.document import build as build
