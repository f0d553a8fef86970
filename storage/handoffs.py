"""Accounts passing to their next expert: introduced, asked back, accepted, moved, ended. Each step is
audited, never its text, and what must arrive is queued with it.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlmodel import Session

from rules import waiting as waits
from rules.calendar import local_date
from rules.facts.handoffs import ASKS, WAITS, Introduction, greet_by
from rules.facts.introduced import (
    ACCEPTED,
    CHURNED,
    ELSEWHERE,
    EXPIRED,
    LEFT,
    MOVED,
    TAKEN,
    WITHDRAWN,
    Handoff,
)
from rules.records import Person

from . import audit, outbox, tables, waiting
from .database import new_id
from .people import P

OVER = "over"  # what is told when its ground is gone
HO, A = tables.table(tables.Handoff), tables.table(tables.Account)
_GIVER, _RECEIVER, _BY = P.alias("giver"), P.alias("receiver"), P.alias("by")


def _called(person: Any) -> Any:
    return func.coalesce(func.nullif(person.c.name, ""), person.c.email)


QUERY = (
    select(HO, _called(_GIVER).label("giver"), _called(_RECEIVER).label("receiver"))
    .add_columns(
        case((_GIVER.c.active, _called(_GIVER)), else_=_called(_BY)).label("answers"),
        case(
            (A.c.status == "churned", CHURNED),
            (A.c.owner_id != HO.c.giver_id, ELSEWHERE),
            (_RECEIVER.c.active, ""),
            else_=LEFT,
        ).label("void"),
    )
    .join(A, A.c.id == HO.c.account_id)
    .join(_GIVER, _GIVER.c.id == HO.c.giver_id)
    .join(_RECEIVER, _RECEIVER.c.id == HO.c.receiver_id)
    .join(_BY, _BY.c.id == HO.c.by_id)
    .order_by(HO.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that handoffs fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"handoffs": tuple(handoff_of(r).as_known(today) for r in rows)}


def get(session: Session, ws: int, handoff_id: int) -> Handoff | None:
    row = session.execute(QUERY.where(HO.c.workspace_id == ws, HO.c.id == handoff_id)).first()
    return handoff_of(row) if row else None


def of_account(session: Session, ws: int, account_id: int) -> list[Handoff]:
    """All of an account, the oldest first."""
    mine = QUERY.where(HO.c.workspace_id == ws, HO.c.account_id == account_id)
    return [handoff_of(r) for r in session.execute(mine)]


def under_way(session: Session, ws: int, account_id: int) -> Handoff | None:
    return next((h for h in of_account(session, ws, account_id) if h.waits), None)


def voided(session: Session, ws: int) -> list[Handoff]:
    """Those that wait for somebody though there is nothing to introduce anybody for any more."""
    W = waiting.W
    open_ones = (W.c.workspace_id == ws, W.c.state == waits.OPEN, W.c.kind.in_((WAITS, ASKS)))
    waited = QUERY.where(HO.c.workspace_id == ws, HO.c.became == "").join(W, W.c.subject_id == HO.c.id)
    there = [handoff_of(r) for r in session.execute(waited.where(*open_ones))]
    return [h for h in there if h.void]


def introduce(session: Session, ws: int, new: Introduction, now: datetime) -> Handoff:
    """The receiver is asked, with the brief; until they answer the account stays with its owner. An owner for
    whom somebody else did it is told."""
    by_id, receiver = new.by_id, new.receiver
    handoff = _made(session, ws, new, now=now)
    _ask(session, ws, handoff, receiver, now=now)
    _tell(session, ws, handoff, "introduced", {new.giver_id} - {by_id, receiver.id}, by_id=by_id, now=now)
    _audit(session, ws, handoff, "introduced", by_id=by_id, now=now, to=receiver.id)
    return handoff


def move(
    session: Session, ws: int, new: Introduction, now: datetime, instead: Handoff | None = None
) -> Handoff:
    """A manager moves it at once: nobody is asked, and the receiver has the brief and the days for a first
    touch as if they had accepted. `instead`: the one that this ends, which the giver hears with it. The new
    owner is the caller's to write (accounts.change_standing)."""
    if instead:
        hear = {instead.giver_id, new.receiver.id}
        withdraw(session, ws, instead, by_id=new.by_id, on=new.on, now=now, spares=hear)
    by_id, receiver = new.by_id, new.receiver
    handoff = _made(session, ws, new, now=now)
    handoff = _end(session, ws, handoff, MOVED, local_date(now, receiver.zone), now=now, receiver=receiver)
    for to in {new.giver_id, receiver.id} - {by_id}:
        say = "handoff" if to == receiver.id else "handoff_became"
        payload: dict[str, Any] = {"handoff": handoff.id, "by": by_id, "account": new.account_id}
        payload |= {"what": MOVED, **({"instead": instead.id} if instead else {})}
        outbox.enqueue(
            session, ws, f"moved:{handoff.id}:{to}", say=say, payload=payload, now=now, person_id=to
        )
    return handoff


