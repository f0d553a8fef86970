"""Importing 100,000 touches from a file against a raw sqlite3 executemany of the same rows into the same table."""

from __future__ import annotations

import csv
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from storage import importing

from .book import NOW, a_tend, fill

ROWS, ACCOUNTS = 100_000, 2_000


def measure(folder: Path, median_of: Callable[[Callable[[], object], int], float]) -> Iterator[tuple[str, float, float, float]]:
    tend = a_tend(folder / "import.db")
    fill(tend, ACCOUNTS)
    path = folder / "touches.csv"
    _write(tend, path)
    begun = time.perf_counter()
    report = importing.run(tend.worker_database.transaction, [path], NOW)
    ours = time.perf_counter() - begun
    assert report.files[0].new == ROWS, report
    against = min(_raw(folder / f"raw{n}.db", folder / "import.db") for n in range(3))
    yield "import of 100,000 touches", ours, against, 15
    begun = time.perf_counter()
    assert importing.run(tend.worker_database.transaction, [path], NOW).files[0].same == ROWS
    yield "the same file again", time.perf_counter() - begun, ours, 1
    tend.close()


def _write(tend: object, path: Path) -> None:
    from .book import _name

    reps = ACCOUNTS // 75
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["account", "by_email", "at", "channel", "outcome", "purpose", "minutes", "sentiment", "note", "external_id"]
        )
        for n in range(ROWS):
            account = n % ACCOUNTS + 1
            at = (NOW - timedelta(days=1 + n // ACCOUNTS * 14 + n % 13)).date()
            writer.writerow(
                [
                    _name(account),
                    f"rep{account % reps + 1}@bench.example",
                    at,
                    "call",
                    "reached",
                    "shared_insight",
                    20,
                    "happy",
                    "the numbers of last month",
                    f"T{n}",
                ]
            )


def _raw(target: Path, source: Path) -> float:
    """Seconds for executemany of the imported rows into an empty table of the same columns and indexes."""
    with sqlite3.connect(source) as imported:
        rows = imported.execute("SELECT * FROM touch").fetchall()
        statements = [
            r[0]
            for r in imported.execute("SELECT sql FROM sqlite_master WHERE tbl_name='touch' AND sql IS NOT NULL ORDER BY type DESC")
        ]
    with sqlite3.connect(target) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        for statement in statements:
            raw.execute(statement)
        raw.commit()
        begun = time.perf_counter()
        raw.executemany(f"INSERT INTO touch VALUES ({','.join('?' * len(rows[0]))})", rows)
        raw.commit()
        return time.perf_counter() - begun
