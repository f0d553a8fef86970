"""Requests already carried out: the key is inserted with the effect, so a repeat finds it and nothing
happens twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session

from . import tables
from .prepared import AddingOnce

PR = tables.table(tables.Processed)
KEPT_FOR = timedelta(days=1)
_ADD = AddingOnce(PR)


def first_time(session: Session, ws: int, key: str, now: datetime) -> bool:
    """Claim a request's key; False when it was carried out before. Call it before anything else is
    written."""
    return _ADD(session, workspace_id=ws, key=key, created_at=now) is not None


def was_seen(session: Session, ws: int, key: str) -> bool:
    """Whether a request was carried out."""
    return (
        session.execute(select(PR.c.id).where(PR.c.workspace_id == ws, PR.c.key == key)).first() is not None
    )


def seen_at(session: Session, ws: int, key: str) -> datetime | None:
    """When a request was carried out; None for one that was not, or over KEPT_FOR ago."""
    query = select(PR.c.created_at).where(PR.c.workspace_id == ws, PR.c.key == key)
    at: datetime | None = session.execute(query).scalar()
    return at


def forget_old(session: Session, ws: int, now: datetime) -> None:
    session.execute(delete(PR).where(PR.c.workspace_id == ws, PR.c.created_at < now - KEPT_FOR))
