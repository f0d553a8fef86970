"""A read whose database breaks under it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database


@contextmanager
def breaking(database: Database, reading: Session) -> Iterator[None]:
    """PostgreSQL ends the connection of a session that reads, as when it stops; SQLite fails what it is
    asked meanwhile."""
    bound: Any = reading.get_bind()
    driver = bound.connection.dbapi_connection
    if not database.is_sqlite:
        with database.transaction() as other:
            ends = text("SELECT pg_terminate_backend(:pid, 5000)")
            other.execute(ends, {"pid": driver.info.backend_pid})
        yield
        return
    driver.set_progress_handler(lambda: 1, 1)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)
