"""Takes due messages from the outbox and brings them to Slack: never lost, never doubled. Source: GUARANTEES, Outbox."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages.blocks import Message, without
from rules.delivery import ANSWER_WITHIN, LEASE_FOR, Verdict, verdict
from rules.failure import trace_of
from rules.pacing import Rates, lanes
from rules.records import Person
from rules.workspace import Workspace
from storage import nudges, outbox, pacing, people, workspaces
from storage.assess import recompute
from storage.database import Services, StorageError
from storage.outbox import Message as Row
from storage.outbox import fingerprint

from .prepare import Ready, prepare
from .slack_calls import Refused, ask
from .unsent import Unsent

log = logging.getLogger(__name__)


class LeaseOver(Exception):
    """This process was held up so long that its claim may be another's by now: nothing may be sent on it."""


@dataclass
class Deliverer:
    """Delivers with one client of its own (no retries of the SDK's). `rates` are Slack's limits, kept with all other workers."""

    services: Services
    client: WebClient
    rates: Rates = field(default_factory=Rates)
    chance: random.Random = field(default_factory=random.Random)

    @property
    def _unsent(self) -> Unsent:
        return Unsent(self.services, self.client, self.chance)

    def run(self, most: int = 1000) -> int:
        """Deliver until nothing is due or Slack wants a rest; how many rows were taken up. Waits only while every message that
        is due would break a rate."""
        done = 0
        while done < most:
            if self.one():
                done += 1
            elif pause := self._pause():
                self.services.steady.sleep(pause)
            else:
                break
        return done

    def one(self) -> bool:
        """Take up one row; False when there is none that may go now, or sending is held."""
        now, instant = self.services.clock(), self.services.steady.instant()
        with self.services.transaction() as session:
            ws = workspaces.current(session)
            if ws.held_until and ws.held_until > instant:
                return False
            workspaces.lock(session, ws.id)
            busy = pacing.busy(session, ws.id, instant)
            row = outbox.claim(session, now, instant, timedelta(seconds=LEASE_FOR), uuid4().hex, ws.sending, busy)
            if row is None:
                return False
            unfinished = row.state == "sending" and row.kind == "post"
            if unfinished and row.unknown_since is None:
                self._unsent.unknown(session, ws, row, "found unfinished")
                return True
            if _from_before_a_restore(ws, row):
                outbox.keep_unknown(session, row, instant, instant, "looked up first: a backup was restored")
                return True
            taken = Taken(self._lanes(session, ws, row, unfinished), instant)
            pacing.take(session, ws.id, taken.lanes, instant, self.rates)
        if unfinished:
            self._unsent.reconcile(ws, row)
        elif ready := self._ready(ws, row, now):
            self._send(ws, row, ready)
        else:
            with self.services.transaction() as session:
                pacing.give_back(session, ws.id, taken.lanes, taken.at, self.rates)
        return True

    def _lanes(self, session: Session, ws: Workspace, row: Row, unfinished: bool) -> tuple[str, ...]:
        if unfinished:
            return ("history", *(("open",) if not self._channel(session, ws, row) else ()))
        opens = row.kind == "post" and row.person_id is not None and not self._channel(session, ws, row)
        return lanes(row.kind, row.recipient, opens)

    def _channel(self, session: Session, ws: Workspace, row: Row) -> str:
        return row.channel or (people.channel_of(session, ws.id, row.person_id) if row.person_id else "")

    def _pause(self) -> float:
        """Seconds until a lane is free that something due waits for; 0 when nothing does."""
        now, instant = self.services.clock(), self.services.steady.instant()
        with self.services.reading() as session:
            ws = workspaces.current(session)
            held = ws.held_until is not None and ws.held_until > instant
            busy = pacing.busy(session, ws.id, instant)
            if held or not busy or not outbox.is_anything_ready(session, now, instant, ws.sending):
                return 0.0
        return (min(busy.values()) - instant).total_seconds()

    def _ready(self, ws: Workspace, row: Row, now: datetime) -> Ready | None:
        """What to send; a row that can't be painted is pushed back and logged, so that it cannot stop the rest."""
        try:
            with self.services.transaction() as session:
                return prepare(session, ws, row, now, self.services.steady.instant())
        except StorageError:  # nothing was sent, and nothing is wrong with the message
            with self.services.transaction() as session:
                outbox.again(session, row, self.services.steady.instant(), "the database did not answer", burn=False)
            return None
        except Exception as error:
            log.error("message %s (%s) could not be painted, tried again in 15 minutes: %s", row.id, row.say, trace_of(error))
            with self.services.transaction() as session:
                outbox.again(session, row, self.services.steady.instant() + timedelta(minutes=15), "could not be painted")
            return None

    def _send(self, ws: Workspace, row: Row, ready: Ready) -> None:
        """Outside any transaction; what came back decides what becomes of the row."""
        try:
            channel = ready.channel or (self._open(ws, row, ready.person) if row.kind == "post" else "")
            ts = self._call(ws, row, ready, channel)
        except LeaseOver:
            log.warning("message %s (%s) was held up past its lease and is left to the next claim", row.id, row.say)
            with self.services.transaction() as session:
                outbox.again(session, row, self.services.steady.instant(), "held up", burn=False)
            return
        except Refused as refused:
            self._unsent.refused(ws, row, refused)
            return
        now = self.services.clock()
        with self.services.transaction() as session:
            if outbox.mark_sent(session, row, channel, ts, now) and row.say == "nudge" and row.kind == "post":
                recompute(session, ws.id, ws.policy, nudges.mark_sent(session, ws.id, row.id, now), now)

    def _in_time(self, row: Row) -> None:
        """Right before each call: the answer must be here before another process may take the row over. Raises LeaseOver."""
        if row.held_until is None or self.services.steady.instant() + timedelta(seconds=ANSWER_WITHIN) > row.held_until:
            raise LeaseOver

    def _open(self, ws: Workspace, row: Row, person: Person) -> str:
        """The direct-message channel, opened once and kept."""
        self._in_time(row)
        channel = str(ask(self.client.conversations_open, users=[person.slack_id])["channel"]["id"])
        with self.services.transaction() as session:
            people.keep_channel(session, ws.id, person.id, channel)
        return channel

    def _call(self, ws: Workspace, row: Row, ready: Ready, channel: str) -> str:
        if row.kind == "home":
            self._in_time(row)
            ask(self.client.views_publish, user_id=ready.person.slack_id, view=ready.painted)
            return ""
        call: Callable[..., Any] = self.client.chat_update if row.kind == "update" else self.client.chat_postMessage
        told: dict[str, Any] = {"channel": channel}
        if row.kind == "update":
            told["ts"] = ready.ts
        else:
            told |= {"unfurl_links": False, "unfurl_media": False,
                     "metadata": {"event_type": "tend_message", "event_payload": {"key": fingerprint(ws.secret, row.key)}}}  # fmt: skip
        return str(self._plainer(call, ready.painted, told, row).get("ts", ""))

    def _plainer(self, call: Callable[..., Any], painted: Message, told: dict[str, Any], row: Row) -> Any:
        """Send; a refusal of the blocks is our bug: once more without charts and tables, then as text alone."""
        tries = [painted["blocks"], without(painted["blocks"]), None]
        for blocks in tries[2:] if row.plain else tries:
            self._in_time(row)
            try:
                return ask(call, text=painted["text"], **({"blocks": blocks} if blocks else {}), **told)
            except Refused as refused:
                if verdict(refused.answer) is not Verdict.OUR_BUG or blocks is None:
                    raise
                log.error("message %s (%s) was refused: %s", row.id, row.say, refused.answer.error)
        raise AssertionError("the last try returns or raises")


@dataclass(frozen=True)
class Taken:
    """Lanes of Slack's rates that a message uses, and since when."""

    lanes: tuple[str, ...]
    at: datetime


def _from_before_a_restore(ws: Workspace, row: Row) -> bool:
    """A direct message that the database may have sent before it was lost: looked up once, before its first try."""
    first = row.kind == "post" and row.person_id is not None and row.state == "due" and row.tries == 0
    return first and ws.restored_at is not None and row.due_at <= ws.restored_at
