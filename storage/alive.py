"""Whether a connection to PostgreSQL that rested is still one. Asking the server before each use is a round
trip; a server that ends or is killed says so on the connection, where the system tells it at once. Only who
rested for long, or was told something, is asked."""

from __future__ import annotations

import select
from typing import Any

LONG = 30.0  # seconds after which a machine between may have forgotten the connection without a word
_TUPLES_OK = 2  # psycopg.pq.ExecStatus; psycopg itself is imported where PostgreSQL is used


def is_there(driver: Any, rested_for: float) -> bool:
    """Of a connection without a transaction, `rested_for` seconds after its last use."""
    if driver.closed:
        return False
    heard = select.poll()
    heard.register(driver.fileno(), select.POLLIN)
    if rested_for < LONG and not heard.poll(0):
        return True
    return bool(driver.pgconn.exec_(b"SELECT 1").status == _TUPLES_OK)
