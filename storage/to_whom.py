"""Accounts of somebody who left, as whoever has them now says to whom they go: proposed, chosen, kept,
introduced, accepted together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, select, update
from sqlmodel import Session

from rules import changeovers as rules
from rules.changeovers import INTRODUCED, KEPT, MANY, TO_WHOM, Changeover, Line, Undecided
from rules.facts.handoffs import Introduction
from rules.facts.introduced import Handoff
from rules.records import Person
from rules.waiting import WITHDRAWN

from . import handoffs, outbox, waiting
from .changeovers import CA, get
from .introduced import HO, QUERY, handoff_of
from .people import P
from .records import A

_NAME = func.coalesce(func.nullif(P.c.name, ""), P.c.email)
_OTHER = CA.alias("other")


def _open_too() -> tuple[Any, ...]:
    """The open lines of a line's account: two accounts that were merged since have two."""
    one = (_OTHER.c.changeover_id == CA.c.changeover_id, _OTHER.c.account_id == CA.c.account_id)
    return (*one, _OTHER.c.became == "")


def _lines(ws: int) -> Select[Any]:
    return (
        select(CA, A.c.name, A.c.tier, A.c.annual, func.coalesce(_NAME, "").label("receiver"))
        .join(A, A.c.id == CA.c.account_id)
        .outerjoin(P, P.c.id == CA.c.receiver_id)
        .where(CA.c.workspace_id == ws)
    )


def _line(r: Any) -> Line:
    who = {"receiver_id": r.receiver_id, "receiver": r.receiver, "handoff_id": r.handoff_id}
    return Line(r.id, r.account_id, r.name, r.tier, r.annual, became=r.became, **who)


def undecided(session: Session, ws: int, changeover: Changeover) -> Undecided:
    """In turn: still with whoever took them, nobody asked to be their next expert. Of two that are one
    account since, the newer."""
    asked = exists().where(
        HO.c.account_id == A.c.id, HO.c.became == "", HO.c.giver_id == A.c.owner_id
    )  # one of who left is void, and ends by itself
    mine = (CA.c.changeover_id == changeover.id, CA.c.act_id.is_not(None), CA.c.became == "")
    newer = exists().where(*_open_too(), _OTHER.c.id > CA.c.id, _OTHER.c.act_id.is_not(None))
    there = (A.c.owner_id == changeover.to_id, A.c.status != "churned", ~asked, ~newer)
    lines = [_line(r) for r in session.execute(_lines(ws).where(*mine, *there))]
    every = select(func.count(CA.c.account_id.distinct())).where(CA.c.changeover_id == changeover.id)
    total = session.execute(every.where(CA.c.act_id.is_not(None))).scalar_one()
    return Undecided(changeover, tuple(rules.in_turn(lines)), int(total))


def line(session: Session, ws: int, line_id: int) -> tuple[Line, int] | None:
    """One, with its changeover."""
    row = session.execute(_lines(ws).where(CA.c.id == line_id)).first()
    return (_line(row), row.changeover_id) if row else None


def choose(session: Session, ws: int, receivers: Mapping[int, int | None]) -> None:
    """Who is to be next, by line."""
    for line_id, receiver in receivers.items():
        mine = (CA.c.workspace_id == ws, CA.c.id == line_id)
        session.execute(update(CA).where(*mine).values(receiver_id=receiver))


def keep(session: Session, ws: int, line_id: int) -> None:
    """It stays with whoever has it, however many lines it has."""
    lines = (
        select(_OTHER.c.id).join(CA, and_(*_open_too())).where(CA.c.workspace_id == ws, CA.c.id == line_id)
    )
    ids = list(session.execute(lines).scalars())
    session.execute(update(CA).where(CA.c.id.in_(ids)).values(became=KEPT))


def ask(session: Session, ws: int, changeover: Changeover, person: Person, by_id: int, now: datetime) -> None:
    """It waits for whoever has the accounts; whoever gave them to themselves just now is told by Home
    alone."""
    if changeover.by_id == person.id:
        waiting.wait(session, ws, TO_WHOM, changeover.id, person=person, by_id=by_id, now=now)
        return
    about: dict[str, Any] = {"changeover": changeover.id}
    waiting.ask(
        session, ws, TO_WHOM, changeover.id, person=person, by_id=by_id, say="to_whom", now=now, **about
    )


def answered(session: Session, ws: int, changeover: Changeover, state: str, now: datetime) -> None:
    """Nothing is left to decide, or it was taken back."""
    waiting.close_all(session, ws, (TO_WHOM,), changeover.id, state, now=now)


