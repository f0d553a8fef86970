"""Whether a claimed message is still wanted, and what it says: asked once more right before it is sent.
Source: GUARANTEES, Outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from messages.blocks import Block, Message
from rules.calendar import at_local, local_date
from rules.delivery import seats
from rules.records import Person
from rules.workspace import Workspace
from storage import accounts, bundles, outbox, people, riding
from storage.outbox import Message as Row
from storage.outbox import fingerprint

from . import along, morning
from .render import AHEAD, paint
from .slack_calls import gist


@dataclass(frozen=True)
class Ready:
    """A row that is wanted: its reader, channel ("" until opened), the target's ts for an update, and what
    it says."""

    person: Person
    channel: str
    ts: str
    painted: Message | Block
    along: tuple[str, ...] = ()
    """Keys of what goes out in it."""


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
    if why := _over(session, ws, person, row, now=now):
        _drop(session, ws, row, why=why, now=now)
        return None
    if row.kind == "post" and row.say in seats.RIDES:
        had = riding.had_today(session, ws.id, person, now)
        if later := seats.held_until(now, person, had, ws.policy):
            outbox.put_off(session, row, later, why="not now: it waits for their next message")
            return None
        if row.say == "told":
            row = bundles.join(session, row, now)
    ahead, row = row.say in AHEAD, along.whole(session, row)
    target = outbox.row(session, ws.id, row.payload["of"]) if row.kind == "update" else row
    if why := _without(row, target):
        _drop(session, ws, row, why=why, now=now)
        return None
    if row.kind == "update" and not target.ts:
        outbox.again(
            session, row, instant + timedelta(seconds=5), why="its message is not there yet", burn=False
        )
        return None
    if painted is None and not (ahead and row.kind != "home"):
        painted = paint(session, ws, row, person=person, now=now)
    if row.kind != "home":
        painted = along.with_parts(session, ws, row, painted, person=person, now=now)
    if painted is None:
        _drop(session, ws, row, why="nothing left to say", now=now)
        return None
    if row.kind == "post" and row.person_id:
        outbox.keep_said(session, row, fingerprint(ws.secret, gist(painted["text"])))
    channel, keys = target.channel or row.channel, tuple[str, ...]()
    if row.kind == "post":
        channel = channel or people.channel_of(session, ws.id, person.id)
        keys = tuple(part.key for part in riding.parts(session, row.id))
    return Ready(person, channel, target.ts, painted=painted, along=keys)


def _over(session: Session, ws: Workspace, person: Person, row: Row, now: datetime) -> str | None:
    """Why nobody wants it any more."""
    if row.person_id and not person.active:
        return "the person left"
    if row.kind != "post":
        return None
    if row.say == "nudge":
        if why := _too_late(ws, person, row, now=now):
            people.plan_anew(session, ws.id, now, ids=[person.id])
            return why
        morning.still_wanted(session, ws, row, person, now=now)
    if row.say == "digest" and outbox.has_newer(session, row):
        return "a newer week came"
    return _friday_over(session, ws, person, row, now=now) if row.say == "friday" else None


def _without(row: Row, target: Row) -> str | None:
    """Why what it changes is not there to be changed."""
    if target.state in {"dropped", "dead"}:
        return "its message was never sent"
    if row.kind == "update" and target.state == "due" and target.say not in AHEAD:
        return "its message will say so itself"
    return None


def _drop(session: Session, ws: Workspace, row: Row, why: str, now: datetime) -> None:
    outbox.drop(session, row, why)
    morning.set_free(session, ws, row, now=now)


def _friday_over(session: Session, ws: Workspace, person: Person, row: Row, now: datetime) -> str | None:
    """A week's summary goes out on its own day only, and to whoever leads and has no book only where they had
    no message on it."""
    on = local_date(now, person.zone)
    if on.isoformat() != row.payload["on"]:
        return "its day is over"
    if not person.own.friday or on in person.calendar.days_away():
        return "they are away, or get none any more"
    had = riding.had_today(session, ws.id, person, now)
    if person.leads and had & seats.CARRIES and not accounts.held(session, ws.id, person.id):
        return "they had their message of the day"
    return None


def _too_late(ws: Workspace, person: Person, row: Row, now: datetime) -> str | None:
    """A bundle goes out on its own day only, until the closing time where the rep is."""
    on = local_date(now, person.zone)
    if on in person.calendar.days_away():
        return "they are away"
    if on.isoformat() != row.payload["local_on"] or now >= at_local(on, ws.policy.nudge_end, person.zone):
        return "its morning is over"
    return None
