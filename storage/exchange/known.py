"""What an import keeps while it runs: what rows may refer to, the changes to write, ids for new rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlmodel import Session

from rules.calendar import local_date
from rules.names import normalise
from rules.policy import Policy

from .. import tables
from .files import COLUMNS

SEPARATOR = "\x1f"


def remembered(kind: str, cells: str) -> list[str]:
    """The cells that were remembered of a file's row, one for each column. A separator that once stood in a cell (it is taken
    out of files since) counts to the note."""
    told, width = cells.split(SEPARATOR), len(COLUMNS[kind])
    if len(told) == width:
        return told
    if len(told) > width and "note" in COLUMNS[kind]:
        note, end = COLUMNS[kind].index("note"), len(told) - width + 1
        return [*told[:note], " ".join(told[note : note + end]), *told[note + end :]]
    return [*told, *[""] * width][:width]


@dataclass(slots=True)
class Known:
    """What rows may refer to, kept while an import runs: ids by e-mail and by account key, zones by person. `resumes`: an
    earlier import was cut off, so that what follows its rows is done for all. `free`: keys of names that accounts had and the
    file takes from them, so that who is called so now is another one. `claimed`: contacts on file that rows of the file are."""

    ws: int
    policy: Policy
    now: datetime
    today: date
    secret: str = ""
    erased: frozenset[str] = frozenset()
    resumes: bool = False
    people: dict[str, int] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    claimed: set[int] = field(default_factory=set)
    owners: dict[int, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    noon: dict[tuple[str, int], datetime] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str:
        found = self.keys.get(name)
        if found is None:
            found = self.keys[name] = normalise(name)
        return found

    def date_of(self, person: int) -> date:
        """The date of the import where somebody is."""
        return local_date(self.now, self.zones[person])

    def left(self, session: Session, table: Table, changes: Sequence[Change]) -> None:
        """The accounts that changed rows leave for another one are to be computed again, too. Called before they are written."""
        moved = [c.row_id for c in changes if c.row_id is not None and "account" in c.changed]
        for start in range(0, len(moved), 400):
            left = select(table.c.account_id).where(table.c.id.in_(moved[start : start + 400]))
            self.touched.update(session.execute(left).scalars())


@dataclass(slots=True)
class Change:
    """A row to write: `row_id` None for a new one; `cells` all cells by column, as remembered where the file lacks the column;
    `changed` those that differ; `stands`: the row of ours that an export's row is, which stays as it is."""

    key: str
    cells: dict[str, str]
    row_id: int | None = None
    changed: frozenset[str] = frozenset()
    noted: bool = False
    """The file's row has a note; one that is older than notes are kept is in no cell."""
    stands: int | None = None


def reserve(session: Session, table: Table, count: int) -> list[int]:
    """Ids for new rows, so that what refers to them can be written in the same round."""
    if session.get_bind().dialect.name == "postgresql":
        query = text("SELECT nextval(pg_get_serial_sequence(:t, 'id')) FROM generate_series(1, :n)")
        return [int(i) for i in session.execute(query, {"t": table.name, "n": count}).scalars()]
    first = session.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one() + 1
    return list(range(first, first + count))


def insert(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(table.insert(), rows)


IMPORTED = tables.table(tables.ImportRow)
