"""Sessions of what only reads. One that is through rests, with its connection, for the next: making the two
costs more than many a query of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from .alive import is_there
from .prepared import VIEW, driver_of, failed

MOST_RESTING = 8
"""And of few connections no more than half of those that are kept: the others are for who writes."""
_COMMAND_OK, _IN_TRANSACTION = 1, 2  # psycopg.pq.ExecStatus and TransactionStatus


class Reader(Session):
    """Prepared queries go straight to its connection's driver, and only what asks SQLAlchemy for more pays
    for a transaction of the session's own, on the same connection."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, expire_on_commit=False)
        self.connected, self.info["driver"] = connection, driver_of(connection)
        self.driver: Any = self.info["driver"][1]
        self.rests_since = 0.0

    @property
    def asked_more(self) -> bool:
        """Whether SQLAlchemy was asked, too: it keeps accounts of its own, and lets go of a connection that
        broke."""
        mine = self.connected
        return self.in_transaction() or mine.in_transaction() or mine.invalidated

    def is_there(self) -> bool:
        """Whether it may be used again after its rest."""
        return True

    def see(self) -> None:
        """One view from here on."""
        begin(self.driver)

    def over(self) -> None:
        """The view is over."""
        self.driver.rollback()

    def close(self) -> None:
        if self.in_transaction():
            super().close()

    def end(self) -> None:
        """Close it with its connection."""
        self.close()
        self.connected.close()


class PostgresReader(Reader):
    """It says itself where its view begins and ends, in the driver's own tongue: by the driver's methods each
    costs as much as a query. Without a view no transaction is begun at all."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.driver.autocommit = True

    def is_there(self) -> bool:
        if is_there(self.driver, time.monotonic() - self.rests_since):
            return True
        self.connected.invalidate()
        return False

    def see(self) -> None:
        self._say(VIEW)

    def over(self) -> None:
        if self.driver.pgconn.transaction_status:
            self._say(b"ROLLBACK")

    def close(self) -> None:
        """What SQLAlchemy was asked ends as we end it, too: at a rollback of its own the driver forgets which
        statements it has prepared, and the server plans them all anew."""
        if not self.connected.invalidated and self.driver.pgconn.transaction_status == _IN_TRANSACTION:
            self._say(b"ROLLBACK")
        super().close()

    def _say(self, words: bytes) -> None:
        try:
            if self.driver.pgconn.exec_(words).status != _COMMAND_OK:
                self.driver.execute(words)  # says what is wrong
        except self.connected.dialect.loaded_dbapi.Error as error:
            raise failed(self.connected, error, words.decode()) from error


class Readers:
    """Those of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._make = Reader if engine.dialect.name == "sqlite" else PostgresReader
        self._most = max(1, min(MOST_RESTING, engine.pool.size() // 2))  # type: ignore[attr-defined]
        self._resting: list[Reader] = []  # taken by one step of a list, whatever the thread
        self._laying_down = Lock()  # two that come back at once must not both see the last place free

    @contextmanager
    def __call__(self, view: bool = True) -> Iterator[Session]:
        """One consistent view; without a `view`, what stands when each question is asked. Whose work failed,
        or asked SQLAlchemy for more, rests no more."""
        reader = self._rested() or self._make(self._engine.connect())
        rests = False
        try:
            if view:
                reader.see()
            yield reader
            if not reader.asked_more:
                if view:
                    reader.over()
                rests = self._lies_down(reader)
        finally:
            if not rests:
                reader.end()

    def _rested(self) -> Reader | None:
        while reader := self._taken():
            if reader.is_there():
                return reader
            reader.end()
        return None

    def _taken(self) -> Reader | None:
        try:
            return self._resting.pop()
        except IndexError:
            return None

    def _lies_down(self, reader: Reader) -> bool:
        reader.rests_since = time.monotonic()
        with self._laying_down:
            if len(self._resting) >= self._most:
                return False
            self._resting.append(reader)
        return True

    def close(self) -> None:
        while reader := self._taken():
            reader.end()


def begin(driver: Any) -> None:
    """A read on SQLite, with the driver alone, which costs no more than that."""
    if not driver.in_transaction:
        driver.execute("BEGIN")
