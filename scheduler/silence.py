"""Somebody who acts on nothing for ten working days: whoever leads them is asked once whether they are
away."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from messages import silence as say
from messages.blocks import Message
from messages.words import Viewer
from rules.records import Person
from rules.silence import WAITS, is_silent
from rules.waiting import OPEN, Wait
from rules.workspace import Workspace
from storage import awaited, people, silence, waiting
from storage.loosenings import approver_of
from storage.outbox import Message as Row


def notice(session: Session, ws: Workspace, person: Person, on: date, now: datetime) -> None:
    """Asked when their morning is planned, once a silence."""
    since = silence.since(session, ws.id, person)
    if since is None or not is_silent(since, on, person.own_days):
        return
    to = approver_of(session, ws.id, person.id, on)
    if to is None or silence.asked(session, ws.id, person, since):
        return
    wait = waiting.ask(session, ws.id, WAITS, person.id, person=to, by_id=person.id, say="silent", now=now)
    waiting.reminded(session, ws.id, wait, now=now)  # it is asked once


def asks(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """For whoever leads them; afterwards, what became of it."""
    wait = waiting.get(session, ws.id, row.payload["wait"])
    if wait is None:
        return None
    silent = awaited.silent(session, ws.id, wait) if wait.state == OPEN else None
    if silent is None:
        name = people.get(session, ws.id, wait.subject_id).name
        return None if row.kind == "post" else say.over(name)
    return say.asks(silent, Viewer.of(person, now, ws.policy.currency))


def unanswered(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """Nothing follows: they were asked once."""
