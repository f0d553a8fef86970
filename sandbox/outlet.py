"""Brings payloads to the bot as Slack does: over a Socket Mode WebSocket, or as signed HTTP requests;
events are retried."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from .store import Doc

ACK_WITHIN = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)  # seconds: at once, after one and after five minutes


@dataclass
class Reply:
    """The bot's ack: `ok`, and its body when it sent one."""

    ok: bool
    body: Doc | None = None
    why: str = ""


@dataclass
class Outlet:
    """`events_url` set: signed HTTP; else whichever socket is connected. Tests that are not about Slack's
    patience may change `retry_after` and `ack_within` (seconds)."""

    signing_secret: str
    events_url: str = ""
    options_url: str = ""
    retry_after: tuple[float, ...] = RETRY_AFTER
    ack_within: float = ACK_WITHIN
    sockets: list[Any] = field(default_factory=list)
    waiting: dict[str, asyncio.Future[Doc]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def send(self, kind: str, payload: Doc, attempt: int = 0, reason: str = "") -> Reply:
        """Bring one payload; `kind` is slash_commands, interactive or events_api."""
        if self.events_url:
            return await asyncio.to_thread(self._post, kind, payload, attempt, reason)
        if not self.sockets:
            return Reply(False, None, "dispatch_failed")
        id_ = secrets.token_hex(16)
        envelope: Doc = {
            "type": kind,
            "envelope_id": id_,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        done: asyncio.Future[Doc] = asyncio.get_running_loop().create_future()
        self.waiting[id_] = done
        try:
            await self.sockets[secrets.randbelow(len(self.sockets))].send_text(json.dumps(envelope))
            return Reply(True, (await asyncio.wait_for(done, self.ack_within)).get("payload"))
        except TimeoutError:
            return Reply(False, None, "operation_timeout")
        finally:
            self.waiting.pop(id_, None)

    def acked(self, message: Doc) -> None:
        """An envelope came back over a socket."""
        done = self.waiting.get(message.get("envelope_id", ""))
        if done and not done.done():
            done.set_result(message)

    def event(self, payload: Doc) -> None:
        """Bring an event, again while it isn't acked."""
        task = asyncio.get_running_loop().create_task(self._event(payload))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _event(self, payload: Doc) -> None:
        reply = await self.send("events_api", payload)
        for attempt, pause in enumerate(self.retry_after, 1):
            if reply.ok:
                return
            await asyncio.sleep(pause)
            reply = await self.send(
                "events_api", payload, attempt, "http_timeout" if "timeout" in reply.why else "http_error"
            )

    def _post(self, kind: str, payload: Doc, attempt: int, reason: str) -> Reply:
        if kind == "events_api":
            body, content = json.dumps(payload).encode(), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content = urlencode(form).encode(), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content, **signed(self.signing_secret, body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        request = urllib.request.Request(self.events_url, body, headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=self.ack_within) as answer:
                raw = answer.read().decode()
        except urllib.error.HTTPError as error:
            return Reply(False, None, f"http_error {error.code}")
        except OSError as error:
            return Reply(
                False, None, "operation_timeout" if isinstance(error, TimeoutError) else "dispatch_failed"
            )
        if not raw:
            return Reply(True)
        try:
            return Reply(True, json.loads(raw))
        except json.JSONDecodeError:
            return Reply(True, {"text": raw})


def signed(secret: str, body: bytes, at: float | None = None) -> dict[str, str]:
    """Slack's signature headers for a body."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
