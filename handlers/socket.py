"""Socket Mode: what arrives over Slack's connection is answered by the same threads, and in the same time,
as over HTTP."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from time import time
from typing import Any

from slack_bolt import BoltRequest
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from rules.failure import trace_of

from .answers import Answers

log = logging.getLogger(__name__)
SAYS_EVERY = 60.0  # seconds between two lines of the log
OF_ONE_REQUEST = ("Failed to run", "Failed to process")  # not of the connection
WAITING_THREADS = 200  # they only wait for one of the answering threads, until its time is up


class Seldom(logging.Filter):
    """Of the SDK's lines none is kept: while a connection is lost it tries, and tells, every ten seconds,
    and it quotes what came. One of ours a minute says so instead. `now`: seconds of a clock that nobody
    sets."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now, self._said_at = now, -math.inf
        self.connected_once: Callable[[], bool] = lambda: False
        """Before that it is the start that says why there is no connection."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if str(record.msg).startswith(OF_ONE_REQUEST):
            log.error(
                "a request over Socket Mode failed: %s", trace_of(error) if error else "no reason was told"
            )
        elif self.connected_once() and self._now() - self._said_at >= SAYS_EVERY:
            self._said_at = self._now()
            log.warning(
                "The connection to Slack was lost. Connecting again until it works; Slack tells people "
                "meanwhile."
            )
        return False


def socket_client(
    answers: Answers, app_token: str, web_client: WebClient, now: Callable[[], float]
) -> SocketModeClient:
    """A client that is not connected yet; once it is, it connects anew by itself."""
    logger, seldom = logging.Logger("slack_sdk.socket_mode", logging.WARNING), Seldom(now)
    logger.addFilter(seldom)
    client = SocketModeClient(app_token, logger, web_client, concurrency=WAITING_THREADS, ping_interval=10)
    seldom.connected_once = lambda: client.current_app_monitor_started

    def handle(_: Any, request: SocketModeRequest) -> None:
        begun = time()
        asked = BoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        send_response(client, request, answers.over_socket(asked), begun)

    client.socket_mode_request_listeners.append(handle)
    return client
