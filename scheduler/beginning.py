"""What somebody is told as they begin: the welcome, once; what a file brought for them; what became of
accounts that are not theirs."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from messages import mine as say
from messages.blocks import Message
from messages.welcome import welcome
from messages.words import Viewer
from rules.mine import EXPIRED
from rules.records import Person
from rules.waiting import OPEN, Wait
from rules.workspace import Workspace
from storage import accounts, loosenings, mine, people, tiers, waiting
from storage.outbox import Message as Row


def welcomes(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message:
    return welcome(person, ws.policy)


def brought(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """As it stands when it goes out: what was settled meanwhile is not asked."""
    those = mine.unclaimed(session, ws.id, person.id)
    proposed = tiers.how_many(session, ws.id, person, now=now)
    return say.brought(those, proposed, Viewer.of(person, now, ws.policy.currency))


def asks(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What is over before it went out is not said."""
    wait = waiting.get(session, ws.id, row.payload["wait"])
    disowned = mine.of_wait(session, ws.id, wait) if wait else None
    is_open = wait is not None and wait.state == OPEN
    if wait is None or disowned is None or (row.kind == "post" and not (is_open and disowned.stands)):
        return None
    until = wait.last_on(person.zone) if is_open else None
    return say.ask(disowned, until, Viewer.of(person, now, ws.policy.currency))


def became(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What became of it, for whoever did not do it."""
    hits = accounts.hits_of(session, ws.id, [row.payload["account"]])
    if not hits:
        return None
    by = people.get(session, ws.id, row.payload["by"]).name
    mine_ = person.id == row.payload["owner"]
    return say.became(hits[0].name, row.payload["account"], row.payload["what"], by, mine_)


def decides(session: Session, ws: Workspace, wait: Wait, now: datetime) -> Person | None:
    """Who settles it in place of whoever it waits for."""
    return loosenings.next_approver(session, ws.id, wait, wait.by_id, now)


def unanswered(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """Nothing changes, and both are told. One that waited for somebody who left, or is away, goes on to
    whoever settles it now."""
    disowned = mine.of_wait(session, ws.id, wait)
    if disowned is None or not disowned.stands:
        return
    if to := decides(session, ws, wait, now):
        mine.disown(session, ws.id, wait.subject_id, to, by_id=wait.by_id, now=now, instead_of=wait)
        return
    mine.tell(session, ws.id, wait, EXPIRED, {wait.by_id, wait.for_id}, now=now)
