"""What becomes of a message that was refused, or of which nobody knows whether it arrived. Source:
GUARANTEES, error table."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from rules.delivery.pacing import Rates
from rules.delivery.verdicts import (
    CHANNEL_GONE,
    LEASE_FOR,
    MOST_REFUSALS,
    MOST_UNKNOWN,
    PAINTED_AGAIN_AFTER,
    SETTLE_FOR,
    Verdict,
    backoff,
    counts_as_try,
    rest,
    verdict,
)
from rules.failure import trace_of
from rules.workspace import Workspace
from services import Services
from storage import outbox, people, riding, workspaces
from storage.outbox import Message as Row

from . import morning
from .looking import TakenOver, look_for
from .slack_calls import Refused

log = logging.getLogger(__name__)
TOKEN_REST, TAB_REST = timedelta(minutes=1), timedelta(minutes=5)
TOLD_AFTER = timedelta(minutes=10)  # what is lost within them is told at once
CAN_T_TELL = "I can't tell whether it arrived"


@dataclass(frozen=True)
class Unsent:
    services: Services
    client: WebClient
    chance: random.Random
    rates: Rates

    def refused(self, ws: Workspace, row: Row, refused: Refused) -> None:
        """Slack's answer decides: wait, settle, bury, pause, or once more."""
        meant, instant = verdict(refused.answer, row.kind), self.services.steady.instant()
        why = refused.answer.error or f"status {refused.answer.status}"
        log.warning("message %s (%s): %s, so %s", row.id, row.say, why, meant.value)
        with self.services.transaction() as session:
            if meant is Verdict.WAIT:
                until = instant + rest(refused.answer, 30)
                workspaces.hold(session, ws.id, until, why="")
                outbox.again(session, row, until, why=why, burn=False)
            elif meant in (Verdict.OUR_TOKEN, Verdict.CONFIGURATION):
                until = instant + (TOKEN_REST if meant is Verdict.OUR_TOKEN else TAB_REST)
                workspaces.hold(session, ws.id, until, why=_held_why(meant, why))
                outbox.again(session, row, until, why=why, burn=False)
            elif meant is Verdict.GONE:
                outbox.drop(session, row, why)
            elif meant is Verdict.DEAD:
                self._never(session, ws, row, why=why)
            elif meant is Verdict.OUR_BUG:
                self._once_more(session, ws, row, why=why, later=self._later(row), plain=True)
            elif row.kind == "post" and refused.may_have_run:
                self.unknown(session, ws, row, why=why)
            else:
                self._once_more_unknown(session, ws, row, why=why)

    def unpainted(self, ws: Workspace, row: Row, error: Exception) -> None:
        """It can't be said, and that is our bug: pushed back, and counted, so that it ends."""
        log.error(
            "message %s (%s) could not be painted, tried again in 15 minutes: %s",
            row.id,
            row.say,
            trace_of(error),
        )
        later = self.services.steady.instant() + timedelta(seconds=PAINTED_AGAIN_AFTER)
        with self.services.transaction() as session:
            self._once_more(
                session, ws, row, why=f"could not be painted ({type(error).__name__})", later=later
            )

    def unknown(self, session: Session, ws: Workspace, row: Row, why: str) -> None:
        """It may have been posted: wait the settle time, then ask history. A channel's history is not ours
        to read, so a shared card ends here and who shared it is told."""
        if row.person_id is None:
            self._bury(session, ws, row, why=f"{CAN_T_TELL}: look there, and share it again if not")
            return
        instant, since = self.services.steady.instant(), self.services.steady.instant()
        # found unfinished: it was sent when it was claimed, if at all
        if row.state == "sending" and row.lease_until is not None:
            since = min(row.lease_until - timedelta(seconds=LEASE_FOR), instant)
        until = instant + timedelta(seconds=SETTLE_FOR)
        outbox.keep_unknown(session, row, since, until=until, why=why, unknown_tries=self._tries(row))

    def reconcile(self, ws: Workspace, row: Row) -> None:
        """Settled: the direct message's history says whether it was posted."""
        try:
            channel, ts = look_for(self.services, self.client, self.rates, ws=ws, row=row)
        except TakenOver:
            return
        except Refused as refused:
            self._still_unknown(ws, row, refused)
            return
        now = self.services.clock()
        with self.services.transaction() as session:
            if channel:
                workspaces.release(session, ws)
            if ts is not None:
                sent = outbox.mark_sent(session, row, channel, ts=ts, at=now)
                riding.found_at(session, row, ts)
                if sent:
                    morning.arrived(session, ws, row, now=now)
            elif row.unknown_tries >= MOST_UNKNOWN:
                self._give_up(session, ws, row, why="no answer that says whether it arrived")
            else:
                outbox.again(session, row, self._later(row), why="not posted", burn=bool(channel))

    def _still_unknown(self, ws: Workspace, row: Row, refused: Refused) -> None:
        """The history was refused: this row waits, and no other. A channel that is gone is opened anew
        once."""
        instant, why = (
            self.services.steady.instant(),
            refused.answer.error or f"status {refused.answer.status}",
        )
        log.warning("message %s (%s): its history was refused: %s", row.id, row.say, why)
        since, until = (
            row.unknown_since or instant,
            instant + rest(refused.answer, backoff(row.tries, self.chance)),
        )
        tries = self._tries(row)
        with self.services.transaction() as session:
            if why == CHANNEL_GONE and not row.reopened:
                people.keep_channel(session, ws.id, row.person_id or 0, channel="")
                outbox.keep_unknown(session, row, since, until=instant, why=why, reopened=True)
            elif verdict(refused.answer) is Verdict.DEAD:
                self._bury(session, ws, row, why=why)
            elif tries >= MOST_UNKNOWN:
                self._give_up(session, ws, row, why=f"{CAN_T_TELL} ({why})")
            else:
                outbox.keep_unknown(
                    session, row, since, until=until, why=why, tries=row.tries + 1, unknown_tries=tries
                )

    def _never(self, session: Session, ws: Workspace, row: Row, why: str) -> None:
        """Dead for this recipient, unless the channel that we know is gone: then it is opened anew, once."""
        if why == CHANNEL_GONE and row.person_id is not None and not row.reopened:
            people.keep_channel(session, ws.id, row.person_id, channel="")
            outbox.again(session, row, self.services.steady.instant(), why=why, reopened=True)
        else:
            self._bury(session, ws, row, why=why)

    def _once_more(
        self, session: Session, ws: Workspace, row: Row, why: str, later: datetime, **values: Any
    ) -> None:
        """After a definite refusal, as long as there are tries left."""
        if row.tries + 1 >= MOST_REFUSALS:
            self._give_up(session, ws, row, why=why)
        else:
            outbox.again(session, row, later, why=why, **values)

    def _once_more_unknown(self, session: Session, ws: Workspace, row: Row, why: str) -> None:
        """After an answer of unknown fate to what may be asked twice; an older call may still land."""
        tries = self._tries(row)
        if tries >= MOST_UNKNOWN:
            self._give_up(session, ws, row, why=why)
            return
        known: dict[str, Any] = (
            {"unknown_since": self.services.steady.instant()} if row.kind != "post" else {}
        )
        outbox.again(session, row, self._later(row), why=why, unknown_tries=tries, **known)

    def _tries(self, row: Row) -> int:
        """Answers of unknown fate with this one, as far as they count."""
        return row.unknown_tries + counts_as_try(row.first_try_at, self.services.steady.instant())

    def _later(self, row: Row) -> datetime:
        return self.services.steady.instant() + timedelta(seconds=backoff(row.tries, self.chance))

    def _bury(self, session: Session, ws: Workspace, row: Row, why: str) -> None:
        """Dead for this recipient: accounts are free again, and the manager (else the admins; of a share,
        who shared) hear of it."""
        now = self.services.clock()
        if not self._end(session, ws, row, why=why, now=now) or row.kind != "post" or row.say in _NOTICES:
            return
        person = people.get(session, ws.id, row.person_id or row.payload["by"])
        if row.person_id is None:
            hearing, whose = [person.id], "Your card for the channel"
        else:
            hearing = (
                [person.manager_id] if person.manager_id else [p.id for p in people.admins(session, ws.id)]
            )
            whose = f"A message ({row.say}) for {person.name}"
        for to in hearing:
            text = f"{whose} could not be delivered: {why}."
            outbox.enqueue(
                session,
                ws.id,
                f"dead:{row.id}:{to}",
                say="notice",
                payload={"text": text},
                now=now,
                person_id=to,
            )

    def _give_up(self, session: Session, ws: Workspace, row: Row, why: str) -> None:
        """Asked often enough: dead, and the admins read it: one message for all that is lost within ten
        minutes. Of notices that are lost there is none, or it would go on for ever."""
        now = self.services.clock()
        if not self._end(session, ws, row, why=why, now=now):
            return
        log.error("message %s (%s) could not be delivered: %s", row.id, row.say, why)
        for admin in people.admins(session, ws.id) if row.say not in _NOTICES else ():
            if not outbox.is_waiting(session, ws.id, admin.id, say="undelivered"):
                outbox.enqueue(
                    session,
                    ws.id,
                    f"undelivered:{row.id}:{row.version}:{admin.id}",
                    say="undelivered",
                    payload={},
                    now=now,
                    person_id=admin.id,
                    due_at=now + TOLD_AFTER,
                )

    def _end(self, session: Session, ws: Workspace, row: Row, why: str, now: datetime) -> bool:
        """False when it is another's by now, or a newer version of it is due."""
        if not outbox.bury(session, row, why, at=now):
            return False
        morning.set_free(session, ws, row, now=now)
        return True


_NOTICES = {"notice", "undelivered"}


def _held_why(meant: Verdict, why: str) -> str:
    if meant is Verdict.CONFIGURATION:
        return "The app's Messages tab is off: switch it on under App Home."
    return f"Slack refuses our token ({why}): install the app again and check SLACK_BOT_TOKEN."
