"""Calls Slack with a message that is ready, outside any transaction, and only while the claim on it holds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from messages.blocks import Message, without
from rules.delivery.verdicts import ANSWER_WITHIN, LEASE_FOR, Verdict, verdict
from rules.records import Person
from rules.workspace import Workspace
from services import Services, Steady
from storage import people
from storage.outbox import Message as Row
from storage.outbox import fingerprint

from .prepare import Ready
from .slack_calls import Refused, ask

log = logging.getLogger(__name__)


class LeaseOver(Exception):
    """This process was held up so long that its claim may be another's by now: nothing may be sent on it."""


@dataclass(frozen=True)
class Lease:
    """How long a claim holds, by both clocks: the one may be set, the other stands still while the machine
    sleeps."""

    taken_at: datetime
    monotonic: float

    @classmethod
    def of(cls, steady: Steady) -> Lease:
        monotonic = steady.monotonic()
        return cls(steady.instant(), monotonic)

    def holds(self, steady: Steady) -> bool:
        """Whether an answer that is asked for now is here before another process may take the row over."""
        most = LEASE_FOR - ANSWER_WITHIN
        return (
            steady.instant() - self.taken_at <= timedelta(seconds=most)
            and steady.monotonic() - self.monotonic <= most
        )


class Apart:
    """Holds posts to one recipient apart, from call to call and in this process: one that was late in its
    slot (its channel was opened first, the machine was busy) is not followed at once by the next."""

    MOST = 1000

    def __init__(self) -> None:
        self._called: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, recipient: str, seconds: float, steady: Steady) -> None:
        """Until so many seconds lie behind the last post to a recipient; the next is called for right after.
        Its place is taken before the wait: the other beat may have one for them meanwhile."""
        with self._lock:
            at, last = steady.monotonic(), self._called.get(recipient)
            rest = 0.0 if last is None else max(last + seconds - at, 0.0)
            if rest > 2 * seconds:  # than behind the other beat's: the clock was set
                rest = seconds
            self._called[recipient] = at + rest
            if len(self._called) > self.MOST:
                self._called = {to: since for to, since in self._called.items() if at - since < seconds}
        if rest:
            steady.sleep(rest)
            with self._lock:  # it may have been a longer sleep
                self._called[recipient] = max(self._called.get(recipient, 0.0), steady.monotonic())


@dataclass(frozen=True)
class Sender:
    services: Services
    client: WebClient
    apart: Apart
    apart_for: float
    """Seconds between two posts to one recipient."""

    def send(self, ws: Workspace, row: Row, ready: Ready, lease: Lease) -> tuple[str, str]:
        """Post, update or publish; channel and ts. Raises Refused, LeaseOver."""
        if row.kind == "home":
            self._in_time(lease)
            ask(self.client.views_publish, user_id=ready.person.slack_id, view=ready.painted)
            return "", ""
        channel = ready.channel or (self._open(ws, ready.person, lease) if row.kind == "post" else "")
        call: Callable[..., Any] = (
            self.client.chat_update if row.kind == "update" else self.client.chat_postMessage
        )
        payload: dict[str, Any] = {"channel": channel}
        if row.kind == "update":
            payload["ts"] = ready.ts
        else:
            keys = {"key": fingerprint(ws.secret, row.key)}
            if ready.along:
                keys["along"] = " ".join(fingerprint(ws.secret, key) for key in ready.along)
            key = {"event_type": "tend_message", "event_payload": keys}
            payload |= {"unfurl_links": False, "unfurl_media": False, "metadata": key}
        return channel, str(self._plainer(call, ready.painted, payload, row=row, lease=lease).get("ts", ""))

    def _in_time(self, lease: Lease) -> None:
        """Right before each call. Raises LeaseOver."""
        if not lease.holds(self.services.steady):
            raise LeaseOver

    def _open(self, ws: Workspace, person: Person, lease: Lease) -> str:
        """The direct-message channel, opened once and kept."""
        self._in_time(lease)
        channel = str(ask(self.client.conversations_open, users=[person.slack_id])["channel"]["id"])
        with self.services.transaction() as session:
            people.keep_channel(session, ws.id, person.id, channel=channel)
        return channel

    def _plainer(
        self, call: Callable[..., Any], painted: Message, payload: dict[str, Any], row: Row, lease: Lease
    ) -> Any:
        """Send; a refusal of the blocks is our bug: once more without charts and tables, then as text
        alone."""
        tries = [painted["blocks"], without(painted["blocks"]), None]
        if row.kind == "post":
            self.apart.wait(row.recipient, self.apart_for, self.services.steady)
        for blocks in tries[2:] if row.plain else tries:
            self._in_time(lease)
            try:
                return ask(call, text=painted["text"], **({"blocks": blocks} if blocks else {}), **payload)
            except Refused as refused:
                if verdict(refused.answer, row.kind) is not Verdict.OUR_BUG or blocks is None:
                    raise
                log.error("message %s (%s) was refused: %s", row.id, row.say, refused.answer.error)
        raise AssertionError("the last try returns or raises")
