"""Writers on SQLite take turns: first come, first served within a process, whichever engine they use.

SQLite has no queue: who finds it locked asks again later and later, and with fifty at once some never find it
free. So one writer of a process at a time asks SQLite, every few milliseconds; and who writes much leaves a
gap for other processes. Waiting is by the real, steady time of this process, as SQLite's own.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy.exc import OperationalError

ASKED_EVERY = 0.003  # seconds between two tries while another process writes
# a patient writer pauses so long after writing so long: another process asks several times in it
GAP, GAP_AFTER = (0.02, 0.2)


class Turns:
    """The queue of one database file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, threading.Event]] = deque()
        self._holder: int | None = None
        self._busy_for = 0.0

    def take(self, wait_for: float) -> bool:
        """Wait for a turn; False when it did not come, or when this very thread has it and would wait for
        itself."""
        me, turn = threading.get_ident(), threading.Event()
        with self._lock:
            if self._holder is None:
                self._holder = me
                return True
            if self._holder == me:
                return False
            self._waiting.append((me, turn))
        if turn.wait(wait_for):
            return True
        with self._lock:
            if turn.is_set():  # it came just now
                return True
            self._waiting.remove((me, turn))
            return False

    def give(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._lock:
            self._holder, turn = self._waiting.popleft() if self._waiting else (None, None)
            if turn is not None:
                turn.set()

    def leave_a_gap(self, stood_for: float) -> None:
        """A patient writer, before its next turn: another process has its chance from time to time."""
        self._busy_for += stood_for
        if self._busy_for >= GAP_AFTER:
            self._busy_for = 0.0
            time.sleep(GAP)


_known: WeakValueDictionary[str, Turns] = WeakValueDictionary()
_guard = threading.Lock()


def turns_of(file: str | None) -> Turns:
    """The queue of a database file, the same for all who name it; one of its own for a database in memory."""
    if not file or file == ":memory:":
        return Turns()
    with _guard:
        return _known.setdefault(str(Path(file).resolve()), Turns())


def locked() -> OperationalError:
    """What SQLite says when it is locked."""
    return OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))


def begin_writing(raw: Any, until: float, waits_for: float) -> None:
    """BEGIN IMMEDIATE, asked for until the monotonic instant `until`; then SQLite's own waiting is as it
    was."""
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= until:
                    raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(ASKED_EVERY)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(waits_for * 1000)}")
