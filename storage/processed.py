"""Requests already carried out: the key is inserted with the effect, so a repeat finds it and nothing happens twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from . import tables

PR = tables.table(tables.Processed)
KEPT_FOR = timedelta(days=1)


def first_time(session: Session, ws: int, key: str, now: datetime) -> bool:
    """Claim a request's key; False when it was carried out before. Call it before anything else is written."""
    try:
        with session.begin_nested():
            session.execute(PR.insert().values(workspace_id=ws, key=key, answer={}, created_at=now))
    except IntegrityError:
        return False
    return True


def keep_answer(session: Session, ws: int, key: str, answer: dict[str, Any]) -> None:
    session.execute(PR.update().where(PR.c.workspace_id == ws, PR.c.key == key).values(answer=answer))


def answer_of(session: Session, ws: int, key: str) -> dict[str, Any]:
    """What was answered the first time."""
    return session.execute(select(PR.c.answer).where(PR.c.workspace_id == ws, PR.c.key == key)).scalar_one_or_none() or {}


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(PR).where(PR.c.created_at < now - KEPT_FOR))
