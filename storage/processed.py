"""Requests already carried out: the key is inserted with the effect, so a repeat finds it and nothing
happens twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from . import tables

PR = tables.table(tables.Processed)
KEPT_FOR = timedelta(days=1)


def first_time(session: Session, ws: int, key: str, now: datetime) -> bool:
    """Claim a request's key; False when it was carried out before. Call it before anything else is
    written."""
    try:
        with session.begin_nested():
            session.execute(PR.insert().values(workspace_id=ws, key=key, created_at=now))
    except IntegrityError:
        return False
    return True


def was_seen(session: Session, ws: int, key: str) -> bool:
    """Whether a request was carried out."""
    return (
        session.execute(select(PR.c.id).where(PR.c.workspace_id == ws, PR.c.key == key)).first() is not None
    )


def forget_old(session: Session, ws: int, now: datetime) -> None:
    session.execute(delete(PR).where(PR.c.workspace_id == ws, PR.c.created_at < now - KEPT_FOR))
