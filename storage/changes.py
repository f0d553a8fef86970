"""Changes at customers: noted, put right, closed, read. Dates are those of whoever acts; each act is audited,
never its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.changed import Change

from . import tables
from .audit import Trail
from .database import new_id

CH, T = tables.table(tables.Change), tables.table(tables.Touch)
audited = Trail("change")
QUERY = select(*tables.told(CH)).where(CH.c.voided_at.is_(None)).order_by(CH.c.on, CH.c.id)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that changes fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"changes": tuple(change_of(r).as_known(today) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Change]:
    """All of an account, the newest first."""
    mine = QUERY.where(CH.c.workspace_id == ws, CH.c.account_id == account_id)
    return [change_of(r) for r in session.execute(mine)][::-1]


def get(session: Session, ws: int, change_id: int) -> Change | None:
    """One of them; None when there is none, or somebody took it back."""
    row = session.execute(QUERY.where(CH.c.workspace_id == ws, CH.c.id == change_id)).first()
    return change_of(row) if row else None


def note(
    session: Session,
    ws: int,
    *,
    account_id: int,
    by_id: int,
    kind: str,
    text: str,
    on: date,
    today: date,
    now: datetime,
    batch: str = "",
) -> int:
    """Keep a new one that is noted today; its id. What the line of a logged touch told (`batch`) stands and
    falls with it (storage/noted.py)."""
    newest = select(func.max(T.c.id)).where(T.c.workspace_id == ws, T.c.account_id == account_id)
    row = {
        "account_id": account_id,
        "by_id": by_id,
        "kind": kind,
        "text": text,
        "on": on,
        "noted_on": today,
        "behind": session.execute(newest).scalar() or 0,
        "external_id": id_of(batch) if batch else f"tend-{uuid4().hex[:16]}",
        "created_at": now,
    }
    made = new_id(session.execute(CH.insert().values(workspace_id=ws, **row)))
    audited(session, ws, made, account_id, did="noted", by_id=by_id, now=now, kind=kind, on=str(on))
    return made


def id_of(batch: str) -> str:
    """The external id of what the line of a logged touch told."""
    return f"tend-{sha256(batch.encode()).hexdigest()[:16]}"


def put_right(
    session: Session, ws: int, change: Change, *, kind: str, text: str, on: date, by_id: int, now: datetime
) -> None:
    """Another kind, text or day."""
    values = {"kind": kind, "text": text, "on": on}
    session.execute(update(CH).where(CH.c.id == change.id).values(values))
    before = {"kind": kind, "on": str(on), "kind_before": change.kind, "before": str(change.on)}
    audited(session, ws, change.id, change.account_id, did="put right", by_id=by_id, now=now, **before)


def answer(session: Session, ws: int, change: Change, on: date, by_id: int, now: datetime) -> None:
    """Somebody said that it was talked about."""
    session.execute(update(CH).where(CH.c.id == change.id).values(answered_on=on))
    audited(session, ws, change.id, change.account_id, did="answered", by_id=by_id, now=now, on=str(on))


def take_back(session: Session, ws: int, change: Change, by_id: int, now: datetime) -> None:
    """It is not so; the row stays, so that its audit can be read."""
    session.execute(update(CH).where(CH.c.id == change.id).values(voided_at=now))
    audited(session, ws, change.id, change.account_id, did="voided", by_id=by_id, now=now)


def change_of(r: Any) -> Change:
    return Change(
        r.id,
        r.account_id,
        r.by_id,
        kind=r.kind,
        on=r.on,
        text=r.text,
        noted_on=r.noted_on,
        behind=r.behind,
        answered_on=r.answered_on,
    )