def introduce(
    session: Session,
    ws: int,
    changeover: Changeover,
    lines: Sequence[Line],
    receivers: Mapping[int, Person],
    *,
    by_id: int,
    on: date,
    now: datetime,
) -> list[Line]:
    """These receivers are asked, each in one message for all of theirs; those that were."""
    asked = list[Line]()
    for one in lines:
        receiver = receivers.get(one.receiver_id or 0)
        if receiver is None or not receiver.active or changeover.to_id in (None, receiver.id):
            continue
        giver = changeover.to_id or 0
        new = Introduction(
            account_id=one.account_id, giver_id=giver, by_id=by_id, receiver=receiver, landmines="", on=on
        )
        handoff = handoffs.introduce(session, ws, new, now=now, together=True)
        values = {"became": INTRODUCED, "handoff_id": handoff.id, "receiver_id": receiver.id}
        session.execute(update(CA).where(CA.c.id == one.id).values(**values))
        asked.append(one)
    for receiver_id in sorted({x.receiver_id or 0 for x in asked}):
        _ask_receiver(session, ws, changeover, receivers[receiver_id], by_id=by_id, now=now)
    if asked:
        for person_id in sorted({by_id, changeover.to_id or by_id}):
            outbox.repaint_home(session, ws, person_id, now=now)
    return asked


def _ask_receiver(
    session: Session, ws: int, changeover: Changeover, receiver: Person, by_id: int, now: datetime
) -> None:
    """One wait for all that they were introduced for; an earlier one goes on in it."""
    for before in waiting.of_subject(session, ws, (MANY,), changeover.id):
        if before.for_id == receiver.id:
            waiting.close(session, ws, before, WITHDRAWN, now=now)
    about: dict[str, Any] = {"changeover": changeover.id}
    waiting.ask(
        session, ws, MANY, changeover.id, person=receiver, by_id=by_id, say="handoffs", now=now, **about
    )


def offered(session: Session, ws: int, changeover_id: int, receiver_id: int) -> list[tuple[Line, Handoff]]:
    """What of a changeover still waits for a receiver, in turn; what came to nothing and is not ended yet
    among it (`handoff.void`)."""
    mine = (CA.c.changeover_id == changeover_id, HO.c.receiver_id == receiver_id, HO.c.became == "")
    rows = session.execute(_lines(ws).join(HO, HO.c.id == CA.c.handoff_id).where(*mine)).all()
    lines = rules.in_turn([_line(r) for r in rows])
    ids = [x.handoff_id for x in lines]
    those = {r.id: handoff_of(r) for r in session.execute(QUERY.where(HO.c.id.in_(ids)))} if ids else {}
    return [(x, those[x.handoff_id or 0]) for x in lines if not those[x.handoff_id or 0].question]


def of_handoff(session: Session, ws: int, handoff: Handoff) -> tuple[Changeover | None, int, int]:
    """The changeover that it is part of; which of the receiver's it is in turn, and of how many."""
    at = session.execute(
        select(CA.c.changeover_id).where(CA.c.workspace_id == ws, CA.c.handoff_id == handoff.id)
    ).scalar()
    if at is None:
        return None, 0, 1
    mine = (CA.c.changeover_id == at, CA.c.receiver_id == handoff.receiver_id, CA.c.became == INTRODUCED)
    those = rules.in_turn([_line(r) for r in session.execute(_lines(ws).where(*mine))])
    place = next((n for n, x in enumerate(those) if x.handoff_id == handoff.id), 0)
    return get(session, ws, at), place, max(len(those), 1)


def first_touches(session: Session, ws: int, receiver_id: int, since: date) -> Counter[date]:
    """How many first touches of a receiver are to be made by which day, from one on."""
    mine = (HO.c.workspace_id == ws, HO.c.receiver_id == receiver_id, HO.c.greet_by >= since)
    query = select(HO.c.greet_by, func.count()).where(*mine).group_by(HO.c.greet_by)
    return Counter({day: count for day, count in session.execute(query)})


def reopen(session: Session, ws: int, handoff_ids: Sequence[int]) -> None:
    """Nobody took these: it is open again to whom they go."""
    mine = (CA.c.workspace_id == ws, CA.c.handoff_id.in_(list(handoff_ids)))
    session.execute(update(CA).where(*mine).values(became="", handoff_id=None, receiver_id=None))
