"""Security headers on every answer (ASVS 5.0 section 3.4), and what browsers may keep."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from classcode.auth import visitor
from classcode.config import Config

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere: files of our own only."""

FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
YEAR: Final = 31_536_000


def set_up(app: Flask, config: Config) -> None:
    """Add the headers to every answer of the application."""
    transport = {"Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains"} if config.https else {}

    fixed = [("Content-Security-Policy", POLICY), *FIXED.items(), *transport.items()]

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        strict = "Content-Security-Policy" in headers  # a drawing brings a stricter policy of its own
        headers.extend(fixed[1:] if strict else fixed)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = _keep()
        return response


def _keep() -> str:
    """Personal pages are kept nowhere; public ones are asked for again each time."""
    return "no-store" if visitor() or request.method != "GET" else "no-cache"
