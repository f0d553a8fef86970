"""Writes rows of any noun that has no writer of its own: new ones are inserted, changed ones get only the
cells that changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from .. import served
from ..reserving import reserve
from .cells import as_minor
from .known import Change, Known, insert
from .noun import Noun


def write_rows(session: Session, known: Known, noun: Noun, changes: Sequence[Change]) -> list[int]:
    """Ids of the rows, in the order of the changes. The accounts that they are about are to be computed
    again."""
    count = sum(c.row_id is None and c.stands is None for c in changes)
    fresh = iter(reserve(session, noun.table, count, noun.kind))
    stored, new, ids = _currencies(session, noun, changes), list[dict[str, Any]](), list[int]()
    if noun.about:
        known.left(session, noun, changes)
    for change in changes:
        if change.stands is not None:
            ids.append(change.stands)
            continue
        names = noun.place if change.row_id is None else with_amounts(noun, change.changed)
        values = values_of(known, noun, change.cells, names=names, stored=stored.get(change.row_id or 0, ""))
        account = known.find("accounts", change.cells[noun.about]) if noun.about else None
        if account is not None:
            known.touched.add(account)
        if noun.by in values and values[noun.by] is None and account is not None:
            values[noun.by] = known.owners[account]
        if change.row_id is None:
            values |= {"id": next(fresh), "workspace_id": known.ws}
            new.append({**(noun.fresh(known, values) if noun.fresh else {}), **values})
        elif values:
            session.execute(update(noun.table).where(noun.table.c.id == change.row_id).values(**values))
        ids.append(change.row_id or values["id"])
        _is_called(known, noun, change, row_id=ids[-1])
    insert(session, noun.table, new)
    known.made = {row["id"]: row for row in new}
    return ids


def _is_called(known: Known, noun: Noun, change: Change, row_id: int) -> None:
    """Others may refer to it from now on."""
    if noun.found_by:
        known.ids[noun.kind][known.called(noun.kind, change.cells[noun.named[-1]])] = row_id


def values_of(
    known: Known, noun: Noun, cells: dict[str, str], names: Collection[str], stored: str = ""
) -> dict[str, Any]:
    """The values of a row that some of its cells give, by the table's columns. An amount without a
    currency is in the one that is `stored`, else in the workspace's."""
    values: dict[str, Any] = {}
    for column in noun.columns:
        if column.into is None or column.refers == noun.kind or column.name not in names:
            continue
        cell = cells[column.name]
        if column.refers:
            values[column.into] = known.find(column.refers, cell)
        elif column.currency:
            currency = cells[column.currency].upper() or (stored or known.policy.currency if cell else "")
            values |= {
                column.into: as_minor(cell, currency),
                noun.column[column.currency].into or "": currency,
            }
        elif column.noon:
            on = column.cell.value(cell)
            values[column.into] = on and known.noon(on, _author(known, noun, cells))
        elif column.name not in noun.currencies:
            values[column.into] = column.cell.value(cell)
        if noun.found_by and column.name == noun.named[-1]:
            values[noun.found_by] = known.called(noun.kind, cell)
    return values


def _author(known: Known, noun: Noun, cells: dict[str, str]) -> int:
    """Who wrote a row: whom it says, else whoever owns its account."""
    says = next(c for c in noun.columns if c.into == noun.by)
    by = known.find(says.refers, cells[says.name])
    return by if by is not None else known.owners[known.accounts[known.key(cells[noun.about])]]


def with_amounts(noun: Noun, changed: Collection[str]) -> frozenset[str]:
    """The columns that changed, and the amounts whose currency did: they are read anew, their digits
    differ."""
    return frozenset(changed) | {c.name for c in noun.amounts if c.currency in changed}


def _currencies(session: Session, noun: Noun, changes: Sequence[Change]) -> dict[int, str]:
    """What rows are stored in whose currency the file still doesn't name, by row: the setting may have
    changed since."""
    currencies: dict[int, str] = {}
    for column in noun.amounts[:1]:
        named = column.currency
        same = [
            c.row_id
            for c in changes
            if c.row_id is not None and not c.cells[named] and named not in c.changed
        ]
        currency = noun.table.c[noun.column[named].into or ""]
        for start in range(0, len(same), 400):
            query = select(noun.table.c.id, currency).where(noun.table.c.id.in_(same[start : start + 400]))
            currencies.update({row_id: code for row_id, code in session.execute(query)})
    return currencies


def link(session: Session, changes: Sequence[Change], known: Known, noun: Noun) -> None:
    """What rows refer to among their own kind (managers, parents) may stand below them: set once every row
    is there."""
    for change in changes:
        if known.merged(noun, change) is not None:
            continue
        row_id = known.find(noun.kind, change.cells[noun.named[-1]])
        for column in noun.later:
            cell = change.cells[column.name]
            if column.into and (column.name in change.changed or (change.row_id is None and cell)):
                other = known.find(noun.kind, cell)
                value = {column.into: other if other != row_id or column.itself else None}
                if noun.kind == "accounts":  # the one that it belonged to no longer brings what it does
                    known.touched.update(served.parents(session, known.ws, [row_id] if row_id else []))
                session.execute(update(noun.table).where(noun.table.c.id == row_id).values(**value))
