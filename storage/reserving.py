"""Ids for new rows. One that a row had which is gone is nobody's again: what was sent, and the audit trail,
would mean another one by it."""

from __future__ import annotations

from sqlalchemy import Table, bindparam, func, select, text
from sqlmodel import Session

from . import tables
from .prepared import Prepared

IC, AU = tables.table(tables.ImportChange), tables.table(tables.Audit)


def reserve(session: Session, table: Table, count: int, kind: str) -> list[int]:
    """Ids for new rows of a noun of this kind, so that what refers to them can be written in the same
    round."""
    if not count:
        return []
    if session.get_bind().dialect.name == "postgresql":
        query = text("SELECT nextval(pg_get_serial_sequence(:t, 'id')) FROM generate_series(1, :n)")
        return [int(i) for i in session.execute(query, {"t": table.name, "n": count}).scalars()]
    asked = _HAD.get(table.name) or _HAD.setdefault(table.name, _had(table))
    of = {"kind": kind, "noun": table.name}
    first = max(int(query(session, **{n: of[n] for n in named})[0].last or 0) for query, named in asked) + 1
    return list(range(first, first + count))


_HAD: dict[str, list[tuple[Prepared, tuple[str, ...]]]] = {}


def _had(table: Table) -> list[tuple[Prepared, tuple[str, ...]]]:
    """The highest id that there is, and those that SQLite would give again; what each asks with."""
    highest = [
        (select(func.max(table.c.id).label("last")), ()),
        (select(func.max(IC.c.row_id).label("last")).where(IC.c.kind == bindparam("kind")), ("kind",)),
        (select(func.max(AU.c.row_id).label("last")).where(AU.c.noun == bindparam("noun")), ("noun",)),
    ]
    if table.name == "account":
        highest.append((select(func.max(AU.c.account_id).label("last")), ()))
    return [(Prepared(query), named) for query, named in highest]
