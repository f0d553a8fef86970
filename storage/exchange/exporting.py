"""Writes the files that `import` reads. A cell that a spreadsheet would run as a formula gets a guard,
which import undoes."""

from __future__ import annotations

import csv as plain_csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from defusedcsv import csv
from sqlalchemy import FromClause, literal, select
from sqlmodel import Session

from .. import workspaces
from ..private import own_folder, own_text
from . import nouns
from .cells import major
from .ids import id_given
from .noun import EXTERNAL_ID, Noun

Numbered = tuple[int, list[str]]
PAGE = 2_000
_RUNS = frozenset("@+-=|%")
"""What a cell begins with that a spreadsheet may run."""


def write(session: Session, ws: int, folder: Path) -> dict[str, int]:
    """Write every file into the folder; rows by file."""
    own_folder(folder)
    counts, secret = {}, workspaces.get(session, ws).secret
    for noun in nouns.NOUNS:
        path = folder / f"{noun.kind}.csv"
        own_text(path)
        with path.open("w", newline="", encoding="utf-8") as file:
            guarded, plain = csv.writer(file), plain_csv.writer(file)
            plain.writerow(noun.names)
            counts[noun.kind], place = 0, noun.place[EXTERNAL_ID] if noun.is_given_ids else None
            for row_id, row in rows_of(session, ws, noun):
                if place is not None and not row[place]:
                    row[place] = id_given(secret, noun, row_id)
                # the guard looks at each cell by itself, which is half of the work: few rows need it
                begins = {cell[:1] for cell in row}
                (plain if begins.isdisjoint(_RUNS) else guarded).writerow(row)
                counts[noun.kind] += 1
    return counts


def rows_of(session: Session, ws: int, noun: Noun, ids: Sequence[int] | None = None) -> Iterator[Numbered]:
    """(id, cells in the order of the noun's columns) of every row that was not undone, or of those of `ids`
    (some hundreds); of many, a page at a time is read and held."""
    if ids is None and noun.of_many:
        for page in _pages(session, ws, noun):
            yield from rows_of(session, ws, noun, page)
        return
    if noun.rows:
        yield from noun.rows(session, ws, ids)
        return
    query = _query(noun, ws)
    for row in session.execute(query if ids is None else query.where(noun.table.c.id.in_(ids))):
        yield row[0], _cells(noun, row[1:])


def _pages(session: Session, ws: int, noun: Noun) -> Iterator[list[int]]:
    """The ids of a noun's rows, some at a time."""
    last, row_id = 0, noun.table.c.id
    query = select(row_id).where(noun.table.c.workspace_id == ws).order_by(row_id).limit(PAGE)
    while page := list(session.execute(query.where(row_id > last)).scalars()):
        yield page
        last = page[-1]


def _query(noun: Noun, ws: int) -> Any:
    """The id and a value for each column; of what a column refers to the name."""
    table = noun.table
    source: FromClause = table
    where = [table.c.workspace_id == ws, *([table.c[noun.undone].is_(None)] if noun.undone else [])]
    values: list[Any] = [table.c.id]
    for column in noun.columns:
        if column.into is None:
            values.append(literal(""))
        elif column.refers:
            target = nouns.of(column.refers)
            there = target.table.alias(f"of_{column.name}")
            source = source.outerjoin(there, there.c.id == table.c[column.into])
            if column.name == noun.about and column.refers == "accounts":
                where.append(there.c.merged_into_id.is_(None))  # what stayed behind with one that was merged
            values.append(there.c[target.column[target.named[-1]].into or ""])
        else:
            values.append(table.c[column.into])
    labelled = [value.label(f"c{n}") for n, value in enumerate(values)]
    return select(*labelled).select_from(source).where(*where).order_by(table.c.id)


def _cells(noun: Noun, values: Sequence[Any]) -> list[str]:
    return [
        major(value, values[noun.place[column.currency]]) if column.currency else column.cell.show(value)
        for column, value in zip(noun.columns, values, strict=True)
    ]
