"""Newcomers among the contacts, looked at once each: who was on file at another account before, and whose
owners are to hear of it inside a morning message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.turned_up import OnFile, TurnedUp, address, is_whole_name, turned_up
from rules.records import days

from . import tables
from .outbox import O
from .people import P
from .prepared import Prepared
from .records import A, C
from .workspaces import W, is_import_cut_off

TU = tables.table(tables.TurnedUp)
NEWS_FOR = days(30)
CHUNK = 400
"""Newcomers looked at together."""
_COMPARED = select(C.c.id, C.c.account_id, C.c.key, C.c.email)


def are_there(session: Session, ws: int) -> bool:
    """Whether contacts were added since the last look. While a file is taken in they wait: those of one file
    turn up together, nobody before the other."""
    if is_import_cut_off(session, ws):
        return False
    newest = select(func.max(C.c.id)).where(C.c.workspace_id == ws).scalar_subquery()
    return bool(session.execute(select(W.c.contacts_seen < newest).where(W.c.id == ws)).scalar())


@dataclass(frozen=True, slots=True)
class Look:
    """Newcomers with ids above `seen` up to `until` were looked at: the rows of who is to hear."""

    seen: int
    until: int
    rows: tuple[dict[str, Any], ...] = ()


def look(session: Session, ws: int, now: datetime) -> Look:
    """Look at the newcomers of an import, or since the last look; the first look of all tells nobody.
    Nothing is written: a large import is long to look through."""
    seen = session.execute(select(W.c.contacts_seen).where(W.c.id == ws)).scalar_one()
    mine = C.c.workspace_id == ws
    if not seen:
        return Look(0, session.execute(select(func.max(C.c.id)).where(mine)).scalar() or 0)
    fresh = [OnFile(*row) for row in session.execute(_COMPARED.where(mine, C.c.id > seen).order_by(C.c.id))]
    rows: list[dict[str, Any]] = []
    for start in range(0, len(fresh), CHUNK):
        some = fresh[start : start + CHUNK]
        keys = {n.key for n in some if is_whole_name(n.key)}
        mails = {mail for n in some if (mail := address(n.email))}
        alike = or_(C.c.key.in_(keys), func.lower(C.c.email).in_(mails))
        before = session.execute(_COMPARED.where(mine, C.c.id <= seen, alike).order_by(C.c.id))
        rows += _rows(session, ws, some, [OnFile(*row) for row in before], now=now)
    return Look(seen, fresh[-1].id if fresh else seen, tuple(rows))


def look_again(session: Session, ws: int, contact_id: int, now: datetime) -> None:
    """Somebody's name or address was put right: compared as if they had come now, where a look has passed
    them; one who left is who was there before. What stands already is not told anew."""
    seen = session.execute(select(W.c.contacts_seen).where(W.c.id == ws)).scalar_one()
    mine = C.c.workspace_id == ws
    row = session.execute(_COMPARED.add_columns(C.c.left_on).where(mine, C.c.id == contact_id)).first()
    if row is None or not seen or contact_id > seen:
        return
    this = OnFile(*row[:4])
    alike = [C.c.key == this.key] if is_whole_name(this.key) else []
    if mail := address(this.email):
        alike.append(func.lower(C.c.email) == mail)
    if not alike:
        return
    others = _COMPARED.where(mine, C.c.id != contact_id, C.c.id <= seen, or_(*alike)).order_by(C.c.id)
    there = [OnFile(*r) for r in session.execute(others)]
    new, before = (there, [this]) if row.left_on else ([this], there)
    for found in _rows(session, ws, new, before, now=now):
        pair = {found["contact_id"], found["before_id"]}
        told = (TU.c.workspace_id == ws, TU.c.contact_id.in_(pair), TU.c.before_id.in_(pair))
        whose = TU.c.person_id == found["person_id"]
        if session.execute(select(TU.c.id).where(*told, whose)).first() is None:
            session.execute(TU.insert().values(found))


def _rows(
    session: Session, ws: int, newcomers: Sequence[OnFile], before: Sequence[OnFile], now: datetime
) -> Iterator[dict[str, Any]]:
    """A row for each owner who is to hear; one who owns both accounts hears once."""
    ids = {x.account_id for x in (*newcomers, *before)} if before else set()
    query = select(A.c.id, A.c.parent_id, A.c.owner_id, P.c.zone).join(P, P.c.id == A.c.owner_id)
    accounts = {r.id: r for r in session.execute(query.where(A.c.workspace_id == ws, A.c.id.in_(ids)))}
    groups = {r.id: r.parent_id or r.id for r in accounts.values()}
    for new, known, certain in turned_up(newcomers, before, groups):
        owners = {accounts[x.account_id].owner_id: accounts[x.account_id].zone for x in (known, new)}
        for person, zone in sorted(owners.items()):
            whom = {"workspace_id": ws, "person_id": person, "contact_id": new.id, "before_id": known.id}
            yield {**whom, "certain": certain, "on": local_date(now, zone)}


def keep(session: Session, ws: int, looked: Look) -> bool:
    """Note what a look saw, once: False where another one was quicker."""
    mine = (W.c.id == ws, W.c.contacts_seen == looked.seen)
    moved = session.execute(update(W).where(*mine).values(contacts_seen=looked.until))
    if moved.rowcount == 0:  # type: ignore[attr-defined]
        return False
    there = select(C.c.id).where(C.c.workspace_id == ws)  # somebody may have been erased meanwhile
    ids = {n for row in looked.rows for n in (row["contact_id"], row["before_id"])}
    left = set(session.execute(there.where(C.c.id.in_(ids))).scalars())
    for row in looked.rows:
        if {row["contact_id"], row["before_id"]} <= left:
            session.execute(TU.insert().values(row))
    return True


_UNTOLD = Prepared(
    select(TU.c.id)
    .outerjoin(O, O.c.id == TU.c.outbox_id)
    .where(TU.c.workspace_id == bindparam("ws"), TU.c.person_id == bindparam("person"))
    .where(TU.c.on >= bindparam("since"), or_(TU.c.outbox_id.is_(None), O.c.state == "dropped"))
    .order_by(TU.c.id)
)


def untold(session: Session, ws: int, person_id: int, today: date, most: int) -> list[int]:
    """What a person has not heard yet, the oldest first: said in no message, or in one that was dropped.
    After a month it is news no more."""
    return [r.id for r in _UNTOLD(session, ws=ws, person=person_id, since=today - NEWS_FOR)[:most]]


def mark_told(session: Session, ws: int, ids: Sequence[int], outbox_id: int) -> None:
    if ids:
        mine = and_(TU.c.workspace_id == ws, TU.c.id.in_(ids))
        session.execute(update(TU).where(mine).values(outbox_id=outbox_id))


def some(session: Session, ws: int, ids: Sequence[int]) -> list[TurnedUp]:
    """Those of these that still hold, in their order: both are on file, and the new one has not left."""
    if not ids:
        return []
    now, was = C.alias("now"), C.alias("was")
    at, before = A.alias("at"), A.alias("before")
    query = (
        select(
            was.c.name, before.c.id, before.c.name, at.c.id, at.c.name, TU.c.on, TU.c.certain, was.c.left_on
        )
        .select_from(TU)
        .join(now, now.c.id == TU.c.contact_id)
        .join(was, was.c.id == TU.c.before_id)
        .join(at, at.c.id == now.c.account_id)
        .join(before, before.c.id == was.c.account_id)
        .where(TU.c.workspace_id == ws, TU.c.id.in_(ids), now.c.left_on.is_(None))
    )
    return [TurnedUp(*row) for row in session.execute(query.order_by(TU.c.id))]
