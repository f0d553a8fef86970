"""Two accounts beside each other: how many rows of each kind each has, and from when to when it was
touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from .exchange import nouns
from .records import T


def counts(session: Session, ws: int, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many rows each account has, by kind of noun; kinds of which none of them has any are left out."""
    held: dict[int, dict[str, int]] = {i: {} for i in ids}
    for noun in nouns.NOUNS:
        if noun.kind == "accounts" or not noun.about:
            continue
        column = noun.table.c[noun.column[noun.about].into or ""]
        mine = [noun.table.c.workspace_id == ws, column.in_(ids)]
        if noun.undone:
            mine.append(noun.table.c[noun.undone].is_(None))
        for account, count in session.execute(select(column, func.count()).where(*mine).group_by(column)):
            held[account][noun.kind] = count
    return held


def touched(session: Session, ws: int, ids: Sequence[int]) -> dict[int, tuple[datetime, datetime]]:
    """The instants of the first and the last touch of each account."""
    mine = (T.c.workspace_id == ws, T.c.account_id.in_(ids), T.c.voided_at.is_(None))
    query = select(T.c.account_id, func.min(T.c.at), func.max(T.c.at)).where(*mine).group_by(T.c.account_id)
    return {account: (first, last) for account, first, last in session.execute(query)}
