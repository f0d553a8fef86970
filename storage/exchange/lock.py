"""One import at a time: a lock that ends with the process that holds it, however it ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from ..database import Database, Unusable
from ..private import own_file

_NUMBER = 7_363_646  # ours among PostgreSQL's advisory locks of this database
BUSY = "Another import is running. Nothing was read; run this one again when it is through."


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Nobody else imports meanwhile. Raises Unusable at once while somebody does."""
    with _on_file(database) if database.is_sqlite else _on_server(database):
        yield


@contextmanager
def _on_file(database: Database) -> Iterator[None]:
    """A lock of the system on a file beside the database, which stays there empty."""
    if database.engine.url.database in {None, "", ":memory:"}:  # one process has it alone
        yield
        return
    path = f"{database.engine.url.database}-import"
    own_file(path)
    with open(path, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(BUSY) from None
        yield


@contextmanager
def _on_server(database: Database) -> Iterator[None]:
    """A lock of the connection, in no transaction, so that the server ends it with the connection alone."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": _NUMBER}).scalar():
            raise Unusable(BUSY)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _NUMBER})
