"""Whether a claimed message is still wanted, and what it says: asked once more right before it is sent.
Source: GUARANTEES, Outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from messages.blocks import Block, Message
from rules.calendar import at_local, local_date
from rules.delivery.sending import held_until, put_off_until
from rules.records import Person
from rules.workspace import Workspace
from storage import bundles, nudges, outbox, people
from storage.assess import recompute
from storage.outbox import Message as Row
from storage.outbox import fingerprint

from . import fallen
from .render import AHEAD, IN_HOURS, paint
from .slack_calls import gist


@dataclass(frozen=True)
class Ready:
    """A row that is wanted: its reader, channel ("" until opened), the target's ts for an update, and what
    it says."""

    person: Person
    channel: str
    ts: str
    painted: Message | Block


def prepare(
    session: Session,
    ws: Workspace,
    row: Row,
    now: datetime,
    instant: datetime,
    painted: Message | Block | None = None,
) -> Ready | None:
    """Ask once more what is still wanted, and paint it if it isn't `painted` yet; None when the row was
    dropped."""
    person = people.get(session, ws.id, row.person_id or row.payload["by"])
    if row.person_id and not person.active:
        _drop(session, ws, row, why="the person left", now=now)
        return None
    if row.kind == "post" and row.say == "nudge":
        if why := _too_late(ws, person, row, now=now):
            people.plan_anew(session, ws.id, now, ids=[person.id])
            _drop(session, ws, row, why=why, now=now)
            return None
        nudges.unwanted(session, ws.id, row.id)
        fallen.set_free(session, ws, row, person, now=now)
    if row.kind == "post" and row.say == "digest" and outbox.has_newer(session, row):
        _drop(session, ws, row, why="a newer week came", now=now)
        return None
    if row.kind == "post" and row.say == "told":
        if later := put_off_until(now, person.zone, person.workdays):
            outbox.put_off(session, row, later, why="outside working hours")
            return None
        row = bundles.join(session, row, now)
    in_hours = row.kind == "post" and row.say in IN_HOURS
    if in_hours and (later := held_until(now, person.zone, person.workdays, ws.policy)):
        outbox.put_off(session, row, later, why="outside their hours")
        return None
    target = outbox.row(session, ws.id, row.payload["of"]) if row.kind == "update" else row
    if target.state in {"dropped", "dead"}:
        _drop(session, ws, row, why="its message was never sent", now=now)
        return None
    if row.kind == "update" and target.state == "due" and target.say not in AHEAD:
        _drop(session, ws, row, why="its message will say so itself", now=now)
        return None
    if row.kind == "update" and not target.ts:
        outbox.again(
            session, row, instant + timedelta(seconds=5), why="its message is not there yet", burn=False
        )
        return None
    painted = painted or paint(session, ws, row, person=person, now=now)
    if painted is None:
        _drop(session, ws, row, why="nothing left to say", now=now)
        return None
    if row.kind == "post" and row.person_id:
        outbox.keep_said(session, row, fingerprint(ws.secret, gist(painted["text"])))
    channel = (
        target.channel
        or row.channel
        or (people.channel_of(session, ws.id, person.id) if row.kind == "post" else "")
    )
    return Ready(person, channel, target.ts, painted=painted)


def _drop(session: Session, ws: Workspace, row: Row, why: str, now: datetime) -> None:
    outbox.drop(session, row, why)
    if row.say == "nudge" and row.kind == "post":
        recompute(session, ws.id, ws.policy, ids=nudges.drop(session, ws.id, row.id), now=now)


def _too_late(ws: Workspace, person: Person, row: Row, now: datetime) -> str | None:
    """A bundle goes out on its own day only, until the closing time where the rep is."""
    on = local_date(now, person.zone)
    if on.isoformat() != row.payload["local_on"] or now >= at_local(on, ws.policy.nudge_end, person.zone):
        return "its morning is over"
    return None
