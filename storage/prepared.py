"""Statements compiled once and run on the driver: for the few that answer a person inside the ack.

SQLAlchemy builds, keys and looks up a statement anew for every execution, some 100 us; the driver needs 5. A
prepared statement is still Core, written once for both databases; types are converted by SQLAlchemy's own
processors.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from importlib import import_module
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Date, Insert, Select, Table, UpdateBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

Convert = Callable[[Any], Any]
VIEW = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
"""Where a read on PostgreSQL begins."""
FEW = 3  # rows that are as soon made one by one as column by column


class Prepared:
    """`query` with bindparams, a list as one that is `expanding`; call it with a session and their values.
    Rows are named tuples by column label. Compiled once for each length of its lists."""

    def __init__(self, query: Select[Any] | UpdateBase) -> None:
        self.query = query
        binds = (b for b in visitors.iterate(query) if isinstance(b, BindParameter) and b.expanding)
        self._lists = [str(b.key) for b in binds if b.required]
        self._formed = bool(self._lists)
        self._ready: dict[Any, Ready] = {}

    def __call__(self, session: Session, **values: Any) -> list[Any]:
        ready, raw = self._asked(session, values)
        return ready.rows(raw)

    def _asked(self, session: Session, values: dict[str, Any]) -> tuple[Ready, list[Any]]:
        """The statement and its rows as the driver gives them."""
        dialect, driver, connection = session.info.get("driver") or _driver(session)
        ready = self.ready(dialect, values)
        try:
            return ready, ready.fetched(ready.run(driver, ready.bind(values)))  # whole: nothing is left
        except dialect.loaded_dbapi.Error as error:
            raise failed(connection, error, ready.sql) from error

    def ready(self, dialect: Any, values: dict[str, Any]) -> Ready:
        """The statement, compiled."""
        form = (dialect.name, *self._form(values)) if self._formed else dialect.name
        ready = self._ready.get(form)
        if ready is None:
            ready = self._ready[form] = Ready(self._compiled(dialect, values), values)
        return ready

    def _compiled(self, dialect: Any, values: dict[str, Any]) -> Any:
        return self.query.compile(dialect=dialect)

    def _form(self, values: dict[str, Any]) -> Sequence[Any]:
        """What its text depends on beside the kind of database."""
        return [len(values[name]) for name in self._lists]


class PreparedMany:
    """A statement without rows of its own that is run once for each of many; call it with a session and the
    values of each."""

    def __init__(self, query: UpdateBase) -> None:
        self._each = Prepared(query)

    def __call__(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        if len(rows) < 2:
            for row in rows:
                self._each(session, **row)
            return
        dialect, driver, connection = session.info.get("driver") or _driver(session)
        ready = self._each.ready(dialect, rows[0])
        try:
            ready.run_many(driver, [ready.bind(row) for row in rows])
        except dialect.loaded_dbapi.Error as error:
            raise failed(connection, error, ready.sql) from error


class Asks:
    """Several prepared queries of one session, one after another: what they share is looked up once."""

    def __init__(self, session: Session) -> None:
        asked: tuple[Any, Any, Connection] = session.info.get("driver") or _driver(session)
        self._dialect, self._driver, self._connection = asked
        self._error = self._dialect.loaded_dbapi.Error

    def __call__(self, query: Prepared, values: dict[str, Any]) -> list[Any]:
        """As the query does."""
        ready = query.ready(self._dialect, values)
        try:
            return ready.rows(ready.fetched(ready.run(self._driver, ready.bind(values))))
        except self._error as error:
            raise failed(self._connection, error, ready.sql) from error


class Known(Prepared):
    """One whose rows are nearly always those of the last time: what `make` made of them is given again while
    they are the same, cell by cell. It is asked each time, so that it is as new as any other."""

    MOST = 256

    def __init__(self, query: Select[Any], make: Callable[[list[Any]], Any]) -> None:
        super().__init__(query)
        self._make = make
        self._made: dict[Any, tuple[list[Any], Any]] = {}

    def __call__(self, session: Session, **values: Any) -> Any:
        asked = tuple(values.values())
        ready, raw = self._asked(session, values)
        known = self._made.get((ready, *asked))
        if known is not None and known[0] == raw:
            return known[1]
        made = self._make(ready.rows(raw))
        if len(self._made) >= self.MOST:
            self._made.clear()  # one step, whatever other threads do
        self._made[ready, *asked] = raw, made
        return made


class Adding:
    """An insert into a table that numbers its rows; call it with a session and a row."""

    def __init__(self, table: Table) -> None:
        self._insert = _Insert(table.insert())

    def __call__(self, session: Session, **row: Any) -> int:
        """The row's id."""
        return int(self._insert(session, **row)[0].id)


class AddingOnce:
    """The same for a row with a unique key."""

    def __init__(self, table: Table) -> None:
        self._insert = _Once(table.insert())

    def __call__(self, session: Session, **row: Any) -> int | None:
        """The row's id; None when one with its key is there, whoever is just storing it."""
        made = self._insert(session, **row)
        return int(made[0].id) if made else None


