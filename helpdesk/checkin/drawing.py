"""The one door to segno: a QR code as SVG without styles of its own, black on white in every theme."""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """Draw an address; its quiet zone of four modules belongs to the drawing (ISO/IEC 18004)."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, nl=False, omitsize=True, light="#fff", lineclass=None, svgclass="qr"
    )
    # Only segno's own numbers and our constants stand in it; the address is drawn, not written.
    return Markup(out.getvalue().decode())  # noqa: S704
