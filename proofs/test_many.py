"""Many at once: workers on one database, logs on one account, one token many times; a worker killed, a worker stopped."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.pacing import UNPACED
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from scheduler.deliver import Deliverer
from scheduler.metronome import tick
from storage import tables
from storage.database import WORKER_WAITS_FOR, Database
from tests.processes import bot, free_port, serving, wait_for
from tests.world import World

from .conftest import Size


def crowd(world: World, reps: int, each: int) -> None:
    """`reps` linked people in UTC, each with `each` overdue A accounts."""
    people = [{"email": f"r{n}@x.com", "name": f"Rep {n}", "role": "rep", "timezone": "UTC", "country": ""} for n in range(reps)]
    accounts = [
        {"name": f"Co {n} {k}", "owner_email": f"r{n}@x.com", "tier": "A", "started_on": "2024-01-01"}
        for n in range(reps)
        for k in range(each)
    ]
    touches = [
        {"account": a["name"], "by_email": a["owner_email"], "at": str((world.now - timedelta(days=40)).date())} for a in accounts
    ]
    world.people(*people)
    report = world.load(world.write("accounts", *accounts), world.write("touches", *touches))
    assert not report.problems


def in_threads(count: int, work: Any) -> None:
    wrong: list[BaseException] = []

    def run(n: int) -> None:
        try:
            work(n)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong, wrong[:3]


def test_four_workers_send_exactly_what_was_planned(world: World, size: Size):
    reps = size.of(20, 100)
    crowd(world, reps, 20)
    databases = [Database(world.tend.settings.database_url, WORKER_WAITS_FOR) for _ in range(4)]

    def work(n: int) -> None:
        from dataclasses import replace

        services = replace(world.tend.services, transaction=databases[n].transaction, reading=databases[n].reading)
        deliverer = Deliverer(services, world.slack, UNPACED, random.Random(n))
        for _ in range(6):
            tick(services)
            deliverer.run()

    in_threads(4, work)
    channels = Counter(m["channel"] for m in world.slack.posted)
    assert (len(channels), set(channels.values())) == (reps, {1})
    rows = world.rows(tables.Outbox)
    assert Counter(r.state for r in rows) == {"sent": reps}
    assert all(r.payload["waiting"] == 15 for r in rows)
    assert len(world.rows(tables.Nudge)) == reps * 5
    for database in databases:
        database.close()


def test_fifty_logs_at_once_are_fifty_touches_and_one_token_is_one(world: World):
    world.account("Acme", last="2026-10-10")
    assert world.app
    answers: list[str] = []

    def log(n: int) -> None:
        for _ in range(40):  # a lock is waited for 1.5 s, then the person types it again: with the same words, one more try
            told = str(world.command(f"/log acme called, number {n}", trigger=f"each.{n}"))
            if "not stored" not in told:
                answers.append(told)
                return

    in_threads(50, log)
    touches = world.rows(tables.Touch, tables.Touch.batch != "")
    assert sorted(t.note for t in touches) == sorted(f"called, number {n}" for n in range(50))
    in_threads(50, lambda n: world.command("/log acme called, the same", trigger="one.token"))
    assert len(world.rows(tables.Touch, tables.Touch.note == "called, the same")) == 1


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.enable_socket
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_killed_or_stopped_is_taken_over(url: str, tmp_path: Path, end: signal.Signals, size: Size):
    """Two real workers; one ends in the middle of its work. Killed, the other sends the rest within 30 s; stopped for a while
    and continued, it sends nothing stale. Nothing goes out twice."""
    reps, port = size.of(30, 200), free_port()
    slack = Workspace(Store(), now)
    slack.add_users([{"name": f"Rep {n}", "email": f"r{n}@x.com", "tz": "UTC"} for n in range(reps)])
    slack.add_channel("C1", "sales")
    seeded = World(url, tmp_path)
    seeded.now = now()
    crowd(seeded, reps, 1)
    with seeded.tend.database.transaction() as session:
        from sqlalchemy import update

        session.execute(update(tables.table(tables.Workspace)).values(team_id="T0SANDBOX"))
        session.execute(update(tables.table(tables.Person)).values(slack_id=None, plan_at=None, digest_at=None))
    with seeded.tend.database.transaction() as session:  # notices: they go out at any hour, so the test runs at any hour
        from storage import outbox

        people = {p.email: p.id for p in seeded.rows(tables.Person)}
        for n in range(reps):
            outbox.enqueue(session, 1, f"notice:{n}", "notice", {"text": f"message {n}"}, now(), person_id=people[f"r{n}@x.com"])
    env = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_SIGNING_SECRET": "x", "SLACK_API_URL": f"http://127.0.0.1:{port}/api/", "DATABASE_URL": url, "SENDING": "on",
           "LOG_LEVEL": "WARNING"}  # fmt: skip

    def sent() -> Counter[str]:
        return Counter(m["text"] for c in slack.channels() if c["is_im"] for m in slack.messages(c["id"]))

    with (
        serving(Server(slack, f"http://127.0.0.1:{port}"), port),
        bot(tmp_path, "worker", WORKER_PORT=str(free_port()), **env) as first,
        bot(tmp_path, "worker", WORKER_PORT=str(free_port()), **env),
    ):
        wait_for(lambda: len(sent()) >= reps // 6, 60, "the first messages")
        os.kill(first.pid, end)
        if end is signal.SIGSTOP:  # stopped in a transaction it holds its lock, as long as it stands: a stop is no death
            time.sleep(4)
            os.kill(first.pid, signal.SIGCONT)
            wait_for(lambda: len(sent()) == reps, 60, "all of them")
        wait_for(lambda: len(sent()) >= reps - 1, 30, "the other worker to take over")
        assert set(sent().values()) == {1}, "nothing twice"
    seeded.close()
