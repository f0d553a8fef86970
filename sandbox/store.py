"""What the stand-in keeps between starts: users, channels, messages, Home tabs. Its own SQLite file, plain
JSON rows."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Doc = dict[str, Any]


class Store:
    """JSON documents by (kind, place, id). `place` is the channel of a message, empty for others."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS doc (kind TEXT, place TEXT, id TEXT, json TEXT, PRIMARY KEY (kind, "
            "place, id))"
        )

    @contextmanager
    def _hold(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._db

    def put(self, kind: str, id_: str, doc: Doc, place: str = "") -> None:
        with self._hold() as db:
            db.execute("INSERT OR REPLACE INTO doc VALUES (?, ?, ?, ?)", (kind, place, id_, json.dumps(doc)))

    def get(self, kind: str, id_: str, place: str = "") -> Doc | None:
        with self._hold() as db:
            row = db.execute(
                "SELECT json FROM doc WHERE kind=? AND place=? AND id=?", (kind, place, id_)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def all(self, kind: str, place: str = "") -> list[Doc]:
        """Documents of a kind in the order of their ids."""
        with self._hold() as db:
            rows = db.execute(
                "SELECT json FROM doc WHERE kind=? AND place=? ORDER BY id", (kind, place)
            ).fetchall()
        return [json.loads(r[0]) for r in rows]

    def delete(self, kind: str, id_: str, place: str = "") -> None:
        with self._hold() as db:
            db.execute("DELETE FROM doc WHERE kind=? AND place=? AND id=?", (kind, place, id_))

    def close(self) -> None:
        with self._hold() as db:
            db.close()
