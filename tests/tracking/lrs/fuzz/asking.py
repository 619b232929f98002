"""Requests to every resource: methods, parameters, headers and bodies, mostly as they should be, never all of them.

A request is what a server hands on, so that nothing of a client's library stands between: see `Asked.environ`.
"""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote_plus, unquote_to_bytes

from hypothesis import strategies as st

from tests.tracking.lrs.fuzz import bodies, good, odd

STATEMENTS: Final = "/xapi/statements"
_BOOLEAN: Final = st.sampled_from(["true", "false"])
_FEW: Final = st.sampled_from([{"mbox": "mailto:ada@example.org"}, {"openid": "http://example.org/bruno"}])
"""For documents, so that they meet."""
_AGENT: Final = (_FEW | _FEW | good.AGENTS).map(lambda agent: odd.as_json(agent).decode())
_NAME: Final = st.sampled_from(["bookmark", "é/ü", "a b&c=d"]) | good.WORDS
_ACTIVITY: Final = st.just("http://example.org/a") | good.IRIS
_DOCUMENT: Final = {"agent": _AGENT, "activityId": _ACTIVITY}
DOCUMENTS: Final = ("/xapi/activities/state", "/xapi/agents/profile", "/xapi/activities/profile")
PARAMETERS: Final[dict[str, dict[str, st.SearchStrategy[str]]]] = {
    STATEMENTS: {
        "statementId": good.IDS, "voidedStatementId": good.IDS, "verb": good.VERBS, "activity": good.IRIS,
        "agent": (good.AGENTS | good.GROUPS).map(lambda actor: odd.as_json(actor).decode()),
        "registration": good.IDS, "since": good.MOMENTS, "until": good.MOMENTS, "related_agents": _BOOLEAN,
        "related_activities": _BOOLEAN, "ascending": _BOOLEAN, "attachments": _BOOLEAN,
        "limit": st.integers(0, 200).map(str), "cursor": st.integers(0, 500).map(str),
        "format": st.sampled_from(["ids", "exact", "canonical"]),
    },
    "/xapi/activities/state": _DOCUMENT | {"stateId": _NAME, "registration": good.IDS, "since": good.MOMENTS},
    "/xapi/agents/profile": {"agent": _AGENT, "profileId": _NAME, "since": good.MOMENTS},
    "/xapi/activities/profile": {"activityId": _ACTIVITY, "profileId": _NAME, "since": good.MOMENTS},
    "/xapi/agents": {"agent": _AGENT},
    "/xapi/activities": {"activityId": good.IRIS},
    "/xapi/about": {},
    "/xapi/profile": {},
}  # fmt: skip
ODD_PATHS: Final = (
    "/xapi", "/xapi/", "/xapi//statements", "/xapi/statements/", "/xapi/statements//", "/xapi/Statements", "/xapi/%00",
    "/xapi/statements/more", "/xapi/verbs/%FF", "/xapi/verbs/resolved", "/xapi/templates/\u00e9", "/xapi/types/..",
    "/xapi/extensions/%0d%0a", "/xapi/../health", "/xapi/./about", "/xapi/oauth/token", "/xapi/" + "a/" * 500,
)  # fmt: skip
METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "FOO", "")
VERSIONS: Final = "1.0.3 2.0.0 1.0 1.0.0 2.0 2.0.9 0.95 1.1 x ١.0".split()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `told` is its Content-Length (None: the body's own), `plain` what an alternate one stands for."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    told: str | None = None
    chunked: bool = False
    plain: Asked | None = None

    def environ(self) -> dict[str, Any]:
        """Return the request as a WSGI server gives it to an application (PEP 3333)."""
        made = {
            "REQUEST_METHOD": self.method, "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(self.path).decode("latin-1"),
            "QUERY_STRING": self.query.encode("utf-8", "surrogatepass").decode("latin-1"),
            "SERVER_NAME": "classcode.test", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(self.body), "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            made[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = _header(value)
        if self.chunked:
            made |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
        else:
            made["CONTENT_LENGTH"] = str(len(self.body)) if self.told is None else self.told
        return made

    def arrives(self) -> bytes | None:
        """Return the body as far as its length lets it, None where nobody can say."""
        if self.chunked or self.told is None:
            return self.body
        return self.body[: int(self.told)] if self.told.isascii() and self.told.isdigit() else None


def _header(value: str) -> str:
    return value.encode("utf-8", "surrogatepass").decode("latin-1").replace("\r", "").replace("\n", "")


def basic(key: str, secret: str) -> str:
    """Return the Authorization header of a key and a secret, which may be no text at all."""
    return "Basic " + b64encode(f"{key}:{secret}".encode("utf-8", "surrogatepass")).decode()


@st.composite
def queries(draw: st.DrawFn, path: str, always: tuple[str, ...], sometimes: tuple[str, ...]) -> str:
    """Write a query: what is needed, some of what is known, sometimes unknown, doubled or odd."""
    known = PARAMETERS.get(path, {})
    names = [name for name in known if name in always]
    others = [name for name in known if name in sometimes and name not in always]
    if others and odd.seldom(draw, 2):
        names += draw(st.lists(st.sampled_from(others), max_size=4, unique=True))
    pairs = [(name, draw(known[name])) for name in names]
    if odd.seldom(draw, 6):
        name = draw(st.sampled_from(sorted(known)) if known and odd.seldom(draw, 2) else odd.texts)
        pairs.append((name, draw(odd.texts | odd.values.map(lambda value: odd.as_json(value).decode()))))
    if pairs and odd.seldom(draw, 10):
        pairs.pop(0)
    written = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    if odd.seldom(draw, 31):
        written += draw(st.sampled_from(["&", "&%", "&=&", "&a", "?%FF=%FF"]))
    return written


def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


@st.composite
def header_sets(draw: st.DrawFn, authorization: str, content_type: str) -> dict[str, str]:
    """Write the headers of a request: one in eight has something odd about each."""
    made = {"Authorization": authorization, "Content-Type": content_type}
    made["X-Experience-API-Version"] = draw(st.sampled_from(VERSIONS[:2])) if not odd.seldom(draw, 8) else draw(
        st.sampled_from(VERSIONS)
    )  # fmt: skip
    if odd.seldom(draw, 8):
        made["Authorization"] = draw(st.sampled_from(ODD_CREDENTIALS) | odd.texts)
    if odd.seldom(draw, 10):
        made["Content-Type"] = draw(st.sampled_from(ODD_TYPES) | odd.texts)
    if odd.seldom(draw, 4):
        made[draw(st.sampled_from(["If-Match", "If-None-Match"]))] = draw(st.sampled_from(TAGS) | odd.texts)
    if odd.seldom(draw, 10):
        name = draw(
            st.sampled_from(["Accept-Language", "Accept", "Origin", "Cookie", "If-Modified-Since", "Range"])
        )
        made[name] = draw(
            st.sampled_from(["fr", "nl;q=x, *", "http://evil.example", "bytes=0-1"]) | odd.texts
        )
    for name in [name for name in made if odd.seldom(draw, 41)]:
        del made[name]
    return made


TAGS: Final = ("*", '"*"', '"abc"', 'W/"abc"', '"a", "b"', "abc", '"', "*, *")
ODD_CREDENTIALS: Final = (
    "", "Basic", "Basic ", "Basic !", "Bearer x", "Basic 8J+SqQ==", "basic OjpmOg==", basic("a\0", "b"), basic("", ""),
    basic("nobody", "wrong"), basic("\ud800", "x"), "Basic " + "A" * 10_000,
)  # fmt: skip
ODD_TYPES: Final = (
    "", "application/json; charset=utf-16", "APPLICATION/JSON", "application/json;;;=", "text/html", "multipart/mixed",
    "multipart/mixed; boundary=", 'multipart/mixed; boundary="a b"', "multipart/form-data; boundary=a-boundary",
    f"multipart/mixed; boundary={'x' * 80}", "application/x-www-form-urlencoded", "\u00e9",
)  # fmt: skip


def _body(draw: st.DrawFn, path: str, method: str) -> tuple[bytes, str]:
    if method not in ("PUT", "POST"):
        return (b"", "") if not odd.seldom(draw, 10) else (draw(st.binary(max_size=9)), "application/json")
    return draw(bodies.statements(single=method == "PUT") if path == STATEMENTS else bodies.documents())


_NEEDED: Final = {
    "/xapi/activities/state": ("agent", "activityId", "stateId"), "/xapi/agents/profile": ("agent", "profileId"),
    "/xapi/activities/profile": ("activityId", "profileId"), "/xapi/agents": ("agent",),
    "/xapi/activities": ("activityId",),
}  # fmt: skip


_USUAL: Final = {STATEMENTS: ("GET", "PUT", "POST", "POST")} | dict.fromkeys(
    sorted(DOCUMENTS), ("GET", "PUT", "PUT", "POST", "DELETE")
)


def _parameters(draw: st.DrawFn, path: str, method: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which parameters a request needs, and which others it may have."""
    if path != STATEMENTS:
        return _NEEDED.get(path, ()), ("registration", "since") if method == "GET" else ("registration",)
    if method == "PUT":
        return ("statementId",), ()
    if method == "POST":
        return (), ()
    if odd.seldom(draw, 4):
        return ("statementId",), ("format", "attachments")
    return (), tuple(name for name in PARAMETERS[STATEMENTS] if not name.endswith("Id"))


@st.composite
def requests(draw: st.DrawFn, authorizations: tuple[str, ...]) -> Asked:
    """Draw one request of any kind; `authorizations` are headers of real clients."""
    path = draw(st.sampled_from([STATEMENTS, STATEMENTS, STATEMENTS, *DOCUMENTS, *PARAMETERS]))
    method = draw(st.sampled_from(_USUAL.get(path, ("GET", "HEAD"))))
    if odd.seldom(draw, 25):
        method = draw(st.sampled_from(METHODS))
    always, sometimes = _parameters(draw, path, method)
    query = draw(queries(path, always, sometimes))
    if odd.seldom(draw, 25):
        path = draw(st.sampled_from(ODD_PATHS))
    body, content_type = _body(draw, path, method)
    headers = draw(header_sets(draw(st.sampled_from(authorizations)), content_type))
    told, chunked = None, odd.seldom(draw, 10)
    if not chunked and odd.seldom(draw, 20):
        told = draw(
            st.sampled_from(["", "0", "-1", "x", "9" * 30, "1", str(len(body) + 5), str(len(body) // 2), "٣"])
        )
    asked = Asked(method, path, query, headers, body, told, chunked)
    return draw(alternates(asked)) if odd.seldom(draw, 8) else asked


@st.composite
def alternates(draw: st.DrawFn, asked: Asked) -> Asked:
    """Write a request in the alternate syntax of 1.0.x: method in the address, the rest in a form."""
    hidden = {name: value for name, value in asked.headers.items() if not odd.seldom(draw, 4)}
    fields = [f"{_quoted(name)}={_quoted(value)}" for name, value in hidden.items()]
    fields += [asked.query] if asked.query else []
    if asked.method in ("PUT", "POST") or odd.seldom(draw, 10):
        fields.append("content=" + quote_plus(asked.body))
    form = "&".join(fields).encode("utf-8", "surrogatepass")
    headers = {name: value for name, value in asked.headers.items() if name not in hidden}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    query = "method=" + (asked.method if not odd.seldom(draw, 10) else _quoted(draw(odd.texts)))
    return Asked("POST", asked.path, query, headers, form, plain=asked)
