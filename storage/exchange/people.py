"""Writes people: new ones are inserted, changed ones get only the cells that changed in the file."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlmodel import Session

from ..database import new_id
from ..people import P, new_person
from .known import Change, Known

_WHEN_EMPTY = {"role": "rep", "timezone": "UTC"}


def write_people(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    fields = {"name": "name", "role": "role", "timezone": "zone", "country": "country"}
    ids = []
    for change in changes:
        email = change.cells["email"].lower()
        row_id = change.row_id or known.people.get(email)
        names = change.changed if change.row_id else {c for c in fields if change.cells[c]}
        values = {fields[c]: change.cells[c] or _WHEN_EMPTY.get(c, "") for c in names if c in fields}
        if row_id is None:
            row = {**new_person(known.ws, email), "plan_at": known.now, "digest_at": known.now, **values}
            row_id = new_id(session.execute(P.insert().values(**row)))
        elif values:
            linked = session.execute(select(P.c.slack_id).where(P.c.id == row_id)).scalar_one()
            if linked:
                values.pop("zone", None)  # a linked person's zone comes from Slack
            if values:
                session.execute(update(P).where(P.c.id == row_id).values(**values, plan_at=known.now))
        known.people[email] = row_id
        known.zones[row_id] = session.execute(select(P.c.zone).where(P.c.id == row_id)).scalar_one()
        ids.append(row_id)
    return ids


def link_managers(session: Session, changes: Sequence[Change], known: Known) -> None:
    """Managers may stand below their people in the file: set once everybody is there."""
    for change in changes:
        if "manager_email" in change.changed or (change.row_id is None and change.cells["manager_email"]):
            manager = known.people.get(change.cells["manager_email"].lower())
            session.execute(update(P).where(P.c.id == known.people[change.cells["email"].lower()]).values(manager_id=manager))
