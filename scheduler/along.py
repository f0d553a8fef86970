"""What a message takes along: whatever else waits for its reader is a part of it, as far as there is room.
Nobody gets more messages because more happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from messages import bundle
from messages.blocks import Block, Message
from rules.delivery.seats import CARRIES, DECISIONS, MOST_DECISIONS
from rules.records import Person
from rules.workspace import Workspace
from storage import outbox, riding
from storage.outbox import Message as Row

from .render import paint


def whole(session: Session, row: Row) -> Row:
    """An update of what went out as a part of another message is an update of that."""
    if row.kind != "update":
        return row
    target = outbox.row(session, row.ws, row.payload["of"])
    if target.rides_id is None:
        return row
    carrier = outbox.row(session, row.ws, target.rides_id)
    return replace(row, say=carrier.say, payload={**carrier.payload, "of": carrier.id})


def with_parts(
    session: Session, ws: Workspace, row: Row, own: Message | Block | None, *, person: Person, now: datetime
) -> Message | Block | None:
    """What a message says itself, with the parts that go, or went, out in it. A post that has nothing left
    to say takes nothing along: what waits goes out with the next."""
    if row.kind == "update":
        return _shown(session, ws, row, own, person=person, now=now)
    if row.person_id is None or row.say not in CARRIES or own is None:
        return own
    taken, unsaid = list[int](), list[int]()
    painted, decisions, left = own, _decides(row, own), 0
    for part in riding.waiting(session, row, ws.restored_at):
        said = paint(session, ws, _within(part, decisions), person=person, now=now)
        decides = _decides(part, said)
        if said is None:
            unsaid.append(part.id)
        elif part.say in DECISIONS and decisions >= MOST_DECISIONS:
            left += 1
        elif fits := bundle.joined(painted, said):
            painted, decisions = fits, decisions + decides
            taken.append(part.id)
    riding.unsaid(session, unsaid, why="nothing left to say")
    riding.board(session, row, taken)
    return bundle.with_left(painted, left)


def _shown(
    session: Session, ws: Workspace, row: Row, own: Message | Block | None, *, person: Person, now: datetime
) -> Message | Block | None:
    """A message as it was put together, painted again."""
    painted, decisions = own, _decides(row, own)
    for part in riding.parts(session, row.payload["of"]):
        payload: Mapping[str, Any] = {**part.payload, "of": part.id}
        again = _within(replace(part, kind="update", payload=dict(payload)), decisions)
        said = paint(session, ws, again, person=person, now=now)
        decisions += _decides(part, said)
        if said is not None:
            painted = bundle.joined(painted, said) or painted if painted else said
    return painted


def _decides(row: Row, said: Message | Block | None) -> int:
    """How many decisions a part holds: what it says of itself, else one of what wants a tap."""
    return int(said.get("decides", row.say in DECISIONS)) if said else 0


def _within(part: Row, decisions: int) -> Row:
    """A part with the room that other decisions leave it, where it holds several."""
    room = max(MOST_DECISIONS - decisions, 0)
    return replace(part, payload={**part.payload, "room": room}) if part.say == "told" else part
