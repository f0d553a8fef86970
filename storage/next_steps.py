"""Next steps as touches bring them: added, ticked off, undone with their touch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.facts.entries import Entry

from .prepared import Adding, Prepared
from .records import N

_UNDONE = "undone:"
STANDS = ~N.c.batch.startswith(_UNDONE)
"""Of the rows that are no undone line's."""
_ADD = Adding(N)
_TICK_OFF = Prepared(
    update(N)
    .where(
        N.c.workspace_id == bindparam("ws"),
        N.c.account_id.in_(bindparam("ids", expanding=True)),
        N.c.done_at.is_(None),
        (N.c.on <= bindparam("day")) | N.c.on.is_(None),
    )
    .values(done_at=bindparam("now"), done_by_batch=bindparam("by"))
)
_BROUGHT = Prepared(
    select(N).where(N.c.workspace_id == bindparam("ws"), N.c.batch == bindparam("batch")).order_by(N.c.id)
)


def brought(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """A meaningful touch ticks off the steps whose day has come; what it says comes next stands, once an
    account."""
    if entry.meaningful:
        _TICK_OFF(session, ws=ws, ids=entry.account_ids, day=entry.on, now=now, by=batch)
    if entry.next_text or entry.next_on:
        step = {"by_id": by_id, "text": entry.next_text or "next step", "on": entry.next_on, "batch": batch}
        for account_id in entry.account_ids:
            _ADD(session, workspace_id=ws, account_id=account_id, external_id="", **step)


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's step fills."""
    steps = _BROUGHT(session, ws=ws, batch=batch)
    return {"next_text": steps[0].text, "next_on": steps[0].on} if steps else {}


def undone(session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
    """A logged line was undone: its step is none any more, those that it ticked off are open again. Of one
    that an edit of it took back before, the number alone is kept: an export may have named it."""
    mine = (N.c.workspace_id == ws, N.c.batch == batch)
    before = (N.c.workspace_id == ws, N.c.batch == _gone(batch))
    session.execute(update(N).where(*before).values(batch=_UNDONE, done_by_batch=_UNDONE, text=""))
    session.execute(
        update(N).where(*mine).values(batch=_gone(batch), done_at=now, done_by_batch=_gone(batch))
    )
    ticked = (N.c.workspace_id == ws, N.c.done_by_batch == batch)
    session.execute(update(N).where(*ticked).values(done_at=None, done_by_batch=""))


def back(
    session: Session, ws: int, batch: str, entry: Entry, by_id: int, at: datetime, now: datetime
) -> None:
    """What was undone at an instant stands again."""
    mine = (N.c.workspace_id == ws, N.c.batch == _gone(batch), N.c.done_at == at)
    session.execute(update(N).where(*mine).values(batch=batch, done_at=None, done_by_batch=""))
    if entry.meaningful:
        _TICK_OFF(session, ws=ws, ids=entry.account_ids, day=entry.on, now=now, by=batch)


def _gone(batch: str) -> str:
    """Under which name an undone line's steps are kept, for as long as it may be brought back."""
    return f"{_UNDONE}{batch}"
