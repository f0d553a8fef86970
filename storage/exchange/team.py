"""Who of ours is on an account's team. Somebody who left it is no row of an export; one who joined in Slack
is the row of the file that names them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlmodel import Session

from rules.facts.member import ROLES

from ..database import new_id
from ..team import TM
from .cells import EMAIL, one_of
from .known import Change, Known
from .noun import Column, Noun
from .writing import values_of


def write_team(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    """One row an account and person, whoever put them there."""
    ids = []
    for change in changes:
        if change.stands is not None:
            ids.append(change.stands)
            continue
        names = TEAM.place if change.row_id is None else change.changed
        values = values_of(known, TEAM, change.cells, names=names)
        row_id = change.row_id or _there(session, known, values)
        if row_id is None:
            row_id = new_id(session.execute(TM.insert().values(workspace_id=known.ws, **values)))
        elif values:
            again = {} if change.row_id else {"left_at": None}
            session.execute(update(TM).where(TM.c.id == row_id).values(**values, **again))
        ids.append(row_id)
    return ids


def _there(session: Session, known: Known, values: dict[str, object]) -> int | None:
    mine = (TM.c.account_id == values["account_id"], TM.c.person_id == values["person_id"])
    return session.execute(select(TM.c.id).where(TM.c.workspace_id == known.ws, *mine)).scalar()


TEAM = Noun(
    "team",
    TM,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("person_email", EMAIL, to="person_id", required=True, refers="people"),
        Column("role", one_of(ROLES)),
    ),
    one="member",
    named=("account", "person_email"),
    by="person_id",
    undone="left_at",
    write=write_team,
)
