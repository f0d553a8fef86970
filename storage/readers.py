"""Sessions of what only reads. On SQLite one that is through rests, with its connection, for the next: making
the two costs more than many a query of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from .prepared import driver_of

REPEATABLE_READ = 3  # psycopg.IsolationLevel's; psycopg itself is imported where PostgreSQL is used
MOST_RESTING = 8


class Reader(Session):
    """Prepared queries go straight to its connection's driver, and only what asks SQLAlchemy for more pays
    for a transaction of the session's own, on the same connection."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, expire_on_commit=False)
        self.connected, self.info["driver"] = connection, driver_of(connection)
        self.driver: Any = self.info["driver"][1]

    @property
    def asked_more(self) -> bool:
        """Whether SQLAlchemy was asked, too: it keeps accounts of its own."""
        return self.in_transaction() or self.connected.in_transaction()

    def close(self) -> None:
        if self.in_transaction():
            super().close()

    def end(self) -> None:
        """Close it with its connection."""
        self.close()
        self.connected.close()


class Readers:
    """Those of one engine. `end`: how a read on PostgreSQL is ended on its driver's connection."""

    def __init__(self, engine: Engine, end: Callable[[Any], None]) -> None:
        self._engine, self._end = engine, end
        self._resting: list[Reader] = []  # taken by one step of a list, whatever the thread
        self._laying_down = Lock()  # two that come back at once must not both see the last place free

    @contextmanager
    def sqlite(self) -> Iterator[Session]:
        """One consistent view. Whose work failed, or asked SQLAlchemy for more, rests no more."""
        reader = self._resting.pop() if self._resting else Reader(self._engine.connect())
        rests = False
        try:
            begin(reader.driver)
            yield reader
            if not reader.asked_more:
                reader.driver.rollback()
                rests = self._lies_down(reader)
        finally:
            if not rests:
                reader.end()

    def _lies_down(self, reader: Reader) -> bool:
        with self._laying_down:
            if len(self._resting) >= MOST_RESTING:
                return False
            self._resting.append(reader)
        return True

    @contextmanager
    def postgres(self) -> Iterator[Session]:
        """The same; what it reads in is said to the driver, which puts it into the BEGIN that it sends
        anyway: no round trip more. It ends as the engine's owner says, not by the pool's rollback, unless
        something failed."""
        with self._engine.connect() as connection, closing(Reader(connection)) as reader:
            reader.driver.isolation_level, reader.driver.read_only = REPEATABLE_READ, True
            yield reader
            if not connection.invalidated:
                self._end(reader.driver)

    def close(self) -> None:
        while self._resting:
            self._resting.pop().end()


def begin(driver: Any) -> None:
    """A read on SQLite, with the driver alone, which costs no more than that."""
    if not driver.in_transaction:
        driver.execute("BEGIN")
