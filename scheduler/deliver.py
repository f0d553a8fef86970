"""Takes due messages from the outbox and brings them to Slack: never lost, never doubled. Source:
GUARANTEES, Outbox."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages.blocks import Block, Message
from rules.delivery.pacing import Rates, lanes, not_soon
from rules.delivery.seats import RIDES
from rules.delivery.verdicts import SETTLE_FOR, is_over
from rules.workspace import Workspace
from services import Services, Stopping
from storage import claims, outbox, pacing, people, workspaces
from storage.claims import Wanted
from storage.database import StorageError
from storage.outbox import Message as Row

from . import morning
from .prepare import Ready, prepare
from .render import AHEAD, paint
from .send import Apart, Lease, LeaseOver, Sender
from .slack_calls import Refused
from .under_way import UnderWay
from .unsent import Unsent

log = logging.getLogger(__name__)
TAKEN_UP_AHEAD = timedelta(seconds=0.4)
LOOKS_AGAIN = 1.0  # seconds: what became due while calls are under way need not wait for their answers


@dataclass(frozen=True)
class Words:
    """What one version of a row says, painted before it is claimed; or why it could not be."""

    row_id: int
    version: int
    painted: Message | Block | None = None
    failed: Exception | None = None


@dataclass
class Deliverer:
    """Delivers with one client of its own (no retries of the SDK's). `rates` are Slack's limits, kept with
    all other workers; `at_once`: how many calls may be under way beside each other; `apart`: what holds posts
    to one recipient apart, of this process.

    One thread's, which takes up, asks what is still wanted and paints; calls alone, and what became of each,
    are made beside it. It remembers when it first found each post unknown, by its own clock. `stopping`:
    nothing more is taken up.
    """

    services: Services
    client: WebClient
    rates: Rates = field(default_factory=Rates)
    chance: random.Random = field(default_factory=random.Random)
    at_once: int = 1
    apart: Apart = field(default_factory=Apart)
    stopping: bool = field(default=False, init=False)
    _found_unknown: dict[int, float] = field(default_factory=dict, init=False)

    @property
    def _sender(self) -> Sender:
        return Sender(self.services, self.client, self.apart, self.rates.recipient)

    @property
    def _unsent(self) -> Unsent:
        return Unsent(self.services, self.client, self.chance, rates=self.rates)

    def run(self, most: int = 1000) -> int:
        """Deliver until nothing is due or Slack wants a rest; how many rows were taken up."""
        ws = self._workspace()
        done = self._run_light(ws, most)
        while done < most and not self.stopping and self._run_ahead(ws, 1):
            done += 1 + self._run_light(ws, most - done - 1)
        return done

    def run_light(self, most: int = 1000) -> int:
        """As `run`, but for what takes long to paint. Waits only while every message that is due would
        break a rate."""
        return self._run_light(self._workspace(), most)

    def run_ahead(self, most: int = 1000) -> int:
        """Only what takes long to paint; how many rows were taken up."""
        return self._run_ahead(self._workspace(), most)

    def one(self) -> bool:
        """Take up one row, of what need not be painted ahead. False when there is none that may go now, or
        sending is held."""
        with UnderWay(1) as calls:
            return self._one(self._workspace(), calls)

    def _workspace(self) -> int:
        """Asked once a beat."""
        with self.services.reading() as session:
            return workspaces.current(session).id

    def _run_light(self, workspace: int, most: int) -> int:
        done = 0
        with UnderWay(self.at_once) as calls:
            while done < most and not self.stopping:
                if self._one(workspace, calls):
                    done += 1
                elif (pause := self._pause(workspace, calls)) is not None:
                    self.services.steady.sleep(pause)
                elif not calls.wait(LOOKS_AGAIN):
                    break
        return done

    def _run_ahead(self, workspace: int, most: int) -> int:
        done = 0
        with UnderWay(self.at_once) as calls:
            while done < most and not self.stopping and self._one_ahead(workspace, calls):
                done += 1
        return done

    def _one_ahead(self, workspace: int, calls: UnderWay) -> bool:
        """Paint one message outside any claim or lock, then take it up; False when none wants it, or sending
        is held.

        The figures live in memory alone: a crash computes again. Of the oldest one is picked by chance, so
        that workers seldom compute the same; whichever claims it first sends it.
        """
        with self.services.reading() as session:
            ws = workspaces.get(session, workspace)
            wanted = Wanted(
                ws.id, self.services.clock(), self.services.steady.instant(), sending=ws.sending, ahead=AHEAD
            )
            waiting = claims.to_prepare(session, wanted) if is_over(ws.held_until, wanted.instant) else []
        if not waiting:
            return False
        row = self.chance.choice(waiting)
        try:
            words = Words(row.id, row.version, self._painted(ws, row, wanted.now))
        except StorageError:
            raise  # nothing is wrong with the message: the beat comes again
        except Exception as error:
            words = Words(row.id, row.version, failed=error)
        while not self._one(workspace, calls, words):
            if (pause := self._pause(workspace, calls, words)) is not None:
                self.services.steady.sleep(pause)
            elif row.recipient not in calls.recipients or not calls.wait(LOOKS_AGAIN):
                break  # it is another's by now, or there is a newer version of it
        return True

    def _one(self, workspace: int, calls: UnderWay, words: Words | None = None) -> bool:
        """Take up one row: the one that these are the words of, else any but what must be painted ahead.
        False when there is none that may go now, or sending is held."""
        calls.make_room()
        with self.services.transaction() as session:
            workspaces.lock(session, workspace)
            ws = workspaces.get(session, workspace)
            lease = Lease.of(self.services.steady)  # from here on: a lock may have been waited for
            now, instant = self.services.clock(), lease.taken_at
            if not is_over(ws.held_until, instant):
                return False
            wanted = self._wanted(session, ws, now, instant=instant, words=words)
            wanted = replace(wanted, busy=(*wanted.busy, *calls.recipients))
            row = claims.claim(session, wanted, uuid4().hex)
            if row is None:
                return False
            unfinished = row.state == "sending" and row.kind == "post"
            if unfinished and row.unknown_since is None:
                self._unsent.unknown(session, ws, row, "found unfinished")
                return True
            if _from_before_a_restore(ws, row):
                outbox.keep_unknown(
                    session,
                    row,
                    instant,
                    until=instant,
                    why="looked up first: a backup was restored",
                    first_try_at=None,
                )
                return True
            used = self._lanes(session, ws, row, unfinished=unfinished)
            slot = pacing.take(session, ws.id, used, instant=instant, rates=self.rates, ahead=self._ahead)
        if unfinished:
            calls.hand_over(partial(self._reconcile, ws, row, slot), row.recipient)
        elif ready := self._ready(ws, row, now, words=words):
            calls.hand_over(partial(self._send, ws, row, ready, lease, slot), row.recipient)
        else:
            with self.services.transaction() as session:
                pacing.give_back(session, ws.id, used, taken_at=slot, rates=self.rates)
        return True

    @property
    def _ahead(self) -> timedelta:
        """How long before its slot a message is taken up, so that its call leaves on the slot: claiming and
        painting would be late by what they take."""
        return TAKEN_UP_AHEAD if self.at_once > 1 else timedelta(0)

    def _wanted(
        self, session: Session, ws: Workspace, now: datetime, instant: datetime, words: Words | None
    ) -> Wanted:
        busy = not_soon(pacing.busy(session, ws.id, instant), instant, self._ahead)
        only = (words.row_id, words.version) if words else None
        return Wanted(
            ws.id,
            now,
            instant,
            sending=ws.sending,
            busy=busy,
            ahead=AHEAD,
            only=only,
            settled=self._settled(session, ws.id),
        )

    def _settled(self, session: Session, ws: int) -> list[int]:
        """Posts that this process has known as unknown for the settle time, by a clock that nobody sets."""
        at = self.services.steady.monotonic()
        self._found_unknown = {n: self._found_unknown.get(n, at) for n in claims.unknown_ids(session, ws)}
        return [n for n, since in self._found_unknown.items() if at - since >= SETTLE_FOR][:5000]

    def _lanes(self, session: Session, ws: Workspace, row: Row, unfinished: bool) -> tuple[str, ...]:
        if unfinished:
            return ("history", *(("open",) if not self._channel(session, ws, row) else ()))
        opens = row.kind == "post" and row.person_id is not None and not self._channel(session, ws, row)
        return lanes(row.kind, row.recipient, opens)

    def _channel(self, session: Session, ws: Workspace, row: Row) -> str:
        return row.channel or (people.channel_of(session, ws.id, row.person_id) if row.person_id else "")

    def _pause(self, workspace: int, calls: UnderWay, words: Words | None = None) -> float | None:
        """Seconds until something due may be taken up, whose lane was busy: 0 when it is free by now. None
        when nothing is due, sending is held, or what is waits for a call that is under way."""
        now, instant = self.services.clock(), self.services.steady.instant()
        with self.services.reading() as session:
            ws = workspaces.get(session, workspace)
            wanted = self._wanted(session, ws, now, instant=instant, words=words)
            if not is_over(ws.held_until, instant):
                return None
            if not claims.is_anything_ready(session, replace(wanted, busy=calls.recipients)):
                return None
            busy = not_soon(pacing.busy(session, ws.id, instant), instant, self._ahead)
            if claims.is_anything_ready(session, replace(wanted, busy=(*busy, *calls.recipients))):
                return 0.0
        return (min(busy.values()) - instant).total_seconds()

    def _painted(self, ws: Workspace, row: Row, now: datetime) -> Message | Block | None:
        """What a row says, read without a lock."""
        with self.services.reading() as session:
            person = people.get(session, ws.id, row.person_id or row.payload["by"])
            return paint(session, ws, row, person=person, now=now)

    def _ready(self, ws: Workspace, row: Row, now: datetime, words: Words | None) -> Ready | None:
        """What to send; a row that can't be painted is pushed back and logged, so that it cannot stop the
        rest."""
        try:
            if words and words.failed:
                raise words.failed
            painted = words.painted if words else self._painted(ws, row, now) if row.kind == "home" else None
            with self.services.transaction() as session:
                return prepare(
                    session, ws, row, now=now, instant=self.services.steady.instant(), painted=painted
                )
        except StorageError:  # nothing was sent, and nothing is wrong with the message
            with self.services.transaction() as session:
                outbox.again(
                    session,
                    row,
                    self.services.steady.instant(),
                    why="the database did not answer",
                    burn=False,
                )
        except Exception as error:
            self._unsent.unpainted(ws, row, error)
        return None

    def _wait_for(self, slot: datetime) -> None:
        if (rest := (slot - self.services.steady.instant()).total_seconds()) > 0:
            # a clock that is set back meanwhile makes nobody wait longer
            self.services.steady.sleep(min(rest, self._ahead.total_seconds()))

    def _reconcile(self, ws: Workspace, row: Row, slot: datetime) -> None:
        self._wait_for(slot)
        self._unsent.reconcile(ws, row)

    def _send(self, ws: Workspace, row: Row, ready: Ready, lease: Lease, slot: datetime) -> None:
        """Outside any transaction; what came back decides what becomes of the row."""
        try:
            self._wait_for(slot)
            channel, ts = self._sender.send(ws, row, ready, lease)
        except (LeaseOver, Stopping) as held_up:
            if isinstance(held_up, LeaseOver):
                log.warning(
                    "message %s (%s) was held up past its lease and is left to the next claim",
                    row.id,
                    row.say,
                )
            with self.services.transaction() as session:
                outbox.again(session, row, self.services.steady.instant(), why="held up", burn=False)
            return
        except Refused as refused:
            self._unsent.refused(ws, row, refused)
            return
        now = self.services.clock()
        with self.services.transaction() as session:
            workspaces.release(session, ws)
            if outbox.mark_sent(session, row, channel, ts=ts, at=now):
                morning.arrived(session, ws, row, now=now)


def _from_before_a_restore(ws: Workspace, row: Row) -> bool:
    """A direct message that the database may have sent before it was lost: looked up once, before its
    first try."""
    first = row.kind == "post" and row.person_id is not None and row.state == "due" and row.tries == 0
    # what rides may have gone out before its time
    since = min(row.due_at, row.created_at) if row.say in RIDES else row.due_at
    return first and ws.restored_at is not None and since <= ws.restored_at
