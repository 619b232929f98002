"""The one reader of the environment: a frozen `Config`, validated at start, from one documented list.

A missing or wrong value raises `ConfigError`, a single line that names the variable. `SETTINGS` is the list that
`docs/configuration.md` is checked against.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit


class ConfigError(Exception):
    """A setting is missing or wrong; the message is one line that starts with the variable's name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what it is for, how it is read and when it must be given."""

    name: str
    meaning: str
    read: Callable[[str], Any]
    default: str | None = None
    required_in_production: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the process was told by its environment; built once by `load` and never changed."""

    environment: str
    secret_key: str
    database_url: str
    base_url: str
    iri_base: str | None
    var_dir: Path
    content_dir: Path
    files_dir: Path
    redis_url: str | None
    smtp_url: str | None
    mail_from: str
    imap_url: str | None
    mail_reply_to: str
    mail_auth_server: str | None
    lrs_endpoint: str | None
    lrs_key: str | None
    lrs_secret: str | None
    lrs_hosts: tuple[str, ...]
    lrs_origins: tuple[str, ...]
    lrs_pseudonymise: bool
    small_count: int
    answer_days: int
    meeting_least: int
    metrics_token: str | None
    trusted_proxies: int
    port: int
    web_workers: int

    @property
    def demo(self) -> bool:
        """Whether this process shows the demonstration and not somebody's real data."""
        return self.environment == "demo"

    @property
    def https(self) -> bool:
        """Whether people reach the site over https, which makes cookies `__Host-` and Secure."""
        return self.base_url.startswith("https://")


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _address(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not (parts.netloc or parts.path):
            raise ValueError(f"must be an address that starts with {' or '.join(s + '://' for s in schemes)}")
        return text.rstrip("/") if parts.scheme.startswith("http") else text

    return read


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError(
            "must hold at least 32 characters (python3 -c 'import secrets; print(secrets.token_hex(32))')"
        )
    return text


def _mailbox(text: str) -> str:
    if "@" not in text or any(sign in text for sign in "\r\n"):
        raise ValueError("must be a mail address, such as Class'Code <aide@example.org>")
    return text


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())


def _origins(text: str) -> tuple[str, ...]:
    """Read the origins of sites as browsers send them: scheme and host, without a path."""
    found = _names(text)
    for origin in found:
        parts = urlsplit(origin)
        if not parts.hostname or origin != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc:
            raise ValueError("must list origins such as https://app.example.org, without a path")
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            raise ValueError("must list origins that start with https:// (http:// for this machine alone)")
    return found


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError("must be on or off")
    return text == "on"


_http = _address("https", "http")

SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "ENVIRONMENT",
        "`production`, `demo` (own secrets, mails shown in a page) or `test`.",
        _one_of("production", "demo", "test"),
        "production",
    ),
    Setting("SECRET_KEY", "Signs cookies and links; at least 32 characters.", _secret, None, True),
    Setting(
        "DATABASE_URL",
        "`sqlite:///path` or `postgresql+psycopg://user:password@host/name`. Without it, SQLite under `VAR_DIR`.",
        _address("sqlite", "postgresql+psycopg"),
    ),
    Setting(
        "BASE_URL", "The address at which people reach the site; links in mails use it.", _http, None, True
    ),
    Setting(
        "IRI_BASE",
        "The prefix of every identifier in the record, fixed at first start (`BASE_URL` by default) and never changed.",
        _http,
    ),
    Setting("VAR_DIR", "Where the process writes: SQLite, compiled content, files.", Path, "var"),
    Setting("CONTENT_DIR", "Where the course modules are read.", Path, "content"),
    Setting("FILES_DIR", "Where uploaded files lie. Without it, `VAR_DIR/files`.", Path),
    Setting(
        "REDIS_URL",
        "Wakes RQ workers. Without it, one runner drains the job rows.",
        _address("redis", "rediss"),
    ),
    Setting(
        "SMTP_URL",
        "`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. In the demo, none: mails show in a page.",
        _address("smtp", "smtps"),
        None,
        True,
    ),
    Setting("MAIL_FROM", "The sender of every mail.", _mailbox, None, True),
    Setting(
        "IMAP_URL",
        "`imaps://user:password@host/INBOX`: where answers by mail arrive. Without it, people answer on the page.",
        _address("imaps", "imap"),
    ),
    Setting(
        "MAIL_REPLY_TO",
        "The address of that mailbox, at most 11 characters before the @; the address of `MAIL_FROM` by default.",
        _mailbox,
    ),
    Setting(
        "MAIL_AUTH_SERVER",
        "The name under which our own mail server writes `Authentication-Results`; none by default.",
        str,
    ),
    Setting("LRS_ENDPOINT", "An external Learning Record Store that receives every statement.", _http),
    Setting("LRS_KEY", "Its Basic user name.", str),
    Setting("LRS_SECRET", "Its Basic password.", str),
    Setting(
        "LRS_HOSTS",
        "Hosts to which statements may be sent, with commas; the endpoint's own by default.",
        _names,
    ),
    Setting(
        "LRS_ORIGINS",
        "Sites whose scripts may talk to our own record at `/xapi/`, with commas; none by default.",
        _origins,
    ),
    Setting(
        "LRS_PSEUDONYMISE",
        "Whether mailboxes in statements of other systems become pseudonyms before they are stored: `on` or `off`.",
        _switch,
        "off",
    ),
    Setting(
        "SMALL_COUNT",
        "Counts below this are not shown in what leaves an indicator page.",
        _whole(5, 100),
        "11",
    ),
    Setting(
        "ANSWER_DAYS", "The promise to who asks: a first answer within so many days.", _whole(1, 30), "3"
    ),
    Setting(
        "MEETING_LEAST",
        "From how many learners near each other, at the same point, a meeting is suggested.",
        _whole(3, 12),
        "4",
    ),
    Setting(
        "METRICS_TOKEN",
        "Who shows it reads `/metrics` from another machine; without it only this machine does.",
        _secret,
    ),
    Setting("TRUSTED_PROXIES", "How many proxies in front add X-Forwarded-For.", _whole(0, 5), "0"),
    Setting(
        "PORT", "The port on which `classcode serve` and `classcode demo` listen.", _whole(1, 65535), "8000"
    ),
    Setting("WEB_WORKERS", "How many web processes `classcode serve` starts.", _whole(1, 64), "2"),
)


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    text = environ.get(setting.name, "").strip() or setting.default
    if text is None:
        return None
    try:
        return setting.read(text)
    except ValueError as error:
        raise ConfigError(f"{setting.name} {error}") from None


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read and check every setting; raise `ConfigError` for the first that is missing or wrong."""
    given = os.environ if environ is None else environ
    values = {setting.name.lower(): _read(setting, given) for setting in SETTINGS}
    if values["environment"] == "production":
        for setting in SETTINGS:
            if setting.required_in_production and values[setting.name.lower()] is None:
                raise ConfigError(f"{setting.name} is missing: {setting.meaning}")
    return Config(**_with_derived(values))


def _with_derived(values: dict[str, Any]) -> dict[str, Any]:
    """Fill what follows from other settings; a demonstration's secret is made here and kept in its own folder."""
    var_dir: Path = values["var_dir"].absolute()
    endpoint = values["lrs_endpoint"]
    if endpoint and values["lrs_key"] is None:
        raise ConfigError("LRS_KEY is missing: LRS_ENDPOINT needs a user name and a password")
    if endpoint and values["lrs_secret"] is None:
        raise ConfigError("LRS_SECRET is missing: LRS_ENDPOINT needs a user name and a password")
    if endpoint and values["environment"] == "production" and not endpoint.startswith("https://"):
        raise ConfigError("LRS_ENDPOINT must start with https:// in production")
    return values | {
        "mail_reply_to": _reply_to(values),
        "var_dir": var_dir,
        "content_dir": values["content_dir"].absolute(),
        "secret_key": values["secret_key"] or own_secret(var_dir),
        "database_url": values["database_url"] or f"sqlite:///{var_dir / 'classcode.sqlite3'}",
        "base_url": values["base_url"] or f"http://127.0.0.1:{values['port']}",
        "files_dir": values["files_dir"] or var_dir / "files",
        "mail_from": values["mail_from"] or "Class'Code <demo@classcode.invalid>",
        "lrs_origins": values["lrs_origins"] or (),
        "lrs_hosts": values["lrs_hosts"] or ((urlsplit(endpoint).hostname or "",) if endpoint else ()),
    }


REPLY_NAME: Final = 11
"""Characters before the @ of the mailbox for answers: with a plus and 52 of a token it makes 64 (RFC 5321)."""


def _reply_to(values: dict[str, Any]) -> str:
    """Return the address at which answers arrive; it must leave room for what makes each reply address its own."""
    given = values["mail_reply_to"] or values["mail_from"] or "demo@classcode.invalid"
    address = parseaddr(given)[1]
    name = address.rpartition("@")[0]
    if values["imap_url"] and (not 1 <= len(name) <= REPLY_NAME or "+" in name or not address.isascii()):
        raise ConfigError(
            f"MAIL_REPLY_TO must have 1 to {REPLY_NAME} plain characters before the @, such as aide@example.org"
        )
    return address


def own_secret(var_dir: Path) -> str:
    """Return the demonstration's own secret key, made at first use and readable by its owner alone."""
    path = var_dir / "secret_key"
    var_dir.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()
