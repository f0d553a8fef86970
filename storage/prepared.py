"""Queries compiled once and run on the driver: for the few reads that answer a person inside the ack.

SQLAlchemy builds, keys and looks up a statement anew for every execution, some 100 us; the driver needs 5. A
prepared query is still a Core select, written once for both databases; types are converted by SQLAlchemy's
own processors.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session

Convert = Callable[[Any], Any]


class Prepared:
    """`query` with bindparams (no IN lists); call it with a session and their values. Rows are named
    tuples by column label."""

    def __init__(self, query: Select[Any]) -> None:
        self.query = query
        self._ready: dict[str, _Ready] = {}

    def __call__(self, session: Session, **values: Any) -> list[Any]:
        dialect, driver = _driver(session)
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = _Ready(self.query, dialect)
        with closing(driver.execute(ready.sql, ready.bind(values))) as cursor:
            return ready.rows(cursor.fetchall())


def _driver(session: Session) -> tuple[Any, Any]:
    """The dialect and the driver's own connection of a session, asked for once: a session here is one
    transaction."""
    found = session.info.get("driver")
    if found is None:
        connection = session.connection()
        found = session.info["driver"] = (connection.dialect, connection.connection.dbapi_connection)
    return found


class _Ready:
    """A query compiled for one kind of database."""

    def __init__(self, query: Select[Any], dialect: Any) -> None:
        compiled = query.compile(dialect=dialect)
        self.sql = str(compiled)
        self._names: list[str] | None = list(compiled.positiontup) if compiled.positiontup else None
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._binds = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        columns = list(query.selected_columns)
        labels = [str(c.key) if str(c.key).isidentifier() else f"c{n}" for n, c in enumerate(columns)]
        self._make: Callable[[Sequence[Any]], Any] = namedtuple("Row", labels, rename=True)._make  # type: ignore[attr-defined]
        self._converts: list[tuple[int, Convert]] = [
            (n, convert)
            for n, c in enumerate(columns)
            if (convert := c.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def bind(self, values: dict[str, Any]) -> Any:
        told = {**self._fixed, **values}
        for name, convert in self._binds.items():
            told[name] = convert(told[name])
        return told if self._names is None else [told[name] for name in self._names]

    def rows(self, raw: list[Any]) -> list[Any]:
        make, found = self._make, []
        if not self._converts:
            return [make(row) for row in raw]
        for row in raw:
            cells = list(row)
            for n, convert in self._converts:
                cells[n] = convert(cells[n])
            found.append(make(cells))
        return found
