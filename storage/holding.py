"""An account is held by whoever decides by what is on file of it: PostgreSQL lets two write at once, SQLite
does not."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from . import tables

A = tables.table(tables.Account)


def hold(session: Session, ws: int, account_id: int) -> None:
    """Whoever else holds this account waits until this transaction is over, and then sees what was done. What
    only refers to it, such as a touch, goes on."""
    mine = (A.c.workspace_id == ws, A.c.id == account_id)
    session.execute(select(A.c.id).where(*mine).with_for_update(key_share=True))
