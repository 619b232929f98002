"""The policy of the block editor's frame, the only page of the site that relaxes anything."""

from __future__ import annotations

from typing import Final

STYLES: Final[tuple[str, ...]] = (
    "'sha256-P7kaUMMtm+ScJp3YS6RdQKwz/d7nnzZcx3+SYN7zb0g='",
    "'sha256-CwjZdqK17P8O1uFI+RXFGCjnYjXwyXAYsnPX+TEFYWY='",
)
"""Hashes of the two style elements that the block editor writes into its page.

They change with its version and its renderer; `tests/browser/test_blocks.py` finds what is missing.
"""


def policy() -> str:
    """Return the frame's own Content-Security-Policy: our files, two known styles, our pages around it."""
    style = " ".join(("'self'", *STYLES))
    return (
        f"default-src 'none'; script-src 'self'; style-src {style}; img-src 'self'; "
        "connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )
