"""Accounts passing to their next expert: introduced, asked back, accepted, moved, ended. Each step is
audited, never its text, and what must arrive is queued with it.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from rules import waiting as waits
from rules.calendar import local_date
from rules.facts.handoffs import ASKS, WAITS, Introduction, greet_by, last_for
from rules.facts.introduced import ACCEPTED, EXPIRED, LEFT, MOVED, WITHDRAWN, Handoff
from rules.records import Person

from . import decisions, outbox, waiting
from .database import new_id
from .decisions import Decision
from .introduced import HO, QUERY, handoff_of

HANDOFF = Decision("handoff", (WAITS, ASKS), yes=ACCEPTED, told="handoff_became")
OVER = "over"  # what is told when its ground is gone


class Soon:
    """A first touch as soon as any: from the working day after on."""


SOON = Soon()
First = Soon | date | None


def introduce(
    session: Session, ws: int, new: Introduction, now: datetime, *, together: bool = False
) -> Handoff:
    """The receiver is asked, with the brief; until they answer the account stays with its owner. An owner for
    whom somebody else did it is told. `together`: whoever calls asks and tells for many at once."""
    by_id, receiver = new.by_id, new.receiver
    handoff = _made(session, ws, new, now=now)
    if together:
        _audit(session, ws, handoff, "introduced", by_id=by_id, now=now, to=receiver.id)
        return handoff
    _ask(session, ws, handoff, receiver, now=now)
    _tell(session, ws, handoff, "introduced", {new.giver_id} - {by_id, receiver.id}, by_id=by_id, now=now)
    _audit(session, ws, handoff, "introduced", by_id=by_id, now=now, to=receiver.id)
    return handoff


def move(
    session: Session, ws: int, new: Introduction, now: datetime, instead: Handoff | None = None
) -> Handoff:
    """A manager moves it at once: nobody is asked, and the receiver has the brief and the days for a first
    touch as if they had accepted. `instead`: the one that this ends, which the giver hears with it. The new
    owner is the caller's to write (standings.change)."""
    if instead:
        hear = {instead.giver_id, new.receiver.id}
        withdraw(session, ws, instead, by_id=new.by_id, on=new.on, now=now, spares=hear)
    by_id, receiver = new.by_id, new.receiver
    handoff = _made(session, ws, new, now=now)
    today = local_date(now, receiver.zone)
    handoff = _end(session, ws, handoff, MOVED, today, now=now, by=greet_by(today, receiver))
    for to in {new.giver_id, receiver.id} - {by_id}:
        say = "handoff" if to == receiver.id else "handoff_became"
        payload: dict[str, Any] = {"handoff": handoff.id, "by": by_id, "account": new.account_id}
        payload |= {"what": MOVED, **({"instead": instead.id} if instead else {})}
        outbox.enqueue(
            session, ws, f"moved:{handoff.id}:{to}", say=say, payload=payload, now=now, person_id=to
        )
    return handoff


def accept(
    session: Session,
    ws: int,
    handoff: Handoff,
    receiver: Person,
    now: datetime,
    *,
    first: First = SOON,
    together: bool = False,
) -> Handoff:
    """The receiver takes it; the new owner is the caller's to write. Giver and introducer are told, but of
    many `together`, of which whoever calls tells. `first`: the day on which the first touch comes up."""
    if not together:
        _close_waits(session, ws, handoff, waits.ACCEPTED, now=now)
    today = local_date(now, receiver.zone)
    by = greet_by(today, receiver) if isinstance(first, Soon) else first and last_for(first, receiver)
    taken = _end(session, ws, handoff, ACCEPTED, today, now=now, by=by)
    if together:
        _audit(session, ws, taken, ACCEPTED, by_id=receiver.id, now=now)
        return taken
    told = {handoff.giver_id, handoff.by_id} - {receiver.id}
    _tell(session, ws, taken, ACCEPTED, told, by_id=receiver.id, now=now)
    _audit(session, ws, taken, ACCEPTED, by_id=receiver.id, now=now)
    return taken


def ask_back(
    session: Session, ws: int, handoff: Handoff, question: str, to: Person, now: datetime
) -> Handoff:
    """The receiver wants to know something first: it waits for whoever introduced them."""
    _close_waits(session, ws, handoff, waits.ASKED_BACK, now=now)
    session.execute(update(HO).where(HO.c.id == handoff.id).values(question=question, answer=""))
    asked = replace(handoff, question=question, answer="")
    by_id = handoff.receiver_id
    about: dict[str, Any] = {"handoff": handoff.id, "by": by_id}
    waiting.ask(session, ws, ASKS, handoff.id, person=to, by_id=by_id, say="handoff_asked", now=now, **about)
    _audit(session, ws, asked, "asked back", by_id=handoff.receiver_id, now=now)
    return asked


def answer(
    session: Session, ws: int, handoff: Handoff, text: str, by_id: int, receiver: Person, now: datetime
) -> Handoff:
    """What was asked back is answered: it waits for the receiver anew."""
    _close_waits(session, ws, handoff, waits.ACCEPTED, now=now)
    session.execute(update(HO).where(HO.c.id == handoff.id).values(answer=text))
    answered = replace(handoff, answer=text)
    _ask(session, ws, answered, receiver, now=now)
    _audit(session, ws, answered, "answered", by_id=by_id, now=now)
    return answered


def withdraw(
    session: Session,
    ws: int,
    handoff: Handoff,
    by_id: int | None,
    on: date,
    now: datetime,
    *,
    spares: Collection[int] = (),
) -> Handoff:
    """Somebody takes it back; receiver and giver are told, but for those whom something else tells
    (`spares`)."""
    _close_waits(session, ws, handoff, waits.WITHDRAWN, now=now)
    ended = _end(session, ws, handoff, WITHDRAWN, on, now=now)
    told = {handoff.receiver_id, handoff.giver_id} - {by_id, *spares} - _unheard(session, ws, handoff)
    _tell(session, ws, ended, WITHDRAWN, told, by_id=by_id or handoff.by_id, now=now)
    _audit(session, ws, ended, WITHDRAWN, by_id=by_id, now=now)
    return ended


def lapse(session: Session, ws: int, handoff: Handoff, on: date, now: datetime, by_id: int = 0) -> Handoff:
    """What it stood on is gone (`handoff.void`): nobody took it back. All who are still there hear it, but
    for whoever found it so (`by_id`)."""
    _close_waits(session, ws, handoff, waits.WITHDRAWN, now=now)
    left = handoff.void == LEFT
    ended = _end(session, ws, handoff, LEFT if left else WITHDRAWN, on, now=now)
    told = {handoff.giver_id, handoff.by_id, handoff.receiver_id} - {by_id}
    told -= {handoff.receiver_id} if left else _unheard(session, ws, handoff)
    _tell(session, ws, ended, OVER, told, by_id=handoff.receiver_id, now=now)
    _audit(session, ws, ended, OVER, by_id=None, now=now)
    return ended


def expire(
    session: Session, ws: int, handoff: Handoff, on: date, now: datetime, *, together: bool = False
) -> Handoff:
    """Nobody answered in time: the account stays where it is, and all who waited are told, but of many
    `together`."""
    if together:
        ended = _end(session, ws, handoff, LEFT if handoff.void == LEFT else EXPIRED, on, now=now)
        _audit(session, ws, ended, EXPIRED, by_id=None, now=now)
        return ended
    _close_waits(session, ws, handoff, waits.EXPIRED, now=now)
    ended = _end(session, ws, handoff, EXPIRED, on, now=now)
    told = {handoff.giver_id, handoff.by_id, handoff.receiver_id}
    _tell(session, ws, ended, EXPIRED, told, by_id=handoff.receiver_id, now=now)
    _audit(session, ws, ended, EXPIRED, by_id=None, now=now)
    return ended


def followed(session: Session, ws: int, handoff: Handoff, now: datetime) -> None:
    session.execute(update(HO).where(HO.c.workspace_id == ws, HO.c.id == handoff.id).values(followed_at=now))


def _made(session: Session, ws: int, new: Introduction, now: datetime) -> Handoff:
    who = {
        "account_id": new.account_id,
        "giver_id": new.giver_id,
        "by_id": new.by_id,
        "receiver_id": new.receiver.id,
    }
    values = {**who, "landmines": new.landmines, "since_on": new.on, "became": "", "created_at": now}
    made = new_id(session.execute(HO.insert().values(workspace_id=ws, **values)))
    return handoff_of(session.execute(QUERY.where(HO.c.id == made)).one())


def _ask(session: Session, ws: int, handoff: Handoff, receiver: Person, now: datetime) -> None:
    """It waits for the receiver, with a message of its own."""
    by_id = handoff.by_id
    about: dict[str, Any] = {"handoff": handoff.id, "by": by_id, "account": handoff.account_id}
    waiting.ask(session, ws, WAITS, handoff.id, person=receiver, by_id=by_id, say="handoff", now=now, **about)
    _repaint_homes(session, ws, handoff, now=now)


def _repaint_homes(session: Session, ws: int, handoff: Handoff, now: datetime) -> None:
    """Of those who see that it waits for somebody else."""
    for person_id in sorted({handoff.by_id, handoff.giver_id}):
        outbox.repaint_home(session, ws, person_id, now=now)


def _end(
    session: Session, ws: int, handoff: Handoff, became: str, on: date, now: datetime, by: date | None = None
) -> Handoff:
    """What became of it; every message that asked somebody about it shows that. `by`: the last day for the
    first touch."""
    ended = {"became": became, "ended_on": on, "greet_by": by}
    session.execute(update(HO).where(HO.c.workspace_id == ws, HO.c.id == handoff.id).values(**ended))
    waiting.show_anew(session, ws, HANDOFF.waits, handoff.id, now=now)
    return replace(handoff, became=became, ended_on=on, greet_by=by)


def _close_waits(session: Session, ws: int, handoff: Handoff, state: str, now: datetime) -> None:
    waiting.close_all(session, ws, HANDOFF.waits, handoff.id, state, now=now)
    _repaint_homes(session, ws, handoff, now=now)


def _unheard(session: Session, ws: int, handoff: Handoff) -> set[int]:
    """The receiver, while nothing that asked them has gone out: it won't any more."""
    rows = (outbox.row(session, ws, n) for n in waiting.carriers(session, ws, (WAITS,), handoff.id))
    return set() if any(r.state not in {"due", "dropped"} for r in rows) else {handoff.receiver_id}


def _tell(
    session: Session, ws: int, handoff: Handoff, what: str, whom: set[int], by_id: int, now: datetime
) -> None:
    about = {"by": by_id, "account": handoff.account_id}
    decisions.tell(session, ws, HANDOFF, handoff.id, what, whom, now=now, **about)


def _audit(
    session: Session, ws: int, handoff: Handoff, did: str, by_id: int | None, now: datetime, **change: Any
) -> None:
    decisions.note(session, ws, HANDOFF, handoff.id, handoff.account_id, did, by_id, now=now, **change)
