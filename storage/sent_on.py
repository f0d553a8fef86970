"""Rows that came to an account after it went (an import that had begun before, a form that stood open) go on
to the one that is there."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlmodel import Session

from .moves import moving, not_there_yet, uniques
from .records import A, C


def came_late(session: Session, ws: int, to: Mapping[int, int]) -> bool:
    """Whether rows that go along stand with an account that went."""
    for column in moving():
        mine = [column.in_(list(to)), column.table.c.workspace_id == ws]
        if column.table is C:
            mine.append(C.c.same_as_id.is_(None))
        if not uniques(column) and session.execute(select(column).where(*mine).limit(1)).first():
            return True
    return False


def forwarded(session: Session, ws: int, to: Mapping[int, int]) -> list[int]:
    """Rows that came to an account after it went (an import that had begun before, a form that stood open)
    go on to the one that is there; those that have any new."""
    came = set[int]()
    for column in moving():
        table = column.table
        for gone, stays in to.items():
            where = [not_there_yet(u, column, stays) for u in uniques(column)]
            if table is A:
                where.append(A.c.id != stays)
            elif table is C:
                where.append(C.c.same_as_id.is_(None))
            moved = session.execute(
                update(table)
                .where(column == gone, table.c.workspace_id == ws, *where)
                .values({column.name: stays})
            )
            came |= {stays} if moved.rowcount else set()  # type: ignore[attr-defined]
    return sorted(came)
