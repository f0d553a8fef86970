"""Who was told of a notice: by a tap, or by a touch, with which it is undone. Each act is audited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlmodel import Session

from rules.context import Insight, Reach, Untold

from . import audit, tables
from .people import P
from .records import A

TO, T = tables.table(tables.Told), tables.table(tables.Touch)
_TOUCH = exists().where(
    T.c.workspace_id == TO.c.workspace_id,
    T.c.batch == TO.c.batch,
    T.c.account_id == TO.c.account_id,
    T.c.voided_at.is_(None),
)
HOLDS = (TO.c.batch == "") | _TOUCH
"""What a touch told stands and falls with it, through undo and edit."""


def told(session: Session, ws: int, ids: Sequence[int], account_id: int | None) -> dict[int, frozenset[int]]:
    """Accounts that heard of each of these notices (one of them alone: whether that did)."""
    mine = (TO.c.workspace_id == ws, TO.c.insight_id.in_(list(ids)), HOLDS)
    query = select(TO.c.insight_id, TO.c.account_id).where(*mine)
    heard: dict[int, set[int]] = {i: set() for i in ids}
    for r in session.execute(query if account_id is None else query.where(TO.c.account_id == account_id)):
        heard[r.insight_id].add(r.account_id)
    return {i: frozenset(accounts) for i, accounts in heard.items()}


def tell(
    session: Session, ws: int, notice: int, account_id: int, *, by_id: int, now: datetime, batch: str = ""
) -> bool:
    """An account heard of it; False when it had before."""
    row = session.execute(
        select(TO.c.id, HOLDS.label("holds")).where(
            TO.c.workspace_id == ws, TO.c.insight_id == notice, TO.c.account_id == account_id
        )
    ).first()
    if row and row.holds:
        return False
    values = {"by_id": by_id, "batch": batch, "created_at": now}
    if row:
        session.execute(update(TO).where(TO.c.id == row.id).values(values))
    else:
        keys = {"workspace_id": ws, "insight_id": notice, "account_id": account_id}
        session.execute(TO.insert().values(**keys, **values))
    audit.keep(session, ws, now, by_id=by_id, did="told", noun="insight", row_id=notice, account=account_id)
    return True


def reach(
    session: Session,
    ws: int,
    notices: Sequence[Insight],
    whose: Mapping[int, Collection[int] | None] | None = None,
) -> dict[int, Reach]:
    """Of each, how many of the accounts that it is for heard of it, and which did not yet; `whose`: by
    notice, whose accounts are counted (None: everybody's)."""
    if not notices:
        return {}
    cells = (A.c.id, A.c.name, A.c.tier, A.c.industry, A.c.country, A.c.services, A.c.owner_id)
    query = (
        select(*cells, P.c.name.label("owner"))
        .join(P, P.c.id == A.c.owner_id)
        .where(A.c.workspace_id == ws, A.c.status != "churned")
        .order_by(A.c.name)
    )
    rows = session.execute(query).all()
    return {n.id: _of(rows, n, (whose or {}).get(n.id)) for n in notices}


def _of(rows: Sequence[Any], notice: Insight, owners: Collection[int] | None) -> Reach:
    those = [r for r in rows if (owners is None or r.owner_id in owners) and _is_for(notice, r)]
    left = tuple(Untold(r.id, r.name, r.owner_id, r.owner) for r in those if r.id not in notice.told)
    return Reach(len(those) - len(left), left)


def untold(session: Session, ws: int, owner_id: int, notices: Sequence[Insight]) -> list[int]:
    """Accounts of somebody's book that are still to hear of one of them, in the order of the notices, then
    what brings most in a year first."""
    cells = (A.c.id, A.c.tier, A.c.industry, A.c.country, A.c.services)
    mine = (A.c.workspace_id == ws, A.c.owner_id == owner_id, A.c.status == "active")
    query = select(*cells).where(*mine).order_by(A.c.annual.desc(), A.c.id)
    rows = session.execute(query).all()
    left = (r.id for n in notices for r in rows if r.id not in n.told and _is_for(n, r))
    return list(dict.fromkeys(left))


def _is_for(notice: Insight, r: Any) -> bool:
    return notice.is_for(r.tier, r.industry, r.country, r.services.split(";"))
