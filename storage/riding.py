"""Messages that go out as parts of another: whatever waits for a person is taken along by the message that
goes to them first. One that is riding shares the fate of what it rides in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlmodel import Session

from rules.calendar import local_date, start_of
from rules.delivery.seats import CARRIES, RIDES
from rules.records import Person

from .outbox import RIDING, Message, O, message_of

# a hello comes before what else waits; else the oldest first
_ORDER = (O.c.say != "welcome", O.c.created_at, O.c.id)


def waiting(session: Session, carrier: Message, restored_at: datetime | None) -> list[Message]:
    """What a message of a person's may take along, what rides in it from an earlier try first; a welcome,
    then the oldest first. What a restored backup held is looked up by itself before it is sent."""
    mine = (O.c.workspace_id == carrier.ws, O.c.person_id == carrier.person_id, O.c.kind == "post")
    others = (O.c.say.in_(sorted(RIDES)), O.c.id != carrier.id, O.c.not_before.is_(None))
    free = and_(O.c.state == "due", *others)
    if restored_at is not None:
        free = and_(free, or_(O.c.tries > 0, O.c.created_at > restored_at))
    aboard = and_(O.c.state == RIDING, O.c.rides_id == carrier.id)
    order = (O.c.state.desc(), *_ORDER)
    query = select(O).where(*mine, or_(free, aboard)).order_by(*order).with_for_update(skip_locked=True)
    return [message_of(row) for row in session.execute(query)]


def board(session: Session, carrier: Message, ids: Collection[int]) -> None:
    """These go out in it; what was to before and does not any more waits for the next."""
    here = and_(O.c.rides_id == carrier.id, O.c.state == RIDING, O.c.id.not_in(list(ids)))
    session.execute(update(O).where(here).values(state="due", rides_id=None))
    if ids:
        due = and_(O.c.id.in_(list(ids)), O.c.state == "due")
        session.execute(update(O).where(due).values(state=RIDING, rides_id=carrier.id))


def unsaid(session: Session, ids: Collection[int], why: str) -> None:
    """There is nothing left to say of these."""
    if ids:
        mine = and_(O.c.id.in_(list(ids)), O.c.state.in_(("due", RIDING)))
        session.execute(update(O).where(mine).values(state="dropped", last_error=why, rides_id=None))


def parts(session: Session, outbox_id: int) -> list[Message]:
    """What went out in a message, in its order."""
    mine = and_(O.c.rides_id == outbox_id, O.c.state.in_(("sent", RIDING)))
    query = select(O).where(mine).order_by(*_ORDER)
    return [message_of(row) for row in session.execute(query)]


def had_today(session: Session, ws: int, person: Person, now: datetime) -> set[str]:
    """The kinds of whole messages that a person had, or may have had, on their day so far."""
    since = start_of(local_date(now, person.zone), person.zone)
    went = or_(
        and_(O.c.state == "sent", O.c.sent_at >= since),
        and_(O.c.state == "sending", O.c.unknown_since.is_not(None), O.c.due_at >= since),
    )
    mine = (O.c.workspace_id == ws, O.c.person_id == person.id, O.c.kind == "post", O.c.rides_id.is_(None))
    query = select(O.c.say).where(*mine, O.c.say.in_(sorted(CARRIES)), went).distinct()
    return set(session.execute(query).scalars())


def found_at(session: Session, row: Message, ts: str) -> None:
    """A message that was looked up and found may stand there with others that were: the first of them is
    the whole that the others are parts of."""
    same = (O.c.workspace_id == row.ws, O.c.person_id == row.person_id, O.c.ts == ts, O.c.kind == "post")
    first = session.execute(select(func.min(O.c.id)).where(*same, O.c.rides_id.is_(None))).scalar()
    if first is not None and first != row.id:
        both = (O.c.id == row.id) | (O.c.rides_id == row.id)
        session.execute(update(O).where(both).values(rides_id=first))
