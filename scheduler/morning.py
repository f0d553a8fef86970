"""The morning message as it is painted, and what follows when it arrived or will not be sent."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from messages import nudge, unlogged
from messages.blocks import Message
from messages.places import Shown
from rules.records import Person
from rules.workspace import Workspace
from storage import nudges, people
from storage.assess import recompute
from storage.outbox import Message as Row

from . import beside
from .reader import Reader


def paint(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """The places of a bundle, with what stands beside them; lines that nobody logged alone, where there is
    nothing else to say."""
    to = Reader(session, ws, person, now)
    shown = _places(to, nudges.places(session, ws.id, row.payload.get("of", row.id)))
    held = beside.read(to, row.payload)
    if not shown and not beside.worth_a_message(to, held):
        return unlogged.given_back(held.lines, to.viewer)
    return nudge.nudge(shown, held, to.viewer)


def _places(to: Reader, places: list[nudges.Place]) -> list[Shown]:
    whose = {p.for_id for p in places if p.for_id}
    others = people.everyone(to.session, to.ws.id, whose) if whose else []
    covered = {p.id: p.first_name for p in others}
    viewer = to.viewer
    return [
        Shown(
            p.id,
            p.account_id,
            p.name,
            tier=p.tier,
            reason=p.reason,
            silent=(viewer.today - viewer.local(p.last_at)).days if p.last_at else None,
            stuck=p.stuck,
            outcome=p.outcome,
            until=p.snoozed_until,
            covers=covered.get(p.for_id or 0, ""),
        )
        for p in places
    ]


def still_wanted(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> None:
    """Before it is sent: what meanwhile is not wanted any more leaves it."""
    nudges.unwanted(session, ws.id, row.id)
    beside.set_free(Reader(session, ws, person, now), row.payload)


def arrived(session: Session, ws: Workspace, row: Row, now: datetime) -> None:
    """Its accounts count as nudged from now on, and what stood beside them as said."""
    if row.say != "nudge" or row.kind != "post":
        return
    recompute(session, ws.id, ws.policy, ids=nudges.mark_sent(session, ws.id, row.id, at=now), now=now)
    beside.arrived(session, ws.id, row.payload, row.id, at=now)


def set_free(session: Session, ws: Workspace, row: Row, now: datetime) -> None:
    """It will not be sent: its accounts are free to be planned anew."""
    if row.say == "nudge" and row.kind == "post":
        recompute(session, ws.id, ws.policy, ids=nudges.drop(session, ws.id, row.id), now=now)
