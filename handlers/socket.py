"""Socket Mode: what arrives over Slack's connection is answered by the same threads, and in the same time, as over HTTP."""

from __future__ import annotations

import logging
from time import time
from typing import Any

from slack_bolt import BoltRequest
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from .answers import Answers

WAITING_THREADS = 200  # they only wait for one of the answering threads, until its time is up


def socket_client(answers: Answers, app_token: str, web_client: WebClient) -> SocketModeClient:
    """A client that is not connected yet; once it is, it connects anew by itself."""
    logger = logging.getLogger("slack_sdk.socket_mode")
    client = SocketModeClient(app_token, logger, web_client, concurrency=WAITING_THREADS, ping_interval=10)

    def handle(_: Any, request: SocketModeRequest) -> None:
        begun = time()
        asked = BoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        send_response(client, request, answers.over_socket(asked), begun)

    client.socket_mode_request_listeners.append(handle)
    return client
