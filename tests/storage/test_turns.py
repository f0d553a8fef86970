"""Writers on SQLite take turns, fairly, across the engines of a process; other processes find a gap."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage import turns
from storage.database import HANDLER_WAITS_FOR, WORKER_WAITS_FOR, Database, may_have_run
from storage.turns import Turns, turns_of

from ..processes import wait_for

pytestmark = pytest.mark.sqlite_only


def test_the_first_to_come_is_the_first_served():
    queue, order = Turns(), list[int]()
    assert queue.take(0)

    def wait(n: int) -> None:
        assert queue.take(30)
        order.append(n)
        queue.give()

    threads = [threading.Thread(target=wait, args=(n,)) for n in range(20)]
    for n, thread in enumerate(threads):
        thread.start()
        wait_for(lambda n=n: len(queue._waiting) == n + 1, 10, "to stand in the queue")
    queue.give()
    for thread in threads:
        thread.join()
    assert order == list(range(20))


def test_who_waits_in_vain_leaves_the_queue_and_nobody_waits_for_themselves():
    queue = Turns()
    assert queue.take(0)
    assert not queue.take(60), "this thread has the turn"
    seen: list[bool] = []
    thread = threading.Thread(target=lambda: seen.append(queue.take(0.01)))
    thread.start()
    thread.join()
    assert (seen, len(queue._waiting)) == ([False], 0)
    queue.give()
    assert queue.take(0)


def test_one_file_has_one_queue(url: str, tmp_path: Path):
    file = url.removeprefix("sqlite:///")
    first, second = turns_of(file), turns_of(str(tmp_path / ".." / tmp_path.name / Path(file).name))
    assert first is second
    assert turns_of(":memory:") is not turns_of(":memory:")


def test_a_transaction_in_another_is_told_so_at_once(url: str):
    outer, inner = Database(url, 60), Database(url)
    begun = time.monotonic()
    with outer.transaction(), pytest.raises(OperationalError, match="locked") as answer, inner.transaction():
        pass
    assert not may_have_run(answer.value)
    assert (inner.trouble, time.monotonic() - begun < 30) == ("locked", True)
    with inner.transaction() as session:
        session.execute(text("UPDATE outbox SET tries = 0"))
    assert inner.trouble == ""


def test_fifty_writers_of_two_engines_all_write(url: str):
    handlers, worker = Database(url), Database(url, 60)

    def write(n: int) -> None:
        with (worker if n % 5 == 0 else handlers).transaction() as session:
            session.execute(text("INSERT INTO erased (workspace_id, mark) VALUES (1, :n)"), {"n": str(n)})

    with handlers.transaction() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(
            text(
                "INSERT INTO workspace (id, name, bot_user_id, secret, sending, policy, held_why, "
                "created_at) "
                "VALUES (1, '', '', 'x', 0, '{}', '', '2026-11-18')"
            )
        )
    threads = [threading.Thread(target=write, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with handlers.reading() as session:
        assert session.execute(text("SELECT count(*) FROM erased")).scalar_one() == 50


HOG = """
import sys, time
from sqlalchemy import text
from storage.database import Database
database, end = Database(sys.argv[1], 60), time.monotonic() + 60
print("begun", flush=True)
while time.monotonic() < end:
    with database.transaction() as session:
        session.execute(text("UPDATE outbox SET tries = 0"))
        time.sleep(0.2)
"""


def test_a_patient_writer_rests_after_writing_for_long_and_a_handler_never_does(
    monkeypatch: pytest.MonkeyPatch, url: str
):
    """Beside the real process below, which on an idle machine finds its chance without a gap, too."""
    slept = list[float]()
    monkeypatch.setattr(turns.time, "sleep", slept.append)
    for patience, rests in ((WORKER_WAITS_FOR, [turns.GAP]), (HANDLER_WAITS_FOR, [])):
        database = Database(url, patience)
        for _ in range(3):
            with database.transaction():
                pass
            database._mine.stood_for = turns.GAP_AFTER / 2  # as if each had written for long
        with database.transaction():
            pass
        database.close()
        assert slept == rests
        slept.clear()


def test_a_process_that_writes_all_the_time_leaves_gaps(url: str):
    """Ten handlers' transactions in a row, each within its own wait, beside another process that never
    stops writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOG, url], text=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        database = Database(url)
        for _ in range(10):
            with database.transaction() as session:
                session.execute(text("UPDATE outbox SET tries = 0"))
    finally:
        process.kill()
        process.wait()


def test_another_process_is_waited_for_as_long_as_said(url: str):
    database = Database(url, 0.05)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"), database.transaction():
            pass
        other.execute("ROLLBACK")
    with database.transaction() as session:
        assert session.execute(text("PRAGMA busy_timeout")).scalar_one() == 50, "as it was"
    assert turns.ASKED_EVERY * 3 < turns.GAP


def test_the_commit_reaches_the_disk(url: str):
    """A power cut loses nothing that was answered: each commit is written through (2 is FULL)."""
    for database in (Database(url), Database(url, 60)):
        with database.transaction() as session:
            assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2
