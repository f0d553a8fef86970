"""Contacts of an account."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from rules.records import Contact

from .records import C


def of_account(session: Session, ws: int, account_id: int) -> list[Contact]:
    """Everybody on file there, those who left included, in the order they were added."""
    rows = session.execute(
        select(C).where(C.c.workspace_id == ws, C.c.account_id == account_id).order_by(C.c.id)
    )
    return [
        Contact(
            r.id,
            r.name,
            r.role,
            title=r.title,
            email=r.email,
            prefers=r.prefers,
            birthday=r.birthday,
            left_on=r.left_on,
        )
        for r in rows
    ]