class _Insert(Prepared):
    """Of the columns that are given or have a default."""

    def __init__(self, query: Insert) -> None:
        super().__init__(query)
        held = ((c.key, c.default) for c in query.table.columns)
        self._formed = True
        self._defaults = {key: d.arg for key, d in held if isinstance(d, ScalarElementColumnDefault)}

    def __call__(self, session: Session, **row: Any) -> list[Any]:
        return super().__call__(session, **{**self._defaults, **row})

    def _compiled(self, dialect: Any, values: dict[str, Any]) -> Any:
        return self.query.compile(dialect=dialect, column_keys=list(values))

    def _form(self, values: dict[str, Any]) -> Sequence[Any]:
        return tuple(values)


class _Once(_Insert):
    """Where a row with its key is there, none: in the words of the database that is used, the other's are not
    loaded."""

    def _compiled(self, dialect: Any, values: dict[str, Any]) -> Any:
        words = import_module(f"sqlalchemy.dialects.{dialect.name}")
        assert isinstance(self.query, UpdateBase)
        query = words.insert(self.query.table).on_conflict_do_nothing()
        return query.compile(dialect=dialect, column_keys=list(values))


class AddingMany:
    """Inserts into a table of many rows at once; call it with a session and rows that have the same columns.
    They are converted by column."""

    def __init__(self, table: Table) -> None:
        self._query = table.insert().inline()
        held = ((c.key, c.default) for c in table.columns)
        self._defaults = {key: d.arg for key, d in held if isinstance(d, ScalarElementColumnDefault)}
        self._ready: dict[Any, tuple[str, list[str], list[tuple[int, Convert]], bool]] = {}

    def __call__(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        dialect, driver, connection = session.info.get("driver") or _driver(session)
        form = (dialect.name, *rows[0])
        if form not in self._ready:
            self._ready[form] = self._compiled(dialect, rows[0])
        sql, names, converts, by_place = self._ready[form]
        lacking = {key: self._defaults[key] for key in names if key not in rows[0]}
        whole = rows if not lacking else [lacking | row for row in rows]
        values: Any = list(map(itemgetter(*names), whole))
        if converts:
            columns = list(zip(*values, strict=True))
            for place, convert in converts:
                cells = columns[place]
                each = {id(cell): cell for cell in cells}  # most rows have the same few
                made = {key: convert(cell) for key, cell in each.items()}
                columns[place] = tuple([made[id(cell)] for cell in cells])
            values = list(zip(*columns, strict=True))
        if not by_place:
            values = [dict(zip(names, row, strict=True)) for row in values]
        cursor = driver.cursor()
        try:
            cursor.executemany(sql, values)
        except dialect.loaded_dbapi.Error as error:
            raise failed(connection, error, sql) from error
        finally:
            cursor.close()

    def _compiled(self, dialect: Any, row: dict[str, Any]) -> Any:
        """The statement, its columns in order, how which of their values are converted, and whether they are
        given by place."""
        compiled = self._query.compile(dialect=dialect, column_keys=list({**self._defaults, **row}))
        names = list(compiled.positiontup or compiled.binds)
        kinds = [(n, compiled.binds[name].type) for n, name in enumerate(names)]
        converts = [
            (n, convert)
            for n, kind in kinds
            if (convert := kind.dialect_impl(dialect).bind_processor(dialect)) is not None
        ]
        return str(compiled), names, converts, compiled.positiontup is not None


def driver_of(connection: Connection) -> tuple[Any, Any, Connection]:
    """The dialect, the driver's own connection, and SQLAlchemy's, which has to know when that is gone."""
    return connection.dialect, connection.connection.dbapi_connection, connection


def _driver(session: Session) -> tuple[Any, Any, Connection]:
    """Those of a session, asked for once: a session here is one transaction."""
    asked = session.info["driver"] = driver_of(session.connection())
    return asked


def kind_of(session: Session) -> str:
    """sqlite or postgresql."""
    return str((session.info.get("driver") or _driver(session))[0].name)


def failed(connection: Connection, error: Exception, sql: str) -> Exception:
    """The driver's error as SQLAlchemy raises it; a connection that is gone is let go of. PostgreSQL takes
    nothing more in a failed transaction: a read's is ended and another begun; a write's is for its session
    to roll back, as after any statement that failed."""
    dialect, gone = connection.dialect, False
    if not connection.invalidated:
        raw: Any = connection.connection.dbapi_connection
        gone = dialect.is_disconnect(error, raw, None)  # type: ignore[arg-type]
        if gone:
            connection.invalidate(error)
        elif dialect.name != "sqlite" and not connection.get_execution_options().get("writes"):
            had_a_view = raw.autocommit and raw.pgconn.transaction_status
            raw.rollback()
            if had_a_view:
                raw.execute(VIEW)
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
    if isinstance(of, Date) and dialect.name == "sqlite":
        return _day
    return of.dialect_impl(dialect).result_processor(dialect, None)


def row_of(columns: Sequence[Any]) -> Callable[[Sequence[Any]], Any]:
    """What makes a named tuple of the cells of a row."""
    labels = [str(c.key) if str(c.key).isidentifier() else f"c{n}" for n, c in enumerate(columns)]
    # as its _make does, without a step of the interpreter a row
    return partial(tuple.__new__, namedtuple("Row", labels, rename=True))


def _binder(of: TypeEngine[Any], dialect: Any) -> Convert | None:
    """What makes of a value what the driver takes; None where it takes that already."""
    if isinstance(of, UTCDateTime) and dialect.name == "sqlite":
        return _stored
    return of.dialect_impl(dialect).bind_processor(dialect)


def _stored(at: datetime | None) -> str | None:
    """An instant as SQLAlchemy's two processors store it, in a fifth of their time."""
    if at is None:
        return None
    if at.utcoffset() is None:
        raise ValueError("an instant without its zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=16_384)
def _day(stored: str) -> date:
    """A date of SQLite's text. They come again: of many rows each is held once."""
    return date.fromisoformat(stored)


def _instant(stored: str) -> datetime:
    """An instant as SQLAlchemy's two processors make it of SQLite's text, in a sixth of their time."""
    return datetime.fromisoformat(stored + "+00:00")


def _run(sql: str, driver: Any, bound: Any) -> Any:
    return driver.execute(sql, bound)


def _run_many(sql: str, driver: Any, bound: Any) -> None:
    driver.executemany(sql, bound).close()


_PLACE = re.compile(r"%\((\w+)\)s|%%")


def _numbered(sql: str) -> tuple[Callable[[Any, Any], Any], Callable[[Any, Any], None], list[str]]:
    """What runs a statement, what runs it for many rows, in PostgreSQL's own form, with $1 for the first
    name: psycopg would look for its places anew, each time, in one as long as that of a card."""
    from psycopg import RawCursor

    names: list[str] = []

    def numbered(place: re.Match[str]) -> str:
        if place[1] is None:
            return "%"
        if place[1] not in names:
            names.append(place[1])
        return f"${names.index(place[1]) + 1}"

    text = _PLACE.sub(numbered, sql).encode()
    return (
        lambda driver, bound: RawCursor(driver).execute(text, bound),
        lambda driver, bound: RawCursor(driver).executemany(text, bound),
        names,
    )


class Ready:
    """A statement compiled for one kind of database and the lengths of its lists."""

    def __init__(self, compiled: Any, values: dict[str, Any]) -> None:
        query, dialect = compiled.statement, compiled.dialect
        whole = compiled.construct_expanded_state({**compiled.params, **values})
        self.sql = whole.statement
        self._names = list(whole.positiontup or ())
        self.run: Callable[[Any, Any], Any] = partial(_run, self.sql)
        self.run_many: Callable[[Any, Any], None] = partial(_run_many, self.sql)
        if dialect.name != "sqlite":
            self.run, self.run_many, self._names = _numbered(self.sql)
        self._lists: dict[str, list[str]] = dict(whole.parameter_expansion)
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._binds = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := _binder(bind.type, dialect)) is not None
        }
        plain = not (self._fixed or self._binds or self._lists)
        # what most statements of a card have: one value that needs no converting
        self._only = self._names[0] if len(self._names) == 1 and plain else None
        self._gives_id = bool(getattr(compiled, "postfetch_lastrowid", False))  # SQLite, beside its rows
        columns = list(query.selected_columns) if query.is_select else list(compiled.effective_returning)
        self._gives_rows = bool(columns)
        columns = [query.table.autoincrement_column] if self._gives_id else columns
        self._make = row_of(columns)
        converts = ((n, _converter(c.type, dialect)) for n, c in enumerate(columns))
        self._converts = [(n, convert) for n, convert in converts if convert is not None]

    def bind(self, values: dict[str, Any]) -> Any:
        if self._only is not None:
            return (values[self._only],)
        bound = {**self._fixed, **values} if self._fixed or self._binds or self._lists else values
        for name, convert in self._binds.items():
            value = bound[name]
            bound[name] = [convert(v) for v in value] if name in self._lists else convert(value)
        for name, each in self._lists.items():
            bound.update(zip(each, bound[name], strict=True))
        return [bound[name] for name in self._names]

    def fetched(self, cursor: Any) -> list[Any]:
        if self._gives_rows:
            rows: list[Any] = cursor.fetchall()
            return rows
        return [(cursor.lastrowid,)] if self._gives_id and cursor.rowcount > 0 else []

    def rows(self, raw: list[Any]) -> list[Any]:
        if not self._converts:
            return list(map(self._make, raw))
        if len(raw) > FEW:
            columns: list[Sequence[Any]] = list(zip(*raw, strict=True))
            for n, convert in self._converts:
                columns[n] = [None if cell is None else convert(cell) for cell in columns[n]]
            return list(map(self._make, zip(*columns, strict=True)))
        made = []  # one by one: what many a query of one account gives
        for row in raw:
            cells = list(row)
            for n, convert in self._converts:
                if cells[n] is not None:
                    cells[n] = convert(cells[n])
            made.append(self._make(cells))
        return made
