"""Contacts of an account: who is on file, and who is added when a touch names them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from rules.names import normalise
from rules.records import Contact

from . import audit, tables
from .database import new_id
from .prepared import Prepared

C, T, TC = (tables.table(t) for t in (tables.Contact, tables.Touch, tables.TouchContact))
_THERE = Prepared(
    select(C)
    .where(C.c.workspace_id == bindparam("ws"), C.c.account_id == bindparam("account"))
    .order_by(C.c.id)
)


def of_account(session: Session, ws: int, account_id: int) -> list[Contact]:
    """Everybody on file there, those who left included, in the order they were added."""
    return [contact_of(row) for row in _THERE(session, ws=ws, account=account_id)]


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


def add(session: Session, ws: int, account_id: int, name: str, by_id: int, on: date, now: datetime) -> int:
    """Put somebody on file at an account from a day on; who is there under that name already stays as they
    are. Their id."""
    key = normalise(name)
    there = (C.c.workspace_id == ws, C.c.account_id == account_id, C.c.key == key, C.c.left_on.is_(None))
    known = session.execute(select(C.c.id).where(*there).order_by(C.c.id).limit(1)).scalar()
    if known is not None:
        return int(known)
    row = {"workspace_id": ws, "account_id": account_id, "name": name, "key": key, "added_on": on}
    contact_id = new_id(session.execute(C.insert().values(**row, role="other")))
    audit.keep(
        session, ws, now, by_id=by_id, did="added", noun="contact", row_id=contact_id, account=account_id
    )
    return contact_id


def name_on(session: Session, ws: int, batch: str, account_id: int, contact_id: int) -> None:
    """A logged touch of theirs was with this contact, too."""
    mine = (T.c.workspace_id == ws, T.c.batch == batch, T.c.account_id == account_id)
    for touch_id in session.execute(select(T.c.id).where(*mine)).scalars().all():
        there = (TC.c.touch_id == touch_id, TC.c.contact_id == contact_id)
        if session.execute(select(TC.c.touch_id).where(*there)).first() is None:
            session.execute(TC.insert().values(touch_id=touch_id, contact_id=contact_id, workspace_id=ws))
