"""Slack's rates, kept by all workers together: each lane's next free instant stands in the database.

Claims are one after the other (`workspaces.lock`), so two processes can't take one slot.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session

from rules.delivery.pacing import Rates

from . import tables

PC = tables.table(tables.Pace)
_FAR = timedelta(seconds=10)  # no lane is taken that long: such an instant comes from a clock that jumped


def busy(session: Session, ws: int, instant: datetime) -> dict[str, datetime]:
    """The lanes that are not free now, and when each will be."""
    taken = select(PC.c.lane, PC.c.free_at).where(
        PC.c.workspace_id == ws, PC.c.free_at > instant, PC.c.free_at < instant + _FAR
    )
    return {lane: free_at for lane, free_at in session.execute(taken)}


def take(
    session: Session,
    ws: int,
    lanes: Collection[str],
    instant: datetime,
    rates: Rates,
    ahead: timedelta = timedelta(0),
) -> datetime:
    """Use these lanes as soon as all are free, which they are now, or will be within `ahead`; when that is.
    Each is free again its time after."""
    slot = _slot(session, ws, lanes, instant, ahead=ahead) if ahead else instant
    for lane in lanes:
        if seconds := rates.seconds(lane):
            free_at = slot + timedelta(seconds=seconds)
            mine = (PC.c.workspace_id == ws) & (PC.c.lane == lane)
            if not session.execute(update(PC).where(mine).values(free_at=free_at)).rowcount:  # type: ignore[attr-defined]
                session.execute(PC.insert().values(workspace_id=ws, lane=lane, free_at=free_at))
    return slot


def _slot(session: Session, ws: int, lanes: Collection[str], instant: datetime, ahead: timedelta) -> datetime:
    mine = (PC.c.workspace_id == ws, PC.c.lane.in_(list(lanes)))
    soon = (PC.c.free_at > instant, PC.c.free_at <= instant + ahead)
    free: list[datetime] = list(session.execute(select(PC.c.free_at).where(*mine, *soon)).scalars())
    return max([instant, *free])


def give_back(session: Session, ws: int, lanes: Collection[str], taken_at: datetime, rates: Rates) -> None:
    """Free lanes that were taken at an instant and not used after all."""
    for lane in lanes:
        until = taken_at + timedelta(seconds=rates.seconds(lane))
        mine = (PC.c.workspace_id == ws) & (PC.c.lane == lane) & (PC.c.free_at == until)
        session.execute(update(PC).where(mine).values(free_at=taken_at))


def forget_old(session: Session, ws: int, instant: datetime) -> None:
    over = (PC.c.free_at < instant) | (PC.c.free_at > instant + _FAR)
    session.execute(delete(PC).where(PC.c.workspace_id == ws, over))
