"""POST /slack/events: the door. Stamp, size and signature are checked, in this order and before anything is
held, then Bolt.

A stranger costs no memory: what is too old or too large is refused unread, and a body that comes slowly is
given up. A strange header is 401, never 500.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from .answers import Answers

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000
OLDEST = 300.0  # seconds that a stamp may be old, or ahead
BODY_WITHIN = 5.0  # seconds in which a body has come


class _NotRead(Exception):
    """Why a body was not read to its end: the status to refuse it with."""

    def __init__(self, status: int) -> None:
        self.status = status


def endpoint(answers: Answers, signing_secret: str) -> Callable[[Request], Awaitable[Response]]:
    """The route's function."""
    verifier = SignatureVerifier(signing_secret)

    async def slack_events(request: Request) -> Response:
        stamp, signature = (
            request.headers.get("x-slack-request-timestamp", ""),
            request.headers.get("x-slack-signature", ""),
        )
        if not _is_fresh(stamp, verifier.clock.now()) or not (signature and signature.isascii()):
            return _refused(401)
        try:
            raw = await _read(request)
            body = raw.decode()
        except _NotRead as told:
            return _refused(told.status)
        except UnicodeDecodeError:
            return _refused(401)
        if not verifier.is_valid(body, stamp, signature):
            return _refused(401)
        return await _answer(answers, body, request)

    return slack_events


def _is_fresh(stamp: str, now: float) -> bool:
    """Whether a stamp, in seconds of Unix time, is one and near enough to the real time."""
    return stamp.isascii() and stamp.isdigit() and len(stamp) < 16 and abs(now - int(stamp)) <= OLDEST


def _refused(status: int) -> Response:
    """An empty no that ends the connection: what is left of the body is not waited for."""
    return Response("", status_code=status, headers={"Connection": "close"})


async def _read(request: Request) -> bytes:
    """The body, read in pieces; its length as announced and as read is held to MOST_BYTES. Raises
    _NotRead."""
    announced = request.headers.get("content-length", "0")
    if (
        not (announced.isascii() and announced.isdigit())
        or len(announced) > 15
        or int(announced) > MOST_BYTES
    ):
        raise _NotRead(413)
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for piece in request.stream():
                raw += piece
                if len(raw) > MOST_BYTES:
                    raise _NotRead(413)
    except TimeoutError:
        raise _NotRead(408) from None
    except ClientDisconnect:
        log.debug("a request was broken off before it was read")
        raise _NotRead(400) from None
    return bytes(raw)


async def _answer(answers: Answers, body: str, request: Request) -> Response:
    headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
    try:
        told = await answers.over_http(BoltRequest(body=body, query=request.url.query, headers=headers))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        log.warning("a signed request that is no payload of Slack's: %s", type(error).__name__)
        return Response("", status_code=200)
    kept = {name: values[0] for name, values in told.headers.items() if name.lower() in {"content-type"}}
    return Response(told.body or "", status_code=told.status, headers=kept)
