"""Loosenings that wait for a tap, as it happens by itself: what is asked, told, and follows when nobody
answers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from messages import approvals as say
from messages.blocks import Message
from messages.words import Viewer
from rules.calendar import local_date
from rules.loosening import day_passed
from rules.records import Person
from rules.waiting import Wait
from rules.workspace import Workspace
from storage import loosened, loosenings, people, waiting
from storage.assess import recompute
from storage.outbox import Message as Row


def asks(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """For whoever decides; what is over before it went out is not said."""
    shown = loosenings.shown(session, ws.id, row.payload["loosening"])
    until = waiting.until(session, ws.id, row.payload["wait"], person.zone)
    if shown is None or (row.kind == "post" and until is None):
        return None
    return say.ask(shown, until, Viewer.of(person, now, ws.policy.currency))


def became(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What became of it, for whoever did not do it."""
    shown = loosenings.shown(session, ws.id, row.payload["loosening"])
    if shown is None:
        return None
    by = people.get(session, ws.id, row.payload["by"]).name
    viewer = Viewer.of(person, now, ws.policy.currency)
    return say.became(shown, row.payload["what"], by, person.id, viewer)


def decides(session: Session, ws: Workspace, wait: Wait, now: datetime) -> Person | None:
    """Who decides in place of whoever it waits for."""
    asked = loosened.get(session, ws.id, wait.subject_id)
    return loosenings.next_approver(session, ws.id, wait, asked.owner_id, now) if asked else None


def unanswered(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """Nothing changes, and both are told; a rest whose end came is over. One that waited for somebody who
    left, or is away, goes on to whoever decides now."""
    asked = loosened.get(session, ws.id, wait.subject_id)
    if asked is None or asked.became:
        return
    today = local_date(now, people.get(session, ws.id, wait.for_id).zone)
    if day_passed(asked, today):
        loosenings.overtake(session, ws.id, asked, by_id=wait.for_id, on=today, now=now)
    elif to := decides(session, ws, wait, now):
        loosenings.wait_for(session, ws.id, asked, to, now=now, instead_of=wait)
        return
    else:
        loosenings.expire(session, ws.id, asked, waited_for=wait.for_id, on=today, now=now)
    recompute(session, ws.id, ws.policy, ids=[asked.account_id], now=now)
