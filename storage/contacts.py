"""Contacts of an account."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from rules.records import Contact

from . import tables

C = tables.table(tables.Contact)


def of_account(session: Session, ws: int, account_id: int) -> list[Contact]:
    """Everybody on file there, those who left included, in the order they were added."""
    rows = session.execute(
        select(C).where(C.c.workspace_id == ws, C.c.account_id == account_id).order_by(C.c.id)
    )
    return [contact_of(row) for row in rows]


def contact_of(row: Row[Any]) -> Contact:
    return Contact(
        row.id,
        row.name,
        row.role,
        title=row.title,
        email=row.email,
        prefers=row.prefers,
        birthday=row.birthday,
        left_on=row.left_on,
        added_on=row.added_on,
    )
