"""Backups taken while people log and messages go out: each is whole, and after its restore nothing is sent
twice. The embedded database."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from storage import backup, tables
from tests.processes import wait_for
from tests.world import World

MANY = 100


@pytest.mark.sqlite_only
def test_a_hundred_backups_under_load(world: World, tmp_path: Path):
    for n in range(20):
        world.account(f"Acme {n}", owner=("dana@x.com", "kim@x.com")[n % 2], last="2026-10-10")
    assert world.app
    done, logged = threading.Event(), [0]

    def log() -> None:
        while not done.is_set():
            answer = str(
                world.command(
                    f"/log acme {logged[0] % 20} called, number {logged[0]}",
                    by="UKIM",
                    trigger=f"t.{logged[0]}",
                )
            )
            logged[0] += "Logged with" in answer

    def deliver() -> None:
        while not done.is_set():
            world.tick()
            world.deliver()

    busy = [threading.Thread(target=work) for work in (log, deliver)]
    for thread in busy:
        thread.start()
    for n in range(MANY):
        wait_for(lambda: logged[0] > n, what="the next touch")  # noqa: B023 - used at once
        backup.backup(world.tend.database, tmp_path / f"{n}.db")
    done.set()
    for thread in busy:
        thread.join(30)
    assert logged[0] >= MANY, "there was load"
    posted, counts = len(world.slack.posted), []
    for n in range(MANY):
        url = f"sqlite:///{tmp_path / 'restored.db'}"
        backup.restore(url, tmp_path / f"{n}.db")
        with closing(sqlite3.connect(tmp_path / "restored.db")) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)], n
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == [], n
            touches, keys = (
                raw.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
                for what in ("touch WHERE batch != ''", "processed WHERE key LIKE 'log:%'")
            )
            assert touches == keys, "a touch and its key are one transaction"
            counts.append(touches)
        if n % 5 == 0:
            _nothing_twice(world, url, tmp_path)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    assert len(world.slack.posted) >= posted


def _nothing_twice(world: World, url: str, folder: Path) -> None:
    restored = World(url, folder, world.slack.users)
    restored.slack, restored.now, restored.time.at = world.slack, world.now, world.time.at
    with restored.tend.database.transaction() as session:
        backup.reconcile_all(session, 1, restored.time.at, now=restored.now)
    for _ in range(4):
        restored.tick()
        restored.deliver()
        restored.time.pass_for(200)
    keys = Counter(m["metadata"]["event_payload"]["key"] for m in world.slack.posted)
    assert set(keys.values()) == {1}
    left = restored.rows(
        tables.Outbox, tables.Outbox.state.in_(("due", "sending")), tables.Outbox.kind == "post"
    )
    assert not [row for row in left if row.due_at <= restored.now], "what is told at midday waits for it"
    restored.close()
