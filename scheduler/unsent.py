"""What becomes of a message that was refused, or of which nobody knows whether it arrived. Source: GUARANTEES, error table."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk import WebClient
from sqlmodel import Session

from rules.delivery import SETTLE_FOR, Verdict, backoff, verdict
from rules.workspace import Workspace
from storage import nudges, outbox, people, workspaces
from storage.assess import recompute
from storage.database import Services
from storage.outbox import Message as Row
from storage.outbox import fingerprint

from .slack_calls import Refused, ask, find_post

log = logging.getLogger(__name__)
TOKEN_REST, TAB_REST = timedelta(minutes=1), timedelta(minutes=5)


@dataclass(frozen=True)
class Unsent:
    services: Services
    client: WebClient
    chance: random.Random

    def refused(self, ws: Workspace, row: Row, refused: Refused) -> None:
        """Slack's answer decides: wait, settle, bury, pause, or once more."""
        found, instant = verdict(refused.answer), self.services.steady.instant()
        why = refused.answer.error or f"status {refused.answer.status}"
        log.warning("message %s (%s): %s, so %s", row.id, row.say, why, found.value)
        with self.services.transaction() as session:
            if found is Verdict.WAIT:
                rest = instant + timedelta(seconds=refused.answer.retry_after or 30)
                workspaces.hold(session, ws.id, rest, "")
                outbox.again(session, row, rest, why, burn=False)
            elif found in (Verdict.OUR_TOKEN, Verdict.CONFIGURATION):
                rest = instant + (TOKEN_REST if found is Verdict.OUR_TOKEN else TAB_REST)
                workspaces.hold(session, ws.id, rest, _held_why(found, why))
                outbox.again(session, row, rest, why, burn=False)
            elif found is Verdict.DEAD:
                self._bury(session, ws, row, why)
            elif found is Verdict.UNKNOWN and row.kind == "post" and refused.may_have_run:
                self.unknown(session, ws, row, why)
            else:
                outbox.again(session, row, self._later(row, instant), why)

    def _later(self, row: Row, instant: datetime) -> datetime:
        return instant + timedelta(seconds=backoff(row.tries, self.chance))

    def unknown(self, session: Session, ws: Workspace, row: Row, why: str) -> None:
        """It may have been posted: wait the settle time, then ask history. A channel's history is not ours to read, so a
        shared card ends here and who shared it is told."""
        if row.person_id is None:
            self._bury(session, ws, row, "I can't tell whether it arrived: look there, and share it again if not")
            return
        instant = self.services.steady.instant()
        outbox.keep_unknown(session, row, instant, instant + timedelta(seconds=SETTLE_FOR), why)

    def _bury(self, session: Session, ws: Workspace, row: Row, why: str) -> None:
        """Dead for this recipient: accounts are free again, and the manager (else the admins; of a share, who shared) hear of it."""
        now = self.services.clock()
        outbox.bury(session, row, why)
        if row.say == "nudge" and row.kind == "post":
            recompute(session, ws.id, ws.policy, nudges.drop(session, ws.id, row.id), now)
        if row.kind != "post" or row.say == "notice":
            return
        person = people.get(session, ws.id, row.person_id or row.payload["by"])
        if row.person_id is None:
            told, whose = [person.id], "Your card for the channel"
        else:
            told = [person.manager_id] if person.manager_id else [p.id for p in people.admins(session, ws.id)]
            whose = f"A message ({row.say}) for {person.name}"
        for to in told:
            text = f"{whose} could not be delivered: {why}."
            outbox.enqueue(session, ws.id, f"dead:{row.id}:{to}", "notice", {"text": text}, now, person_id=to)

    def reconcile(self, ws: Workspace, row: Row) -> None:
        """Settled: the direct message's history says whether it was posted."""
        with self.services.reading() as session:
            person = people.get(session, ws.id, row.person_id or row.payload["by"])
            channel = row.channel or people.channel_of(session, ws.id, person.id)
        try:
            if not channel and person.slack_id:  # a restored database may not know it yet
                channel = str(ask(self.client.conversations_open, users=[person.slack_id])["channel"]["id"])
            ts = find_post(self.client, channel, fingerprint(ws.secret, row.key)) if channel else None
        except Refused as refused:
            self._still_unknown(ws, row, refused)
            return
        now = self.services.clock()
        with self.services.transaction() as session:
            if ts is None:
                outbox.again(session, row, self._later(row, self.services.steady.instant()), "not posted", burn=bool(channel))
            elif outbox.mark_sent(session, row, channel, ts, now) and row.say == "nudge":
                recompute(session, ws.id, ws.policy, nudges.mark_sent(session, ws.id, row.id, now), now)

    def _still_unknown(self, ws: Workspace, row: Row, refused: Refused) -> None:
        instant, found = self.services.steady.instant(), verdict(refused.answer)
        rest = instant + timedelta(seconds=refused.answer.retry_after or backoff(row.tries, self.chance))
        with self.services.transaction() as session:
            if found in (Verdict.WAIT, Verdict.OUR_TOKEN):
                workspaces.hold(session, ws.id, rest, _held_why(found, refused.answer.error))
            outbox.keep_unknown(session, row, row.unknown_since or instant, rest, refused.answer.error)


def _held_why(found: Verdict, why: str) -> str:
    if found is Verdict.WAIT:
        return ""
    if found is Verdict.CONFIGURATION:
        return "The app's Messages tab is off: switch it on under App Home."
    return f"Slack refuses our token ({why}): install the app again and check SLACK_BOT_TOKEN."
