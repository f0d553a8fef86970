"""What put an account off (a snooze, "not needed"), how a touch ends it, and how the touch's undo brings
it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select, update
from sqlmodel import Session

from rules.calendar import local_date

from . import nudges, outbox, tables
from .people import P
from .prepared import Prepared
from .records import NU, A, T

SN = tables.table(tables.Snooze)
COLUMN = {"snooze": A.c.snoozed_until, "not_needed": A.c.not_needed_until}
_HOLDING = Prepared(
    select(SN.c.id)
    .join(A, A.c.id == SN.c.account_id)
    .where(
        SN.c.workspace_id == bindparam("ws"),
        SN.c.account_id.in_(bindparam("ids", expanding=True)),
        SN.c.ended_by_batch == "",
        or_(*(and_(SN.c.kind == kind, SN.c.until_on == column) for kind, column in COLUMN.items())),
    )
)
_NO_LONGER = Prepared(
    update(A)
    .where(A.c.workspace_id == bindparam("ws"), A.c.id.in_(bindparam("ids", expanding=True)))
    .values(snoozed_until=None, not_needed_until=None)
)


def snooze(session: Session, ws: int, account_id: int, by_id: int, until_on: date, now: datetime) -> int:
    """Put an account off until a date; returns how many snoozes in a row this makes (a touch ends the
    row)."""
    since = session.execute(select(A.c.last_meaningful_at).where(A.c.id == account_id)).scalar_one()
    _keep(session, ws, account_id, by_id=by_id, kind="snooze", why="", until_on=until_on, now=now)
    session.execute(
        update(A).where(A.c.workspace_id == ws, A.c.id == account_id).values(snoozed_until=until_on)
    )
    nudges.close(session, ws, [account_id], outcome="snoozed", now=now)
    return _in_a_row(session, account_id, "snooze", since=since)


def not_needed(
    session: Session, ws: int, account_id: int, by_id: int, why: str, until_on: date, now: datetime
) -> int:
    """No touch was needed, and why: due again from `until_on`; returns how many in a row."""
    since = session.execute(select(A.c.last_meaningful_at).where(A.c.id == account_id)).scalar_one()
    _keep(session, ws, account_id, by_id=by_id, kind="not_needed", why=why, until_on=until_on, now=now)
    session.execute(
        update(A).where(A.c.workspace_id == ws, A.c.id == account_id).values(not_needed_until=until_on)
    )
    nudges.close(session, ws, [account_id], outcome="not_needed", now=now)
    return _in_a_row(session, account_id, "not_needed", since=since)


def _keep(
    session: Session, ws: int, account_id: int, by_id: int, kind: str, why: str, until_on: date, now: datetime
) -> None:
    row: dict[str, Any] = {"kind": kind, "reason": why, "until_on": until_on, "created_at": now}
    session.execute(SN.insert().values(workspace_id=ws, account_id=account_id, by_id=by_id, **row))


def _in_a_row(session: Session, account_id: int, kind: str, since: datetime | None) -> int:
    """On how many days, where whoever tapped is: a tap put right by a second one is still one."""
    query = (
        select(SN.c.created_at, P.c.zone)
        .join(P, P.c.id == SN.c.by_id)
        .where(SN.c.account_id == account_id, SN.c.kind == kind)
    )
    rows = session.execute(query if since is None else query.where(SN.c.created_at > since))
    return len({local_date(at, zone) for at, zone in rows})


def end(session: Session, ws: int, account_ids: Sequence[int], batch: str, now: datetime) -> None:
    """A meaningful touch ends what puts these accounts off; its batch is kept there, for its undo."""
    if ended := [row.id for row in _HOLDING(session, ws=ws, ids=account_ids)]:
        session.execute(update(SN).where(SN.c.id.in_(ended)).values(ended_by_batch=batch))
    _NO_LONGER(session, ws=ws, ids=account_ids)


def bring_back(session: Session, ws: int, batch: str, now: datetime) -> None:
    """The touches of a batch were undone: what they ended holds again where it lies ahead and nothing newer
    stands there.

    Another touch logged since would have ended it, too: then it is that one's to bring back.
    """
    query = (
        select(SN, A.c.snoozed_until, A.c.not_needed_until, P.c.zone)
        .join(A, A.c.id == SN.c.account_id)
        .join(P, P.c.id == A.c.owner_id)
        .where(SN.c.workspace_id == ws, SN.c.ended_by_batch == batch)
    )
    for row in session.execute(query.order_by(SN.c.id)).all():
        since = _touched_since(session, ws, row)
        session.execute(update(SN).where(SN.c.id == row.id).values(ended_by_batch=since))
        column = COLUMN[row.kind]
        if since or row.until_on <= local_date(now, row.zone) or getattr(row, column.name) is not None:
            continue
        session.execute(update(A).where(A.c.id == row.account_id).values({column: row.until_on}))
        _repaint(session, ws, row, now=now)


def _touched_since(session: Session, ws: int, row: Row[Any]) -> str:
    """The batch of the first touch that stands and was logged after the account was put off; empty when
    there is none."""
    query = select(T.c.batch).where(
        T.c.workspace_id == ws,
        T.c.account_id == row.account_id,
        T.c.created_at > row.created_at,
        T.c.batch != "",
        T.c.outcome == "reached",
        T.c.voided_at.is_(None),
    )
    return str(session.execute(query.order_by(T.c.created_at, T.c.id).limit(1)).scalar_one_or_none() or "")


def _repaint(session: Session, ws: int, row: Row[Any], now: datetime) -> None:
    """Messages whose place this snooze closed name its date again."""
    closed = and_(NU.c.account_id == row.account_id, NU.c.acted_at == row.created_at, NU.c.state == "sent")
    for outbox_id in session.execute(
        select(NU.c.outbox_id).where(NU.c.workspace_id == ws, closed).distinct()
    ).scalars():
        outbox.repaint(session, ws, outbox_id, now=now)