def accept(session: Session, ws: int, handoff: Handoff, receiver: Person, now: datetime) -> Handoff:
    """The receiver takes it; the new owner is the caller's to write. Giver and introducer are told."""
    _close_waits(session, ws, handoff, waits.ACCEPTED, now=now)
    taken = _end(session, ws, handoff, ACCEPTED, local_date(now, receiver.zone), now=now, receiver=receiver)
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
    held = waiting.wait(session, ws, ASKS, handoff.id, person=to, by_id=handoff.receiver_id, now=now)
    payload = {"handoff": handoff.id, "wait": held.id, "by": handoff.receiver_id}
    row = outbox.enqueue(
        session, ws, f"wait:{held.id}", say="handoff_asked", payload=payload, now=now, person_id=to.id
    )
    waiting.carried(session, ws, held.id, row)
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
    by_id: int,
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
    _tell(session, ws, ended, WITHDRAWN, told, by_id=by_id, now=now)
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


def expire(session: Session, ws: int, handoff: Handoff, on: date, now: datetime) -> Handoff:
    """Nobody answered in time: the account stays where it is, and all who waited are told."""
    _close_waits(session, ws, handoff, waits.EXPIRED, now=now)
    ended = _end(session, ws, handoff, EXPIRED, on, now=now)
    told = {handoff.giver_id, handoff.by_id, handoff.receiver_id}
    _tell(session, ws, ended, EXPIRED, told, by_id=handoff.receiver_id, now=now)
    _audit(session, ws, ended, EXPIRED, by_id=None, now=now)
    return ended


def to_follow(session: Session, ws: int, now: datetime) -> list[Handoff]:
    """Those whose days for a first touch may be over, and that nobody has looked after yet."""
    taken = (HO.c.became.in_(TAKEN), HO.c.followed_at.is_(None), HO.c.greet_by <= now.date())
    return [handoff_of(r) for r in session.execute(QUERY.where(HO.c.workspace_id == ws, *taken))]


def followed(session: Session, ws: int, handoff: Handoff, now: datetime) -> None:
    session.execute(update(HO).where(HO.c.workspace_id == ws, HO.c.id == handoff.id).values(followed_at=now))


def handoff_of(r: Any) -> Handoff:
    return Handoff(
        r.id,
        r.account_id,
        r.by_id,
        r.giver_id,
        r.receiver_id,
        r.since_on,
        giver=r.giver,
        receiver=r.receiver,
        landmines=r.landmines,
        question=r.question,
        answer=r.answer,
        became=r.became,
        ended_on=r.ended_on,
        greet_by=r.greet_by,
        answers=r.answers,
        void=r.void,
    )


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
    held = waiting.wait(session, ws, WAITS, handoff.id, person=receiver, by_id=handoff.by_id, now=now)
    payload = {"handoff": handoff.id, "wait": held.id, "by": handoff.by_id, "account": handoff.account_id}
    row = outbox.enqueue(
        session, ws, f"wait:{held.id}", say="handoff", payload=payload, now=now, person_id=receiver.id
    )
    waiting.carried(session, ws, held.id, row)


def _end(
    session: Session,
    ws: int,
    handoff: Handoff,
    became: str,
    on: date,
    now: datetime,
    receiver: Person | None = None,
) -> Handoff:
    """What became of it; every message that asked somebody about it shows that."""
    by = greet_by(on, receiver) if receiver else None
    ended = {"became": became, "ended_on": on, "greet_by": by}
    session.execute(update(HO).where(HO.c.workspace_id == ws, HO.c.id == handoff.id).values(**ended))
    for row in waiting.carriers(session, ws, (WAITS, ASKS), handoff.id):
        outbox.repaint(session, ws, row, now=now)
    return replace(handoff, became=became, ended_on=on, greet_by=by)


def _close_waits(session: Session, ws: int, handoff: Handoff, state: str, now: datetime) -> None:
    for wait in waiting.of_subject(session, ws, (WAITS, ASKS), handoff.id):
        waiting.close(session, ws, wait, state, now=now)


def _unheard(session: Session, ws: int, handoff: Handoff) -> set[int]:
    """The receiver, while nothing that asked them has gone out: it won't any more."""
    rows = (outbox.row(session, ws, n) for n in waiting.carriers(session, ws, (WAITS,), handoff.id))
    return set() if any(r.state not in {"due", "dropped"} for r in rows) else {handoff.receiver_id}


def _tell(
    session: Session, ws: int, handoff: Handoff, what: str, whom: set[int], by_id: int, now: datetime
) -> None:
    for to in sorted(whom):
        payload = {"handoff": handoff.id, "by": by_id, "account": handoff.account_id, "what": what}
        key = f"handoff:{handoff.id}:{what}:{to}"
        outbox.enqueue(session, ws, key, say="handoff_became", payload=payload, now=now, person_id=to)


def _audit(
    session: Session, ws: int, handoff: Handoff, did: str, by_id: int | None, now: datetime, **change: Any
) -> None:
    row = {"noun": "handoff", "row_id": handoff.id, "account": handoff.account_id, **change}
    audit.keep(session, ws, now, by_id=by_id, did=did, **row)
