"""Importing 100,000 touches from a file against a raw sqlite3 executemany of the same rows into the same
table; and how long the longest transaction stands while a large book is imported, with people and parents."""

from __future__ import annotations

import csv
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from storage.exchange import importing

from .book import NOW, _name, a_tend, fill

ROWS, ACCOUNTS = 100_000, 2_000
LARGE, HALF_A_SECOND = 20_000, 0.5


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    tend = a_tend(folder / "import.db")
    fill(tend, ACCOUNTS)
    path = _touches(folder, ACCOUNTS)
    begun = time.process_time()
    report = importing.run(tend.worker_database, [path], NOW)
    ours = time.process_time() - begun
    assert report.files[0].new == ROWS, report
    against = min(_raw(folder / f"raw{n}.db", folder / "import.db") for n in range(3))
    yield "import of 100,000 touches", ours, against, 15
    begun = time.process_time()
    assert importing.run(tend.worker_database, [path], NOW).files[0].same == ROWS
    yield "the same file again", time.process_time() - begun, ours, 1
    tend.close()
    yield from _longest(folder)


def _longest(folder: Path) -> Iterator[tuple[str, float, float, float]]:
    tend = a_tend(folder / "large.db")
    tend.worker_database.longest = 0.0
    report = importing.run(tend.worker_database, [*_book(folder), _touches(folder, LARGE)], NOW)
    assert [f.new for f in report.files] == [LARGE // 75, LARGE, ROWS], report
    assert report.written, report.problems[:3]
    yield f"longest transaction, {LARGE:,} accounts imported", tend.worker_database.longest, HALF_A_SECOND, 1
    tend.close()


def _book(folder: Path) -> list[Path]:
    """people.csv and accounts.csv; every third account has a parent that stands below it."""
    reps = LARGE // 75
    with (folder / "people.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [
            [f"rep{n}@bench.example", f"Rep {n}", f"rep{n % 20 + 1}@bench.example"]
            for n in range(1, reps + 1)
        ]
        csv.writer(file).writerows([["email", "name", "manager_email"], *rows])
    with (folder / "accounts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["name", "owner_email", "tier", "parent", "annual_revenue", "currency", "external_id"]
        )
        for n in range(1, LARGE + 1):
            parent = _name(LARGE - n // 3) if n % 3 == 0 and n < LARGE // 2 else ""
            writer.writerow(
                [
                    _name(n),
                    f"rep{n % reps + 1}@bench.example",
                    "ABC"[n % 3] if n % 5 else "",
                    parent,
                    1000 + n,
                    "USD",
                    f"A{n}",
                ]
            )
    return [folder / "people.csv", folder / "accounts.csv"]


def _touches(folder: Path, accounts: int) -> Path:
    reps, path = accounts // 75, folder / "touches.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "account",
                "by_email",
                "at",
                "channel",
                "outcome",
                "purpose",
                "minutes",
                "sentiment",
                "note",
                "external_id",
            ]
        )
        for n in range(ROWS):
            account = n % accounts + 1
            at = (NOW - timedelta(days=1 + n // accounts * 14 + n % 13)).date()
            said = ["call", "reached", "shared_insight", 20, "happy", "the numbers of last month", f"T{n}"]
            writer.writerow([_name(account), f"rep{account % reps + 1}@bench.example", at, *said])
    return path


def _raw(target: Path, source: Path) -> float:
    """Seconds for executemany of the imported rows into an empty table of the same columns and indexes."""
    with sqlite3.connect(source) as imported:
        rows = imported.execute("SELECT * FROM touch").fetchall()
        statements = [
            r[0]
            for r in imported.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name='touch' AND sql IS NOT NULL ORDER BY type DESC"
            )
        ]
    with sqlite3.connect(target) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        for statement in statements:
            raw.execute(statement)
        raw.commit()
        begun = time.process_time()
        raw.executemany(f"INSERT INTO touch VALUES ({','.join('?' * len(rows[0]))})", rows)
        raw.commit()
        return time.process_time() - begun
