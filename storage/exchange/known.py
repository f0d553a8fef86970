"""What an import keeps while it runs: what rows may refer to, the changes to write, ids for new rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlmodel import Session

from rules.calendar import local_date
from rules.policy import Policy

from .cells import NAME
from .noun import Noun


@dataclass(slots=True)
class Known:
    """What rows may refer to, kept while an import runs: `ids` of each kind by what its rows are called,
    zones by person. `resumes`: an earlier import was cut off, so that what follows its rows is done for
    all. `free`: keys of names that accounts had and the file takes from them, so that who is called so now
    is another one. `claimed`: rows on file that rows brought are, by kind."""

    ws: int
    policy: Policy
    now: datetime
    today: date
    secret: str = ""
    erased: frozenset[str] = frozenset()
    resumes: bool = False
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    folds: dict[str, Callable[[str], str]] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    claimed: dict[str, set[int]] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    noon: dict[tuple[str, int], datetime] = field(default_factory=dict)
    keys: dict[Callable[[str], str], dict[str, str]] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, int]:
        return self.ids["people"]

    @property
    def accounts(self) -> dict[str, int]:
        return self.ids["accounts"]

    def folded(self, fold: Callable[[str], str], cell: str) -> str:
        keys = self.keys.setdefault(fold, {})
        key = keys.get(cell)
        if key is None:
            key = keys[cell] = fold(cell)
        return key

    def key(self, name: str) -> str:
        """What an account or a contact of this name is known by."""
        assert NAME.fold
        return self.folded(NAME.fold, name)

    def called(self, kind: str, cell: str) -> str:
        """What a row is known by to which a cell refers."""
        return self.folded(self.folds[kind], cell)

    def find(self, kind: str, cell: str) -> int | None:
        """The row to which a cell refers; None for an empty one."""
        return self.ids[kind].get(self.called(kind, cell)) if cell else None

    def date_of(self, person: int) -> date:
        """The date of the import where somebody is."""
        return local_date(self.now, self.zones[person])

    def left(self, session: Session, noun: Noun, changes: Sequence[Change]) -> None:
        """The accounts that changed rows leave for another one are to be computed again, too. Called
        before they are written."""
        moved = [c.row_id for c in changes if c.row_id is not None and noun.about in c.changed]
        for start in range(0, len(moved), 400):
            left = select(noun.table.c[noun.column[noun.about].into or ""]).where(
                noun.table.c.id.in_(moved[start : start + 400])
            )
            self.touched.update(session.execute(left).scalars())


@dataclass(slots=True)
class Change:
    """A row to write: `row_id` None for a new one; `cells` all cells by column, as remembered where its
    column was not brought; `changed` those that differ; `stands`: the row of ours that an export's row is,
    which stays as it is; `raw`: the cells as they were brought, with what may not come in."""

    key: str
    cells: dict[str, str]
    row_id: int | None = None
    changed: frozenset[str] = frozenset()
    stands: int | None = None
    raw: Sequence[str] = ()


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
