"""What waits for somebody's tap: kept, carried by a message, reminded once, closed once; of any kind.

Whoever closes one does in the same transaction what the tap means.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, literal_column, select, union_all, update
from sqlmodel import Session

from rules.calendar import start_of
from rules.records import Person
from rules.waiting import OPEN, Wait, handed_on_until, hours

from . import outbox, tables
from .database import new_id
from .people import IS_GONE, P

W, AB = tables.table(tables.Waiting), tables.table(tables.Absence)
IS_OPEN = W.c.state == literal_column(f"'{OPEN}'")  # written as its indexes are


def wait(
    session: Session,
    ws: int,
    kind: str,
    subject_id: int,
    *,
    person: Person,
    by_id: int,
    now: datetime,
    instead_of: Wait | None = None,
    ends_on: date | None = None,
    until_on: date | None = None,
) -> Wait:
    """From now on `by_id` waits for this person; where it waited for another, until then at least. On
    `ends_on` nothing is left to decide. `until_on`: what has a day of its own waits until its end, however
    far or near that is."""
    remind_at, until_at = hours(now, person)
    if instead_of:
        until_at = handed_on_until(now, person, instead_of)
    if ends_on:
        until_at = min(until_at, start_of(ends_on, person.zone))
    if until_on:
        until_at = start_of(until_on + timedelta(days=1), person.zone)
    values = {"kind": kind, "for_id": person.id, "by_id": by_id, "subject_id": subject_id, "since_at": now}
    values |= {"remind_at": remind_at, "until_at": until_at, "state": OPEN}
    made = new_id(session.execute(W.insert().values(workspace_id=ws, **values)))
    outbox.repaint_home(session, ws, person.id, now=now)
    return Wait(made, kind, person.id, by_id, subject_id, since_at=now, until_at=until_at)


def ask(
    session: Session,
    ws: int,
    kind: str,
    subject_id: int,
    *,
    person: Person,
    by_id: int,
    say: str,
    now: datetime,
    instead_of: Wait | None = None,
    ends_on: date | None = None,
    **payload: Any,
) -> Wait:
    """The same, with a message that carries its buttons."""
    who: dict[str, Any] = {"person": person, "by_id": by_id, "instead_of": instead_of, "ends_on": ends_on}
    held = wait(session, ws, kind, subject_id, **who, now=now)
    shown = {**payload, "wait": held.id}
    row = outbox.enqueue(session, ws, f"wait:{held.id}", say=say, payload=shown, now=now, person_id=person.id)
    carried(session, ws, held.id, row)
    return held


def carried(session: Session, ws: int, wait_id: int, outbox_id: int | None) -> None:
    """The message that holds its buttons: it is painted again once something became of it."""
    mine = (W.c.workspace_id == ws, W.c.id == wait_id)
    session.execute(update(W).where(*mine).values(outbox_id=outbox_id))


def get(session: Session, ws: int, wait_id: int) -> Wait | None:
    """One of them, whatever became of it."""
    row = session.execute(select(W).where(W.c.workspace_id == ws, W.c.id == wait_id)).first()
    return _wait(row) if row else None


def until(session: Session, ws: int, wait_id: int, zone: str) -> date | None:
    """The last day on which one can be answered, where somebody is; None once it waits no more."""
    one = get(session, ws, wait_id)
    return one.last_on(zone) if one and one.state == OPEN else None


def of_person(session: Session, ws: int, person_id: int) -> list[Wait]:
    """What waits for a person, the first that ends first."""
    mine = (W.c.workspace_id == ws, W.c.for_id == person_id, W.c.state == OPEN)
    return _some(session, *mine)


def of_subject(session: Session, ws: int, kinds: Sequence[str], subject_id: int) -> list[Wait]:
    """What waits about one thing, for whomever."""
    about = (W.c.kind.in_(list(kinds)), W.c.subject_id == subject_id)
    return _some(session, W.c.workspace_id == ws, *about, W.c.state == OPEN)


def of_kinds(session: Session, ws: int, kinds: Collection[str]) -> list[Wait]:
    """What waits of some kinds, about whatever and for whomever."""
    return _some(session, W.c.workspace_id == ws, W.c.kind.in_(list(kinds)), W.c.state == OPEN)


def carriers(session: Session, ws: int, kinds: Sequence[str], subject_id: int) -> list[int]:
    """The messages that carry, or carried, buttons about one thing."""
    about = (W.c.workspace_id == ws, W.c.kind.in_(list(kinds)), W.c.subject_id == subject_id)
    query = select(W.c.outbox_id).where(*about, W.c.outbox_id.is_not(None)).order_by(W.c.id)
    return [int(row) for row in session.execute(query).scalars()]


def due(session: Session, ws: int, now: datetime) -> list[Wait]:
    """What wants a reminder, whose time is over, or what waits for somebody who is not with us any more."""
    mine = select(W.c.id).where(W.c.workspace_id == ws, IS_OPEN)
    to_come = mine.where(W.c.reminded_at.is_(None), W.c.remind_at <= now)
    gone = mine.where(W.c.for_id.in_(select(P.c.id).where(P.c.workspace_id == ws, IS_GONE)))
    over = select(W.c.id).where(W.c.workspace_id == ws, W.c.state == OPEN, W.c.until_at <= now)
    return _some(session, W.c.id.in_(union_all(to_come, gone, over)))  # three indexes: what rests is not read


def of_the_away(session: Session, ws: int, kinds: Collection[str], on: date) -> list[Wait]:
    """What waits for people who are away on a day, or may be where they are."""
    absent = (AB.c.workspace_id == ws, AB.c.person_id == W.c.for_id, AB.c.voided_at.is_(None))
    near = (AB.c.first_on <= on + timedelta(days=1), AB.c.last_on >= on - timedelta(days=1))
    away = exists().where(*absent, *near)
    mine = select(W.c.id).where(W.c.workspace_id == ws, IS_OPEN, W.c.kind.in_(list(kinds)))
    return _some(session, W.c.id.in_(mine), away)


def close(session: Session, ws: int, wait: Wait, state: str, now: datetime) -> bool:
    """It was answered, or waits no more; False when it was closed before. What shows it is painted again."""
    mine = (W.c.workspace_id == ws, W.c.id == wait.id, W.c.state == OPEN)
    closed = session.execute(update(W).where(*mine).values(state=state, closed_at=now))
    if not closed.rowcount:  # type: ignore[attr-defined]
        return False
    if wait.outbox_id is not None:
        outbox.repaint(session, ws, wait.outbox_id, now=now)
    outbox.repaint_home(session, ws, wait.for_id, now=now)
    return True


def close_all(
    session: Session, ws: int, kinds: Sequence[str], subject_id: int, state: str, now: datetime
) -> list[Wait]:
    """What waits about one thing waits no more; what did until now."""
    there = of_subject(session, ws, kinds, subject_id)
    return [one for one in there if close(session, ws, one, state, now=now)]


def show_anew(session: Session, ws: int, kinds: Sequence[str], subject_id: int, now: datetime) -> None:
    """Every message that asked somebody about one thing shows what is so since."""
    for row in carriers(session, ws, kinds, subject_id):
        outbox.repaint(session, ws, row, now=now)


def asked_at(session: Session, wait: Wait) -> datetime | None:
    """When the message with its buttons went out; None while it is to go. What has none stands on Home from
    the first on."""
    if wait.outbox_id is None:
        return wait.since_at
    return outbox.went_at(session, wait.outbox_id)


def remind_later(session: Session, ws: int, wait: Wait, at: datetime) -> None:
    """Its message went out later than it was asked, or is to go still."""
    mine = (W.c.workspace_id == ws, W.c.id == wait.id)
    session.execute(update(W).where(*mine).values(remind_at=at))


def reminded(session: Session, ws: int, wait: Wait, now: datetime) -> None:
    """It is said once more, and then no more."""
    mine = (W.c.workspace_id == ws, W.c.id == wait.id)
    session.execute(update(W).where(*mine).values(reminded_at=now))


def _some(session: Session, *where: Any) -> list[Wait]:
    query = select(W).where(*where).order_by(W.c.until_at, W.c.id)
    return [_wait(row) for row in session.execute(query)]


def _wait(r: Any) -> Wait:
    return Wait(
        r.id,
        r.kind,
        r.for_id,
        r.by_id,
        r.subject_id,
        since_at=r.since_at,
        until_at=r.until_at,
        reminded_at=r.reminded_at,
        state=r.state,
        outbox_id=r.outbox_id,
    )
