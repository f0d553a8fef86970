"""What the tables declare, asked of all of them: texts and whose they are (storage/tables/written.py), and
whom rows refer to.

Nothing here names a table of a fact: a table that is added is erased, read out and kept for a while by what
it says itself. Asked when one of these is done, never by a request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Table, Text, cast, func, or_, select
from sqlmodel import Session

from rules.names import normalise

from .. import tables
from ..tables import METADATA
from ..tables.written import Whose, Written, written_in

C = tables.table(tables.Contact)
Declared = dict[str, tuple[Column[Any], Written]]


class Said(NamedTuple):
    """A text of people that is on file: where, about which account, and its value, a text or JSON."""

    table: Table
    column: str
    row_id: int
    account_id: int | None
    value: Any


def tables_with(*whose: Whose) -> Iterator[tuple[Table, Declared]]:
    """Every table with columns of such texts, and these by name."""
    for table in METADATA.sorted_tables:
        if columns := written_in(table, *whose):
            yield table, columns


def contacts_by(session: Session, ws: int, email: str) -> list[Any]:
    """Everybody of an address among the contacts; who is on file twice since accounts were merged is so with
    both rows."""
    there = [
        r.id
        for r in session.execute(select(C.c.id).where(C.c.workspace_id == ws, func.lower(C.c.email) == email))
    ]
    ids: set[int] = set()
    while set(there) - ids:
        ids |= set(there)
        same = select(C.c.id, C.c.same_as_id).where(C.c.workspace_id == ws)
        rows = session.execute(same.where(or_(C.c.id.in_(ids), C.c.same_as_id.in_(ids)))).all()
        there = [i for r in rows for i in (r.id, r.same_as_id) if i is not None]
    return list(session.execute(select(C).where(C.c.id.in_(ids)).order_by(C.c.id)).all())


def of_workspace(table: Table, ws: int) -> ColumnElement[bool]:
    """The rows of one workspace; of workspaces itself the one."""
    return (table.c.workspace_id if "workspace_id" in table.c else table.c.id) == ws


def references(to: str) -> Iterator[Column[Any]]:
    """Columns that refer to a table's rows by their id, those of whoever refers to others first."""
    for table in reversed(METADATA.sorted_tables):
        yield from (c for c in table.columns if any(f.target_fullname == f"{to}.id" for f in c.foreign_keys))


def naming_a_person(table: Table) -> list[Column[Any]]:
    """Columns that name a person of ours: by reference, or as the author of a text beside it."""
    authors = {w.by for _, w in written_in(table, Whose.SAID).values()}
    return [
        c
        for c in table.columns
        if c.name in authors or any(f.target_fullname == "person.id" for f in c.foreign_keys)
    ]


def forms(words: Iterable[str]) -> frozenset[str]:
    """How a text, or JSON, that names one of these may be found: by the longest word of each, whatever its
    case."""
    tries = set[str]()
    for word in words:
        longest = word if "@" in word else max(word.split() or [word], key=len)
        for form in (
            longest,
            longest.lower(),
            longest.upper(),
            longest.title(),
            normalise(longest) or longest,
        ):
            tries |= {form, json.dumps(form)[1:-1]}
    return frozenset(tries)


def holding(column: Column[Any], words: Iterable[str]) -> ColumnElement[bool]:
    """Rows whose text, or JSON, may name one of these."""
    return or_(*(cast(column, Text).icontains(form, autoescape=True) for form in sorted(forms(words))))


def texts_of(session: Session, ws: int, words: Sequence[str]) -> Iterator[Said]:
    """Every text of people that may name one of these."""
    tries = [form.lower() for form in forms(words)]
    for table, columns in tables_with(Whose.SAID):
        accounts = {
            w.account: table.c[w.account].label(f"of_{w.account}") for _, w in columns.values() if w.account
        }
        asked = [table.c.id, *(c for c, _ in columns.values()), *accounts.values()]
        there = or_(*(holding(c, words) for c, _ in columns.values()))
        for row in (
            session.execute(select(*asked).where(of_workspace(table, ws), there).order_by(table.c.id))
            .mappings()
            .all()
        ):
            for name, (column, written) in columns.items():
                value = row[column]
                text = (value if isinstance(value, str) else json.dumps(value)).lower()
                if any(form in text for form in tries):
                    account = row[accounts[written.account]] if written.account else None
                    yield Said(table, name, row[table.c.id], account_id=account, value=value)
