"""Contacts as rows name them: by name or address, at the account that the row is about. Somebody who is not
on file yet is put there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from rules.names import normalise

from ..database import new_id
from ..records import C
from .known import Known

There = dict[tuple[int, str], int]
"""Contacts by account, and by name and by address."""


def shown_as(email: str | None, name: str | None) -> str:
    """What an export calls a contact; `;` stands between several."""
    return (email or name or "").replace(";", ",")


def there_at(session: Session, ws: int, accounts: Collection[int]) -> There:
    """Everybody on file at some accounts."""
    there = There()
    query = select(C.c.id, C.c.account_id, C.c.key, C.c.email)
    mine = (C.c.workspace_id == ws, C.c.account_id.in_(accounts))
    for r in session.execute(query.where(*mine).order_by(C.c.id)):
        there.setdefault((r.account_id, r.key), r.id)
        if r.email:
            there.setdefault((r.account_id, r.email.lower()), r.id)
    return there


def find(there: There, account: int, name: str) -> int | None:
    return there.get((account, name.lower())) or there.get((account, normalise(name)))


def find_or_add(
    session: Session, known: Known, there: There, *, account: int, name: str, on: date
) -> int | None:
    """Who a row names; put on file from a day on where nobody is called so. None where it names nobody."""
    if not name:
        return None
    contact = find(there, account, name)
    if contact is None:
        contact = there[account, normalise(name)] = new_contact(session, known, account, name, on=on)
    return contact


def new_contact(session: Session, known: Known, account_id: int, name: str, on: date) -> int:
    """Put somebody whom a row names on file, from a day on; their id."""
    fresh = {
        "workspace_id": known.ws,
        "account_id": account_id,
        "name": name,
        "key": normalise(name),
        "added_on": on,
    }
    blank = {"email": "", "title": "", "role": "other", "prefers": "", "birthday": "", "external_id": ""}
    made = new_id(session.execute(C.insert().values(**fresh, **blank)))
    known.added.append(made)
    return made
