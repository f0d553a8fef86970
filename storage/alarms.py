"""Accounts whose health fell: looked at where something happened, kept once a fall, told to whoever owns the
account inside a morning message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select, update
from sqlmodel import Session

from rules.alarms import NEWS_FOR, is_another

from . import tables
from .outbox import O
from .prepared import Prepared
from .records import A

AL = tables.table(tables.Alarm)
CHUNK = 200
"""Accounts looked at together."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at an account saw: `due_at` the mark it was looked at for, `again_at` the next one; the
    factors `behind` a fall that stands, none where there is none."""

    account_id: int
    due_at: datetime
    again_at: datetime | None
    behind: tuple[str, ...] = ()


def due(session: Session, ws: int, now: datetime) -> list[tuple[int, datetime]]:
    """Accounts to look at, with the mark that says so, the oldest first: those that were computed while
    something stood that may be behind a fall."""
    query = select(A.c.id, A.c.fall_look_at).where(A.c.workspace_id == ws, A.c.fall_look_at <= now)
    rows = session.execute(query.order_by(A.c.fall_look_at, A.c.id).limit(CHUNK))
    return [(row.id, row.fall_look_at) for row in rows]


def keep(session: Session, ws: int, seen: Seen) -> bool:
    """Note what a look saw; True when a fall is to be told. Of an account that was computed again meanwhile
    nothing is noted: it is looked at again."""
    mark = (A.c.workspace_id == ws, A.c.id == seen.account_id, A.c.fall_look_at == seen.due_at)
    moved = session.execute(update(A).where(*mark).values(fall_look_at=seen.again_at))
    if moved.rowcount == 0 or not seen.behind:  # type: ignore[attr-defined]
        return False
    lately = (
        AL.c.workspace_id == ws,
        AL.c.account_id == seen.account_id,
        AL.c.fell_at > seen.due_at - NEWS_FOR,
    )
    query = select(AL.c.id, AL.c.behind, _WAITS.label("waits")).outerjoin(O, O.c.id == AL.c.outbox_id)
    rows = session.execute(query.where(*lately).order_by(AL.c.id)).all()
    behind = ",".join(seen.behind)
    if waiting := next((row.id for row in rows if row.waits), None):
        session.execute(update(AL).where(AL.c.id == waiting).values(behind=behind))
        return False
    if not is_another(seen.behind, frozenset(name for row in rows for name in row.behind.split(","))):
        return False
    fall = {"account_id": seen.account_id, "fell_at": seen.due_at, "behind": behind}
    session.execute(AL.insert().values(workspace_id=ws, **fall))
    return True


_WAITS = or_(AL.c.outbox_id.is_(None), O.c.state == "dropped")


# by the account: a week's falls of everybody are many for each of thousands to look through
_UNTOLD = Prepared(
    select(AL.c.id)
    .select_from(A)
    .join(AL, AL.c.account_id == A.c.id)
    .outerjoin(O, O.c.id == AL.c.outbox_id)
    .where(A.c.workspace_id == bindparam("ws"), A.c.owner_id == bindparam("owner"), _WAITS)
    .where(AL.c.workspace_id == bindparam("ws"), AL.c.fell_at > bindparam("since"))
    .where(AL.c.fell_at < bindparam("before"))
    .where(AL.c.id > bindparam("after"))
    .order_by(AL.c.id)
)


def untold(
    session: Session, ws: int, owner_id: int, before: datetime, most: int, after: int = 0
) -> list[int]:
    """Falls at somebody's accounts that were there before an instant and that no message said, the
    oldest first, those `after` one; after a week they are news no more."""
    when = {"since": before - NEWS_FOR, "before": before, "after": after}
    return [r.id for r in _UNTOLD(session, ws=ws, owner=owner_id, **when)[:most]]


def owned(session: Session, ws: int, ids: Sequence[int], owner_id: int) -> dict[int, int]:
    """Those of these falls whose account is still somebody's: their accounts."""
    if not ids:
        return {}
    query = select(AL.c.id, AL.c.account_id).join(A, A.c.id == AL.c.account_id)
    mine = (AL.c.workspace_id == ws, AL.c.id.in_(ids), A.c.owner_id == owner_id)
    return {row.id: row.account_id for row in session.execute(query.where(*mine))}


def mark_told(session: Session, ws: int, ids: Collection[int], outbox_id: int | None) -> None:
    """A message says so; None: none does yet."""
    if ids:
        mine = and_(AL.c.workspace_id == ws, AL.c.id.in_(ids))
        session.execute(update(AL).where(mine).values(outbox_id=outbox_id))
