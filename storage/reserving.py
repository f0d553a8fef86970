"""Ids for new rows. One that a row had which is gone is nobody's again: what was sent, and the audit trail,
would mean another one by it."""

from __future__ import annotations

from sqlalchemy import Select, Table, func, select, text
from sqlmodel import Session

from . import tables

IC, AU = tables.table(tables.ImportChange), tables.table(tables.Audit)


def reserve(session: Session, table: Table, count: int, kind: str) -> list[int]:
    """Ids for new rows of a noun of this kind, so that what refers to them can be written in the same
    round."""
    if not count:
        return []
    if session.get_bind().dialect.name == "postgresql":
        query = text("SELECT nextval(pg_get_serial_sequence(:t, 'id')) FROM generate_series(1, :n)")
        return [int(i) for i in session.execute(query, {"t": table.name, "n": count}).scalars()]
    first = max(int(session.execute(query).scalar_one() or 0) for query in _had(table, kind)) + 1
    return list(range(first, first + count))


def _had(table: Table, kind: str) -> list[Select[int | None]]:
    """The highest id that there is, and those that SQLite would give again."""
    highest = [
        select(func.max(table.c.id)),
        select(func.max(IC.c.row_id)).where(IC.c.kind == kind),
        select(func.max(AU.c.row_id)).where(AU.c.noun == table.name),
    ]
    return [*highest, select(func.max(AU.c.account_id))] if table.name == "account" else highest
