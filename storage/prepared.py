"""Queries compiled once and run on the driver: for the few reads that answer a person inside the ack.

SQLAlchemy builds, keys and looks up a statement anew for every execution, some 100 us; the driver needs 5. A
prepared query is still a Core select, written once for both databases; types are converted by SQLAlchemy's
own processors.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

Convert = Callable[[Any], Any]


class Prepared:
    """`query` with bindparams (no IN lists); call it with a session and their values. Rows are named
    tuples by column label."""

    def __init__(self, query: Select[Any]) -> None:
        self.query = query
        self._ready: dict[str, _Ready] = {}

    def __call__(self, session: Session, **values: Any) -> list[Any]:
        dialect, driver, connection = session.info.get("driver") or _driver(session)
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = _Ready(self.query, dialect)
        try:
            cursor = driver.execute(ready.sql, ready.bind(values))
            raw = cursor.fetchall()
            cursor.close()
        except dialect.loaded_dbapi.Error as error:
            raise _failed(connection, error, ready.sql) from error
        return ready.rows(raw)


def driver_of(connection: Connection) -> tuple[Any, Any, Connection]:
    """The dialect, the driver's own connection, and SQLAlchemy's, which has to know when that is gone."""
    return connection.dialect, connection.connection.dbapi_connection, connection


def _driver(session: Session) -> tuple[Any, Any, Connection]:
    """Those of a session, asked for once: a session here is one transaction."""
    asked = session.info["driver"] = driver_of(session.connection())
    return asked


def _failed(connection: Connection, error: Exception, sql: str) -> Exception:
    """The driver's error as SQLAlchemy raises it; a connection that is gone is let go of. PostgreSQL takes
    nothing more in a failed transaction: a read's is ended, and its next question begins another; a write's
    is for its session to roll back, as after any statement that failed."""
    dialect, gone = connection.dialect, False
    if not connection.invalidated:
        raw: Any = connection.connection.dbapi_connection
        gone = dialect.is_disconnect(error, raw, None)  # type: ignore[arg-type]
        if gone:
            connection.invalidate(error)
        elif dialect.name != "sqlite" and not connection.get_execution_options().get("writes"):
            raw.rollback()
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )


def _converter(of: TypeEngine[Any], dialect: Any) -> Convert | None:
    """What makes a value of a column's type of what the driver gives; None where it gives that already."""
    if isinstance(of, UTCDateTime) and dialect.name == "sqlite":
        return _instant
    return of.dialect_impl(dialect).result_processor(dialect, None)


def _instant(stored: str | None) -> datetime | None:
    """An instant as SQLAlchemy's two processors make it of SQLite's text, in a sixth of their time."""
    return None if stored is None else datetime.fromisoformat(stored + "+00:00")


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
        converts = ((n, _converter(c.type, dialect)) for n, c in enumerate(columns))
        self._converts = [(n, convert) for n, convert in converts if convert is not None]

    def bind(self, values: dict[str, Any]) -> Any:
        bound = {**self._fixed, **values} if self._fixed else values
        for name, convert in self._binds.items():
            bound[name] = convert(bound[name])
        return bound if self._names is None else [bound[name] for name in self._names]

    def rows(self, raw: list[Any]) -> list[Any]:
        if self._converts:
            raw = [list(cells) for cells in raw]
            for n, convert in self._converts:
                for cells in raw:
                    cells[n] = convert(cells[n])
        return list(map(self._make, raw))
