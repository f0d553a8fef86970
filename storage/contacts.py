"""Contacts of an account: who is on file, who is added, by hand or when a touch names them, changed, gone.
Each change is audited, never what was written of them.

Whoever calls has the account computed again in the same transaction (storage/assess.py)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
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
        moved_on=row.moved_on,
        successor_id=row.successor_id,
        mourning_until=row.mourning_until,
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


def get(session: Session, ws: int, contact_id: int) -> tuple[int, Contact] | None:
    """Somebody, and the account they are at."""
    row = session.execute(select(C).where(C.c.workspace_id == ws, C.c.id == contact_id)).first()
    return (row.account_id, contact_of(row)) if row else None


def last_met(session: Session, ws: int, account_id: int) -> dict[int, datetime]:
    """When each contact of an account last took part in a meaningful touch; without those who never did."""
    met = select(TC.c.contact_id, func.max(T.c.at).label("at")).join(T, T.c.id == TC.c.touch_id)
    mine = (
        T.c.workspace_id == ws,
        T.c.account_id == account_id,
        T.c.outcome == "reached",
        T.c.voided_at.is_(None),
    )
    return {r.contact_id: r.at for r in session.execute(met.where(*mine).group_by(TC.c.contact_id))}


def put(
    session: Session,
    ws: int,
    account_id: int,
    values: dict[str, Any],
    *,
    by_id: int,
    on: date,
    now: datetime,
    contact: Contact | None = None,
) -> int:
    """Somebody as a form says of them: added from a day on, or changed; their id."""
    stored = {**values, "key": normalise(values["name"])}
    if contact is None:
        row = {"workspace_id": ws, "account_id": account_id, "added_on": on, **stored}
        contact_id, did, fields = new_id(session.execute(C.insert().values(row))), "added", list[str]()
    else:
        fields = [name for name, value in values.items() if getattr(contact, name) != value]
        session.execute(update(C).where(C.c.id == contact.id).values(stored))
        contact_id, did = contact.id, "changed"
    changed = {"fields": " ".join(fields)}
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did=did,
        noun="contact",
        row_id=contact_id,
        account=account_id,
        **changed,
    )
    return contact_id


def leave(
    session: Session,
    ws: int,
    account_id: int,
    contact_id: int,
    *,
    on: date,
    by_id: int,
    now: datetime,
    moved: bool = False,
    successor_id: int | None = None,
) -> None:
    """They left the customer on a day, or `moved` inside it; who came after them, where that is known."""
    values = {"moved_on" if moved else "left_on": on, "successor_id": successor_id}
    did = "moved" if moved else "left"
    _set(session, ws, account_id, contact_id, values, did=did, by_id=by_id, now=now, on=str(on))


def come_back(
    session: Session, ws: int, account_id: int, contact_id: int, *, by_id: int, now: datetime
) -> None:
    """They had not left."""
    back = {"left_on": None, "successor_id": None}
    _set(session, ws, account_id, contact_id, back, did="brought back", by_id=by_id, now=now)


def give_role(
    session: Session, ws: int, account_id: int, contact_id: int, role: str, *, by_id: int, now: datetime
) -> None:
    values = {"role": role}
    _set(session, ws, account_id, contact_id, values, did="changed", by_id=by_id, now=now, fields="role")


def _set(
    session: Session,
    ws: int,
    account_id: int,
    contact_id: int,
    values: dict[str, Any],
    *,
    did: str,
    by_id: int,
    now: datetime,
    **kept: Any,
) -> None:
    session.execute(update(C).where(C.c.id == contact_id).values(values))
    kept["account"] = account_id
    audit.keep(session, ws, now, by_id=by_id, did=did, noun="contact", row_id=contact_id, **kept)


def name_on(session: Session, ws: int, batch: str, account_id: int, contact_id: int) -> None:
    """A logged touch of theirs was with this contact, too."""
    mine = (T.c.workspace_id == ws, T.c.batch == batch, T.c.account_id == account_id)
    for touch_id in session.execute(select(T.c.id).where(*mine)).scalars().all():
        there = (TC.c.touch_id == touch_id, TC.c.contact_id == contact_id)
        if session.execute(select(TC.c.touch_id).where(*there)).first() is None:
            session.execute(TC.insert().values(touch_id=touch_id, contact_id=contact_id, workspace_id=ws))
