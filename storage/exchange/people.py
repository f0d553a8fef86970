"""Writes people: new ones are inserted, changed ones get only the cells that changed in the file."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlmodel import Session

from .. import absences
from ..database import new_id
from ..people import P, new_person
from .cells import DATE, EMAIL, WEEK, ZONE, one_of
from .known import Change, Known
from .noun import Column, Noun
from .writing import values_of


def write_people(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    ids, moved = [], list[int]()
    for change in changes:
        email = change.cells["email"].lower()
        row_id = change.row_id or known.people.get(email)
        names = change.changed if change.row_id else {c for c, cell in change.cells.items() if cell}
        values = values_of(known, PEOPLE, change.cells, names=names - {"email"})
        if "left_on" in values:
            values["active"] = values["left_on"] is None
        if row_id is None:
            clocks = dict.fromkeys(("plan_at", "digest_at", "friday_at"), known.now)
            row = {**new_person(known.ws, email), **clocks, **values}
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
        moved += [row_id] if values.keys() & {"country", "week"} else []
    if moved:
        absences.settle(session, known.ws, moved, now=known.now, moved=True)
    return ids


PEOPLE = Noun(
    "people",
    P,
    (
        Column("email", EMAIL, required=True),
        Column("name"),
        Column("role", one_of(("rep", "manager", "admin"), empty="rep")),
        Column("manager_email", EMAIL, to="manager_id", refers="people", itself=True),
        Column("timezone", ZONE, to="zone"),
        Column("country"),
        Column("left_on", DATE),
        Column("week", WEEK),
    ),
    one="person",
    named=("email",),
    found_by="email",
    about="",
    person=("email", "name"),
    nowhere="nobody with this e-mail is on file or in people.csv.",
    write=write_people,
)
