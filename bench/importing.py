"""Files in and out, by processor time: touches imported by `python bot.py import`, and exported, against a
raw sqlite3 executemany of the same rows into the same table; what such a process holds at most; and how long
the longest transaction stands while a large book is imported, with people and parents. `BENCH_FULL=1`:
1,000,000 touches of 20,000 accounts, else a tenth of both."""

from __future__ import annotations

import csv
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from storage.exchange import importing

from .book import NOW, _name, a_tend, fill

FULL = bool(os.environ.get("BENCH_FULL"))
ROWS, ACCOUNTS = (1_000_000, 20_000) if FULL else (100_000, 2_000)
LARGE, HALF_A_SECOND = 20_000, 0.5
ROOT = Path(__file__).parents[1]
COMMAND = (
    "import time; from commands import cli; cli(standalone_mode=False); "
    "held = [row for row in open('/proc/self/status') if row.startswith('VmHWM')]; "
    "print(time.process_time(), held[0].split()[1])"
)
"""getrusage would say what this process held when it made that one, if that was more."""
HEADINGS = [
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


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    database = folder / "import.db"
    tend = a_tend(database)
    fill(tend, ACCOUNTS)
    tend.close()
    path = _touches(folder, ACCOUNTS, ROWS)
    ours, held = _run(database, "import", str(path))
    against = min(_raw(folder / "raw.db", database) for _ in range(3))
    said = f"{ROWS:,} touches"
    yield f"import of {said}", ours, against, 15
    yield f"memory at most while {said} are imported", held, 200.0, 1
    again, _ = _run(database, "import", str(path))
    yield "the same file again", again, ours, 0.5
    out, held = _run(database, "export", str(folder / "out"))
    yield f"export of {said}", out, against, 5
    yield f"memory at most while {said} are exported", held, 200.0, 1
    shutil.rmtree(folder / "out")
    yield from _longest(folder)


def _run(database: Path, *words: str) -> tuple[float, float]:
    """A command's processor seconds, with its start, and the most MB that it held."""
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    ended = subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    seconds, kilobytes = ended.stdout.splitlines()[-1].split()
    return float(seconds), float(kilobytes) / 1024


def _longest(folder: Path) -> Iterator[tuple[str, float, float, float]]:
    tend = a_tend(folder / "large.db")
    tend.worker_database.longest = 0.0
    gc.collect()
    gc.freeze()  # what the other parts left is walked through in no transaction of this one
    report = importing.run(tend.worker_database, [*_book(folder), _touches(folder, LARGE, 100_000)], NOW)
    assert [f.new for f in report.files] == [LARGE // 75, LARGE, 100_000], report
    assert report.written, report.problems[:3]
    yield f"longest transaction, {LARGE:,} accounts imported", tend.worker_database.longest, HALF_A_SECOND, 1
    gc.unfreeze()
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


def _touches(folder: Path, accounts: int, rows: int) -> Path:
    reps, path = accounts // 75, folder / "touches.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for n in range(rows):
            account = n % accounts + 1
            at = (NOW - timedelta(days=1 + n // accounts * 14 + n % 13)).date()
            said = ["call", "reached", "shared_insight", 20, "happy", "the numbers of last month", f"T{n}"]
            writer.writerow([_name(account), f"rep{account % reps + 1}@bench.example", at, *said])
    return path


def _raw(target: Path, source: Path) -> float:
    """Processor seconds for executemany of the imported rows into an empty table of the same columns and
    indexes."""
    with sqlite3.connect(source) as imported, sqlite3.connect(target) as raw:
        statements = imported.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name='touch' AND sql IS NOT NULL ORDER BY type DESC"
        )
        raw.execute("PRAGMA journal_mode=WAL")
        for (statement,) in statements:
            raw.execute(statement)
        raw.commit()
        seconds, rows = 0.0, imported.execute("SELECT * FROM touch")
        while some := rows.fetchmany(50_000):
            begun = time.process_time()
            raw.executemany(f"INSERT INTO touch VALUES ({','.join('?' * len(some[0]))})", some)
            seconds += time.process_time() - begun
        begun = time.process_time()
        raw.commit()
        seconds += time.process_time() - begun
    target.unlink()
    return seconds
