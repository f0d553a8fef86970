"""From when accounts exist, and since when they stand as a file first said: what files and touches tell of
the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, func, select, update
from sqlmodel import Session

from rules.calendar import local_date

from .people import P
from .prepared import Prepared, PreparedMany
from .reading import filled_up
from .records import A, R, S, T


def _of(table: Table) -> tuple[Any, ...]:
    """Rows about some accounts."""
    some: Any = bindparam("ids", expanding=True)
    return (table.c.workspace_id == bindparam("ws"), table.c.account_id.in_(some))


_STOOD = Prepared(
    select(S.c.id, S.c.account_id, S.c.from_on, S.c.status).where(*_of(S)).order_by(S.c.from_on, S.c.id)
)
_SOME = (A.c.workspace_id == bindparam("ws"), A.c.id.in_(bindparam("ids", expanding=True)))
# each looks at one end of an index, however many there are
_MET = select(func.min(T.c.at)).where(T.c.account_id == A.c.id, T.c.voided_at.is_(None))
_SOLD = select(func.min(R.c.on)).where(R.c.account_id == A.c.id)
_BEGAN = Prepared(
    select(
        A.c.id,
        A.c.exists_on,
        A.c.added_on,
        A.c.started_on,
        P.c.zone,
        _MET.scalar_subquery().label("met_at"),
        _SOLD.scalar_subquery().label("sold_on"),
    )
    .join(P, P.c.id == A.c.owner_id)
    .where(*_SOME)
)
_EXISTS = PreparedMany(update(A).where(A.c.id == bindparam("row_id")).values(exists_on=bindparam("on")))
_STANDS = PreparedMany(update(S).where(S.c.id == bindparam("row_id")).values(from_on=bindparam("on")))
_OTHER = Prepared(select(A, P.c.zone).join(P, P.c.id == A.c.owner_id).where(*_SOME, A.c.status != "active"))


def exist(session: Session, ws: int, ids: Sequence[int]) -> None:
    """An account exists from the earliest of started_on, first touch (where its owner is), first purchase,
    added; so does its first standing."""
    stood, exists, stands = _standings(session, ws, ids), list[dict[str, Any]](), list[dict[str, Any]]()
    for row in _BEGAN(session, ws=ws, ids=filled_up(ids)):
        first = local_date(row.met_at, row.zone) if row.met_at else None
        earliest = min(d for d in (row.added_on, row.started_on, row.sold_on, first) if d is not None)
        if earliest == row.exists_on:
            continue
        exists.append({"row_id": row.id, "on": earliest})
        mine = stood.get(row.id, [])
        if mine and earliest != mine[0].from_on and (len(mine) == 1 or earliest < mine[1].from_on):
            stands.append({"row_id": mine[0].id, "on": earliest})
    _EXISTS(session, exists)
    _STANDS(session, stands)


def stand_as_told(session: Session, ws: int, ids: Sequence[int], now: datetime) -> None:
    """An account that came churned or paused with its first file was active before: churned since its
    revenue ended, where movements tell, else (and paused) since today where its owner is."""
    other = _OTHER(session, ws=ws, ids=filled_up(ids))
    if not other:
        return
    stood = _standings(session, ws, [row.id for row in other])
    new = [row for row in other if stood[row.id] and stood[row.id][-1].status != row.status]
    sold = select(R).where(R.c.workspace_id == ws, R.c.account_id.in_([row.id for row in new]))
    moves: dict[int, list[Any]] = defaultdict(list)
    for m in session.execute(sold.order_by(R.c.on, R.c.id)):
        moves[m.account_id].append(m)
    for row in new:
        today = local_date(now, row.zone)
        ended = _ended_on(moves[row.id], today) if row.status == "churned" else None
        last = stood[row.id][-1]
        stands = {
            "from_on": max(ended or today, last.from_on),
            "status": row.status,
            "until": row.paused_until,
        }
        if stands["from_on"] == last.from_on:
            session.execute(update(S).where(S.c.id == last.id).values(**stands))
        else:
            held = {
                "owner_id": row.owner_id,
                "tier": row.tier,
                "cadence_days": row.cadence_days,
                "served_through_parent": row.served_through_parent,
                "reason": row.status_reason,
            }
            session.execute(S.insert().values(workspace_id=ws, account_id=row.id, **held, **stands))


def _ended_on(moves: Sequence[Any], today: date) -> date | None:
    """The day of the last `churn` up to today (movements by date), unless recurring revenue came in after
    it."""
    ended = None
    for m in moves:
        if m.on <= today and m.kind in {"new", "expansion", "renewal", "churn"}:
            ended = m.on if m.kind == "churn" else None
    return ended


def _standings(session: Session, ws: int, ids: Sequence[int]) -> dict[int, list[Any]]:
    standings: dict[int, list[Any]] = defaultdict(list)
    for row in _STOOD(session, ws=ws, ids=filled_up(ids)):
        standings[row.account_id].append(row)
    return standings
