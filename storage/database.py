"""The engine, and the ways to use it: `transaction()` to write, `reading()` to read, `trying()` to see what
would be written. The only place that commits."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlmodel import Session

from . import schema
from .alive import is_there
from .private import own_file
from .readers import Readers
from .readers import begin as begin_reading
from .turns import begin_writing, locked, turns_of

# the database was locked, full or gone, or the connection broke
StorageError = (OperationalError, InternalError)
Transaction = Callable[[], AbstractContextManager[Session]]


class Reading(Protocol):
    """`Database.reading`."""

    def __call__(self, view: bool = True) -> AbstractContextManager[Session]: ...


HANDLER_WAITS_FOR = 1.5  # seconds for a lock, then the person is answered
WORKER_WAITS_FOR = 60.0
WORKER_STANDS_FOR = 20.0  # seconds that a stopped worker may hold its locks
# PostgreSQL's machine vanished: seconds and tries until a connection is given up; the address may say
# otherwise
GONE_AFTER = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
MAPPED = 1 << 30
"""Bytes of SQLite's file that are read where the system holds them anyway, without a copy of each page: a
connection's own pages are stale as soon as anybody has written. For whoever answers one account after the
other: what goes through whole tables would hold the file, as far as a system counts that."""
KNOWN = "use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."


class Unusable(Exception):
    """The database cannot be used; the message says what to do."""


class Database:
    """An engine on SQLite or PostgreSQL. `waits_for`: seconds a write waits for another one's lock;
    `stands_for`: seconds after which PostgreSQL ends a transaction whose process has stopped in it (0: as
    the server says); `connections`: how many it keeps, and as many again while all are in use; `mapped`:
    whether SQLite's file is (MAPPED). Raises Unusable for an address of neither."""

    def __init__(
        self,
        url: str,
        waits_for: float = HANDLER_WAITS_FOR,
        stands_for: float = 0.0,
        connections: int = 20,
        mapped: bool = False,
    ) -> None:
        self.url = address(url)
        self.is_sqlite = self.url.startswith("sqlite")
        options: dict[str, Any] = {
            "hide_parameters": True,
            "pool_size": connections,
            "max_overflow": connections,
        }
        if self.is_sqlite:
            options["connect_args"] = {"timeout": waits_for, "check_same_thread": False}
        else:
            options["connect_args"] = {k: v for k, v in GONE_AFTER.items() if f"{k}=" not in self.url}
        try:
            self.engine = create_engine(self.url, **options)
        except (ArgumentError, ValueError, TypeError):
            raise Unusable("DATABASE_URL has an option behind its ? that can't be used.") from None
        self.trouble = ""
        """Why the last write failed, when storage was to blame; empty again once one succeeds."""
        self.longest = 0.0
        """Seconds that the longest write transaction stood, from its beginning to its commit."""
        self._writer = self.engine.execution_options(writes=True)
        self._readers = Readers(self.engine)
        self._waits_for, self._mine = waits_for, threading.local()
        self._turns = turns_of(self.engine.url.database) if self.is_sqlite else None
        if self.is_sqlite:
            _prepare_sqlite(self.engine, self._begin_writing, MAPPED if mapped else 0)
        else:
            _prepare_postgres(self.engine, waits_for, stands_for)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A write transaction (BEGIN IMMEDIATE on SQLite): commits at the end, rolls back when anything is
        raised."""
        try:
            with self._turn(), Session(self._writer, expire_on_commit=False) as session:
                session.connection()
                begun = time.monotonic()
                yield session
                session.commit()
                self._mine.stood_for = time.monotonic() - begun
        except StorageError as error:
            self.trouble = type(error.orig or error).__name__ if may_have_run(error) else "locked"
            raise
        self.longest = max(self.longest, self.stood_for)
        self.trouble = ""

    @contextmanager
    def trying(self) -> Iterator[Session]:
        """A write transaction of which nothing stays: what would be written is seen inside it alone."""
        with self._turn(), Session(self._writer, expire_on_commit=False) as session:
            session.connection()
            begun = time.monotonic()
            try:
                yield session
            finally:
                session.rollback()
                self._mine.stood_for = time.monotonic() - begun

    @property
    def stood_for(self) -> float:
        """Seconds that this thread's last write transaction stood."""
        return float(getattr(self._mine, "stood_for", 0.0))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """On SQLite, this thread's turn to write; what is left of the wait is for other processes."""
        if self._turns is None:
            yield
            return
        if self._waits_for > HANDLER_WAITS_FOR:
            self._turns.leave_a_gap(self.stood_for)
        self._mine.stood_for, self._mine.until = 0.0, time.monotonic() + self._waits_for
        if not self._turns.take(self._waits_for):
            raise locked()
        try:
            yield
        finally:
            self._turns.give()
            del self._mine.until

    def _begin_writing(self, raw: Any) -> None:
        begin_writing(raw, getattr(self._mine, "until", time.monotonic() + self._waits_for), self._waits_for)

    def reading(self, view: bool = True) -> AbstractContextManager[Session]:
        """One consistent view; nothing is written. Without a `view` each question is answered by what stands
        then: for whoever asks one, it is the same."""
        return self._readers(view)

    def compact(self) -> None:
        """Give back the space of what was deleted, and with it the text that stood there."""
        if not self.is_sqlite:
            with create_engine(self.url, isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql("VACUUM")
            return
        with closing(
            sqlite3.connect(str(self.engine.url.database), timeout=WORKER_WAITS_FOR, isolation_level=None)
        ) as raw:
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._readers.close()
        self.engine.dispose()

    def migrate(self) -> None:
        """Bring the schema to this version: create it when empty, refuse one that is newer or corrupt."""
        self.refuse_unusable()
        with self._writer.begin() as connection:
            schema.bring(connection, self.url)

    def refuse_unusable(self) -> None:
        """Raises Unusable for a database that is damaged, can't be opened, or was written by a newer
        version."""
        try:
            with self.engine.connect() as connection:
                if self.is_sqlite and connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
                    raise Unusable("The database is damaged. Restore a backup: python bot.py restore FILE.")
                newer = schema.newer(connection)
        except DatabaseError as error:
            raise Unusable(why_unusable(error)) from error
        if newer:
            raise Unusable(
                f"The database was written by a newer version ({newer}). Update Tend, or restore an older "
                "backup."
            )

    @property
    def is_there(self) -> bool:
        """Whether there is a file of it; on PostgreSQL the server says that. Looking makes none, as
        opening it would."""
        return not self.is_sqlite or not self._lacks_only_the_file

    @property
    def _lacks_only_the_file(self) -> bool:
        file = Path(str(self.engine.url.database))
        return not file.exists() and file.parent.is_dir()

    @property
    def is_current(self) -> bool:
        """Whether the schema is this version's."""
        with self.engine.connect() as connection:
            return schema.is_current(connection)


def address(url: str) -> str:
    """`postgres://` and `postgresql://` mean psycopg 3. Raises Unusable, without the address: a password
    can stand in it."""
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    try:
        parts = make_url(url)
        name = parts.drivername
    except (ArgumentError, ValueError):
        raise Unusable(f"DATABASE_URL is no address of a database; {KNOWN}") from None
    if name not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise Unusable(f"DATABASE_URL names {name}, which Tend does not know; {KNOWN}")
    in_memory = not parts.database or ":memory:" in parts.database or parts.query.get("mode") == "memory"
    if name.startswith("sqlite") and in_memory:
        raise Unusable(f"DATABASE_URL names a database in memory, which would be gone with each end; {KNOWN}")
    return url


def _prepare_sqlite(engine: Engine, begin_writing: Callable[[Any], None], mapped: int) -> None:
    @event.listens_for(engine, "do_connect")
    def before(dialect: Any, record: Any, arguments: Any, named: Any) -> None:
        own_file(engine.url.database)

    @event.listens_for(engine, "connect")
    def connect(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute(f"PRAGMA mmap_size={mapped}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if connection.get_execution_options().get("writes"):
            begin_writing(connection.connection.dbapi_connection)
        else:
            begin_reading(connection.connection.dbapi_connection)


def _prepare_postgres(engine: Engine, waits_for: float, stands_for: float) -> None:
    @event.listens_for(engine, "connect")
    def connect(raw: Any, _: Any) -> None:
        with raw.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(waits_for * 1000)}")
            if stands_for:
                cursor.execute(f"SET idle_in_transaction_session_timeout = {int(stands_for * 1000)}")
            cursor.execute("SET timezone = 'UTC'")
        raw.commit()

    @event.listens_for(engine, "checkin")
    def checkin(raw: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()
        if raw is not None and not raw.closed and raw.autocommit:  # whoever has it next may write
            raw.autocommit = False

    @event.listens_for(engine, "checkout")
    def checkout(raw: Any, record: Any, _: Any) -> None:
        rests_since = record.info.get("rests_since")
        if rests_since is not None and not is_there(raw, time.monotonic() - rests_since):
            raise DisconnectionError  # the pool opens it anew


def may_have_run(error: DBAPIError) -> bool:
    """Whether a transaction that failed so may have been committed all the same; one that waited for a
    lock in vain was not."""
    said = str(error.orig)
    return "locked" not in said and "lock timeout" not in said


def why_unusable(error: SQLAlchemyError | sqlite3.Error) -> str:
    """What is wrong with the database and what to do, as a sentence without statements or values."""
    by_driver = error.orig if isinstance(error, DBAPIError) else error
    said = str(by_driver).strip() or type(by_driver).__name__
    if isinstance(error, (DataError, IntegrityError)) or (
        error is by_driver and isinstance(error, SQLAlchemyError)
    ):
        said = type(error).__name__  # their text quotes what was to be stored
    if "not a database" in said or "malformed" in said:
        return "The database file is damaged or no database. Restore a backup: python bot.py restore FILE."
    if "unable to open database file" in said:
        return (
            "The database's file can't be opened: its folder is missing, or not ours to write in. "
            "DATABASE_URL names it."
        )
    return f"The database can't be used: {said.splitlines()[0].rstrip('.')}."


def describe(url: str) -> str:
    """The database's address without its password, for messages."""
    return make_url(address(url)).render_as_string(hide_password=True)


def new_id(result: Any) -> int:
    """The id of the row that an insert made."""
    return int(result.inserted_primary_key[0])
