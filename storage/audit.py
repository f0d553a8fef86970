"""Who changed what, and when. Note text is not repeated here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from . import tables

AU = tables.table(tables.Audit)


def keep(session: Session, ws: int, at: datetime, by_id: int | None, did: str, noun: str, row_id: int, **change: Any) -> None:
    session.execute(AU.insert().values(workspace_id=ws, at=at, by_id=by_id, did=did, noun=noun, row_id=row_id, change=change))
