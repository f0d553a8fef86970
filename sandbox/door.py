"""Who may reach the stand-in: this machine's own page and programs. Any web page that the same browser has
open could send requests here as well (by a form, an image, a script, a name that resolves to 127.0.0.1);
those are refused."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost")
SOCKET_TICKET_LIVES_FOR = 30.0  # seconds, as Slack's does
TICKET_HEADER = "x-page-ticket"
UNFRAMED = {
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


class Refused(Exception):
    """Answered with 403 and a sentence."""


class Strange(Exception):
    """Answered with 400 and a sentence: a request that neither the page nor Slack's SDK would send."""


def asked(request: Request, name: str) -> str:
    """A part of the query. Raises Strange."""
    if name not in request.query_params:
        raise Strange(f"The query has no {name}.")
    return request.query_params[name]


async def sent(request: Request) -> dict[str, Any]:
    """A body that is a JSON object. Raises Strange."""
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Strange("The body is no JSON.") from None
    if not isinstance(found, dict):
        raise Strange("The body is no JSON object.")
    return found


class Tickets:
    """The page's ticket stands in its HTML, for the page and for scripts that read it, and holds until the
    stand-in ends; a ticket for Socket Mode serves once."""

    def __init__(self) -> None:
        self.page = secrets.token_urlsafe(24)
        self._once: dict[str, float] = {}

    def give(self) -> str:
        """One for a Socket Mode connection."""
        now = time.monotonic()
        self._once = {t: ends for t, ends in self._once.items() if ends > now}
        ticket = secrets.token_urlsafe(24)
        self._once[ticket] = now + SOCKET_TICKET_LIVES_FOR
        return ticket

    def take(self, ticket: str) -> bool:
        """Whether it was given, is fresh and was not taken before."""
        return self._once.pop(ticket, 0.0) > time.monotonic()

    def is_page(self, ticket: str) -> bool:
        return secrets.compare_digest(ticket.encode(), self.page.encode())

    async def told(self, request: Request) -> dict[str, Any]:
        """The JSON that the page sent, with its ticket. Raises Refused, Strange."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refused("The content type is application/json.")
        if not self.is_page(request.headers.get(TICKET_HEADER, "")):
            raise Refused("The page's ticket is missing or of an earlier start: load the page anew.")
        return await sent(request)


def places_of(base: str) -> frozenset[str]:
    """Host and port as a browser names them: those of `base`, and `http://127.0.0.1:8000` as localhost,
    too."""
    parts = urlsplit(base)
    names = LOOPBACK if parts.hostname in LOOPBACK else (parts.hostname,) if parts.hostname else ()
    return frozenset(f"{name}:{parts.port}" if parts.port else name for name in names)


def refusal(connection: HTTPConnection, places: frozenset[str]) -> str | None:
    """Why a request is not from this machine's own page or a program, None when it may be."""
    headers = connection.headers
    host, names = headers.get("host", "").lower(), {place.partition(":")[0] for place in places}
    if host not in places | names:  # Slack's SDK leaves the port out
        return "This page answers to its own address only."
    origin = headers.get("origin")
    if origin is not None and origin.lower() not in {f"http://{place}" for place in places}:
        return "Requests of other pages are refused."
    opened = (
        connection.scope.get("method") == "GET"
        and connection.url.path == "/"
        and headers.get("sec-fetch-mode") == "navigate"
    )
    # a link may lead here
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"} and not opened:
        return "Requests of other pages are refused."
    return None


class Door:
    """Asks every request and WebSocket before anything else reads it; no other page may frame ours."""

    def __init__(self, app: ASGIApp, places: frozenset[str]) -> None:
        self.app, self.places = app, places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif why := refusal(HTTPConnection(scope), self.places):
            await _refuse(scope, receive, send, why)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            try:
                await self.app(scope, receive, _unframed(send))
            except Refused as refused:
                await _refuse(scope, receive, send, str(refused))


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": why})
    else:
        await PlainTextResponse(why, 403)(scope, receive, send)


def _unframed(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(UNFRAMED)
        await send(message)

    return sending
