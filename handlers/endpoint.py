"""POST /slack/events: checks the signature itself (a strange header is 401, never 500), then Bolt in the thread pool."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000
_REFUSED = Response("invalid signature", status_code=401)


def endpoint(app: App, signing_secret: str) -> Callable[[Request], Awaitable[Response]]:
    """The route's function."""
    verifier = SignatureVerifier(signing_secret)

    async def slack_events(request: Request) -> Response:
        stamp, signature = request.headers.get("x-slack-request-timestamp", ""), request.headers.get("x-slack-signature", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16 and signature.isascii()):
            return _REFUSED
        raw = await request.body()
        try:
            body = raw.decode()
        except UnicodeDecodeError:
            return _REFUSED
        if len(raw) > MOST_BYTES or not verifier.is_valid(body, stamp, signature):
            return _REFUSED
        return await run_in_threadpool(_dispatch, app, body, dict(request.headers), request.url.query)

    return slack_events


def _dispatch(app: App, body: str, headers: dict[str, str], query: str) -> Response:
    try:
        told = app.dispatch(BoltRequest(body=body, query=query, headers={k: [v] for k, v in headers.items()}))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        log.warning("a signed request that is no payload of Slack's: %s", type(error).__name__)
        return Response("", status_code=200)
    kept = {name: values[0] for name, values in told.headers.items() if name.lower() in {"content-type"}}
    return Response(told.body or "", status_code=told.status, headers=kept)
