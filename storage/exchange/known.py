"""What an import keeps while it runs: what rows may refer to, the changes to write, ids for new rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from rules.calendar import at_local, local_date
from rules.policy import Policy

from ..prepared import AddingMany
from .cells import NAME
from .noun import Noun


@dataclass(slots=True)
class Known:
    """What rows may refer to, kept while an import runs: `ids` of each kind by what its rows are called,
    zones by person. `resumes`: an earlier import was cut off, so that what follows its rows is done for all.
    `went`: accounts that were merged, and where they are now; `former`: what they were called, by key.
    `free`: keys of names that accounts had and the file takes from them, so that who is called so now is
    another one. `claimed`: rows on file that rows brought are, by kind; `brought`: keys of rows that a file
    brought, by kind. Of a `run` that can be undone: `by` whom (None: the command line), what it has `done`
    before it was cut off, contacts `added` because a row named them, and `keep`, called before a row on file
    is changed that was not known to be meant (recording.py); `imported_at`, when one that is undone was
    imported."""

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
    went: dict[int, int] = field(default_factory=dict)
    former: dict[str, int] = field(default_factory=dict)
    claimed: dict[str, set[int]] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    asks: set[int] = field(default_factory=set)
    """Owners to whom it gave accounts."""
    touched: set[int] = field(default_factory=set)
    noons: dict[tuple[date, int], datetime] = field(default_factory=dict)
    keys: dict[Callable[[str], str], dict[str, str]] = field(default_factory=dict)
    run: int | None = None
    by: int | None = None
    goes_on: bool = False
    """Whether the run did anything before."""
    done: dict[str, dict[int, bool]] = field(default_factory=dict)
    made: dict[int, dict[str, Any]] = field(default_factory=dict)
    """New rows of a noun of which there are many, as a chunk wrote them, by id."""
    brought: dict[str, set[str]] = field(default_factory=dict)
    imported_at: datetime | None = None
    added: list[int] = field(default_factory=list)
    keep: Callable[[int], None] = lambda row_id: None

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

    def merged(self, noun: Noun, change: Change) -> int | None:
        """The account that a row is about which was merged into another; None for every other row."""
        if noun.kind != "accounts":
            return None
        if change.row_id is not None:
            return change.row_id if change.row_id in self.went else None
        return self.former.get(self.key(change.cells["name"]))

    @property
    def alike(self) -> dict[int, list[int]]:
        """Accounts with those that went into each."""
        there: dict[int, list[int]] = {}
        for gone, stays in self.went.items():
            there.setdefault(stays, []).append(gone)
        return there

    def date_of(self, person: int) -> date:
        """The date of the import where somebody is."""
        return local_date(self.now, self.zones[person])

    def noon(self, on: date, person: int) -> datetime:
        """Noon of a day where somebody is, which is the same date in every zone nearby."""
        at = self.noons.get((on, person))
        if at is None:
            at = self.noons[on, person] = at_local(on, time(12), self.zones[person])
        return at

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


def insert(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows that have all the same columns."""
    if rows:
        adding = _ADDING.get(table) or _ADDING.setdefault(table, AddingMany(table))
        adding(session, rows)


_ADDING: dict[Table, AddingMany] = {}
