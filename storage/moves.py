"""The rows that go along in a merge, kept one by one: by what the tables declare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, RowMapping, Table, UniqueConstraint, exists, insert, select, update
from sqlmodel import Session

from . import tables
from .merged import MV
from .privacy.declared import references
from .records import A

IR, HO = tables.table(tables.ImportRow), tables.table(tables.Handoff)


Row = Mapping[str, Any] | RowMapping


MANY = 400


@dataclass
class Moves:
    """The rows that moved, kept once all of them have."""

    session: Session
    ws: int
    merge_id: int
    now: datetime
    rows: list[dict[str, Any]] = field(default_factory=list)

    def move(self, column: Column[Any], gone: int, to: int, *where: Any) -> None:
        """Every row that refers to the one by this column refers to the other."""
        table, mine = column.table, (column == gone, column.table.c.workspace_id == self.ws, *where)
        there = self.session.execute(select(table).where(*mine)).all()
        if not there:
            return
        self.session.execute(update(table).where(*mine).values({column.name: to}))
        names = list(table.c.keys())
        at, key = names.index(column.name), names.index(key_of(table, column).name)
        for row in there:
            mark = "" if table is A else mark_of((*row[:at], to, *row[at + 1 :]))
            self.kept(table, column.name, row[key], gone, mark)

    def kept(self, table: Table, column: str, row_id: int, was: int, mark: str = "") -> None:
        named = {"workspace_id": self.ws, "merge_id": self.merge_id, "noun": table.name, "column": column}
        self.rows.append({**named, "row_id": row_id, "was_id": was, "mark": mark})

    def keep(self) -> None:
        if self.rows:
            self.session.execute(insert(MV), self.rows)


def key_of(table: Table, column: Column[Any]) -> Column[Any]:
    """What a row is known by beside a column of its own key."""
    return next(c for c in table.primary_key.columns if c is not column)


def mark_of(row: Sequence[Any]) -> str:
    """What a row holds, in a few signs: whether somebody changed it since is all that is asked."""
    return hashlib.sha1(repr(tuple(row)).encode(), usedforsecurity=False).hexdigest()[:12]


def moving() -> Iterable[Column[Any]]:
    """The columns whose rows go along."""
    return (c for c in references("account") if c.info.get("merged") != "stays")


def uniques(column: Column[Any]) -> list[UniqueConstraint]:
    there = (c for c in column.table.constraints if isinstance(c, UniqueConstraint))
    return [c for c in there if column.name in c.columns]


def not_there_yet(unique: UniqueConstraint, column: Column[Any], stays: int) -> Any:
    """What may be there once an account and is there already stays behind."""
    other = column.table.alias("other")
    same = (other.c[c.name] == column.table.c[c.name] for c in unique.columns if c.name != column.name)
    return ~exists().where(other.c[column.name] == stays, *same)
