"""Many at once: workers on one database, logs on one account, one token many times; a worker killed, a
worker stopped."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from compose import ANSWER_THREADS, SENDERS
from rules.delivery.pacing import UNPACED
from rules.delivery.verdicts import LEASE_FOR
from sandbox.outlet import signed
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from scheduler.deliver import Deliverer
from scheduler.metronome import tick
from storage import outbox, tables
from storage.database import WORKER_WAITS_FOR, Database
from storage.exchange import importing
from tests.processes import bot, free_port, get, serving, wait_for
from tests.twin import ours
from tests.world import World

from .conftest import Size


def crowd(world: World, reps: int, each: int) -> None:
    """`reps` linked people in UTC, each with `each` overdue A accounts."""
    people = [
        {"email": f"r{n}@x.com", "name": f"Rep {n}", "role": "rep", "timezone": "UTC", "country": ""}
        for n in range(reps)
    ]
    accounts = [
        {"name": f"Co {n} {k}", "owner_email": f"r{n}@x.com", "tier": "A", "started_on": "2024-01-01"}
        for n in range(reps)
        for k in range(each)
    ]
    touches = [
        {
            "account": a["name"],
            "by_email": a["owner_email"],
            "at": str((world.now - timedelta(days=40)).date()),
        }
        for a in accounts
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

        services = replace(
            world.tend.services, transaction=databases[n].transaction, reading=databases[n].reading
        )
        deliverer = Deliverer(services, world.slack, UNPACED, chance=random.Random(n))
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
        answers.append(str(world.command(f"/log acme called, number {n}", trigger=f"each.{n}")))

    with ThreadPoolExecutor(ANSWER_THREADS) as pool:  # as many at a time as a process answers
        list(pool.map(log, range(50)))
    assert not [a for a in answers if "not stored" in a]
    touches = world.rows(tables.Touch, tables.Touch.batch != "")
    assert sorted(t.note for t in touches) == sorted(f"called, number {n}" for n in range(50))
    in_threads(50, lambda n: world.command("/log acme called, the same", trigger="one.token"))
    assert len(world.rows(tables.Touch, tables.Touch.note == "called, the same")) == 1


def test_nobody_is_refused_while_files_are_imported(world: World, size: Size):
    """A book with parents, contacts and touches comes in beside the logs of its reps; each is stored at
    its first try."""
    accounts, logs = size.of(600, 20_000), size.of(40, 300)
    world.account("Acme", last="2026-10-10")
    assert world.app
    book = [
        {
            "name": f"Co {n}",
            "owner_email": "kim@x.com",
            "tier": "ABC"[n % 3],
            "parent": f"Co {n // 2}" if n else "",
        }
        for n in range(accounts)
    ]
    touches = [
        {
            "account": f"Co {n % accounts}",
            "at": f"2026-0{1 + n % 9}-11",
            "by_email": "kim@x.com",
            "note": f"n{n}",
            "contact": f"Ann {n % 7}",
        }
        for n in range(accounts * 5)
    ]
    paths = [world.write("accounts", *book), world.write("touches", *touches)]
    reports: list[importing.Report] = []
    importer = threading.Thread(
        target=lambda: reports.append(importing.run(world.tend.worker_database, paths, world.now))
    )
    importer.start()
    answers, during = list[str](), 0
    while importer.is_alive() or len(answers) < logs:
        during += importer.is_alive()
        answers.append(str(world.command(f"/log acme called, number {len(answers)}")))
    importer.join()
    assert reports[0].written
    assert during > 3, "logged while it ran"
    assert not [a for a in answers if "Logged with Acme" not in a]
    assert len(world.rows(tables.Touch, tables.Touch.batch != "")) == len(answers)


def test_two_hundred_increments_at_once_are_two_hundred(world: World):
    """A row that is painted over counts its versions in SQL: none is lost, whoever comes at the same time."""
    patient = Database(world.tend.settings.database_url, WORKER_WAITS_FOR)

    def change(n: int) -> None:
        with patient.transaction() as session:
            outbox.refresh(session, 1, "home:1", say="home", payload={"n": n}, now=world.now, kind="home")

    in_threads(200, change)
    assert [r.version for r in world.rows(tables.Outbox, tables.Outbox.key == "home:1")] == [200]
    patient.close()


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.enable_socket
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_killed_or_stopped_is_taken_over(url: str, tmp_path: Path, end: signal.Signals, size: Size):
    """Two real workers; one ends in the middle of its work. Killed, the other sends the rest within 30 s,
    and has taken over what was under way; stopped (at full size past its lease) and continued, it sends
    nothing stale. Nothing goes out twice."""
    reps, port = size.of(60, 100), free_port()
    slack = Workspace(Store(), now)
    slack.add_users([{"name": f"Rep {n}", "email": f"r{n}@x.com", "tz": "UTC"} for n in range(reps)])
    slack.add_channel("C1", "sales")
    seeded = World(url, tmp_path)
    seeded.now = now()
    crowd(seeded, reps, 1)
    with seeded.tend.database.transaction() as session:
        session.execute(
            update(tables.table(tables.Workspace)).where(ours(tables.Workspace)).values(team_id="T0SANDBOX")
        )
        P = tables.table(tables.Person)
        session.execute(update(P).where(ours(P)).values(slack_id=None, plan_at=None, digest_at=None))
        for user in (u for u in slack.users() if not u["is_bot"]):  # they have spoken with us before
            known = {"slack_id": user["id"], "dm_channel": slack.open_im(user["id"])["id"]}
            session.execute(update(P).where(ours(P), P.c.email == user["profile"]["email"]).values(**known))
    # notices: they go out at any hour, so the test runs at any hour
    with seeded.tend.database.transaction() as session:
        people = {p.email: p.id for p in seeded.rows(tables.Person)}
        for n in range(reps):
            outbox.enqueue(
                session,
                1,
                f"notice:{n}",
                say="notice",
                payload={"text": f"message {n}"},
                now=now(),
                person_id=people[f"r{n}@x.com"],
            )
    env = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": "x",
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "DATABASE_URL": url,
        "SENDING": "on",
        "LOG_LEVEL": "WARNING",
    }

    def sent() -> Counter[str]:
        return Counter(m["text"] for c in slack.channels() if c["is_im"] for m in slack.messages(c["id"]))

    with (
        serving(Server(slack, f"http://127.0.0.1:{port}"), port),
        bot(tmp_path, "worker", WORKER_PORT=str(free_port()), **env) as first,
        bot(tmp_path, "worker", WORKER_PORT=str(free_port()), **env),
    ):
        wait_for(lambda: len(sent()) >= reps // 6, 120, "the first messages")
        os.kill(first.pid, end)
        killed_at = time.monotonic()
        # stopped in a transaction it holds its lock, as long as it stands: a stop is no death
        if end is signal.SIGSTOP:
            stands = size.of(4, 40)
            time.sleep(stands)
            os.kill(first.pid, signal.SIGCONT)
            wait_for(lambda: len(sent()) == reps, 60 + (150 if stands > LEASE_FOR else 0), "all of them")
        # but for what the first had taken up, which is looked up once it has settled
        wait_for(lambda: len(sent()) >= reps - SENDERS, 30, "the other worker to take over")
        left = tables.Outbox.state.in_(("due", "sending"))
        wait_for(
            lambda: all(r.unknown_since for r in seeded.rows(tables.Outbox, left)),
            killed_at + 30 - time.monotonic() + (stands if end is signal.SIGSTOP else 0),
            "what was under way to be taken over",
        )
        assert set(sent().values()) == {1}, "nothing twice"
    seeded.close()


@pytest.mark.enable_socket
def test_two_webs_and_two_workers_are_one_tend(url: str, tmp_path: Path):
    """Commands go to either web, twice each as Slack repeats them; every owner is told once, of each
    touch, by whichever worker."""
    owners, port = 10, free_port()
    slack = Workspace(Store(), now)
    slack.add_users([{"name": f"Rep {n}", "email": f"r{n}@x.com", "tz": "UTC"} for n in range(owners + 1)])
    seeded = World(url, tmp_path)
    seeded.now = now()
    crowd(seeded, owners + 1, 1)
    ids = {u["profile"]["email"]: u["id"] for u in slack.users()}
    with seeded.tend.database.transaction() as session:
        P = tables.table(tables.Person)
        session.execute(
            update(tables.table(tables.Workspace)).where(ours(tables.Workspace)).values(team_id="T0SANDBOX")
        )
        session.execute(update(P).where(ours(P)).values(slack_id=None, plan_at=None, digest_at=None))
        for n in range(owners + 1):
            known = {"slack_id": ids[f"r{n}@x.com"], "dm_channel": slack.open_im(ids[f"r{n}@x.com"])["id"]}
            session.execute(update(P).where(ours(P), P.c.email == f"r{n}@x.com").values(**known))
    webs = [free_port(), free_port()]
    env = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": "shh",
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "DATABASE_URL": url,
        "SENDING": "on",
        "LOG_LEVEL": "WARNING",
    }
    answers: list[str] = []

    def command(n: int) -> None:
        body = urlencode(
            {
                "command": "/log",
                "text": f"co {n % owners} 0 called, number {n}",
                "user_id": ids[f"r{owners}@x.com"],
                "team_id": "T0SANDBOX",
                "trigger_id": f"t.{n}",
                "response_url": f"http://127.0.0.1:{port}/response/1",
                "channel_id": "C1",
            }
        ).encode()
        for web in (webs[n % 2], webs[1 - n % 2]):
            headers = {**signed("shh", body), "Content-Type": "application/x-www-form-urlencoded"}
            with urllib.request.urlopen(
                urllib.request.Request(f"http://127.0.0.1:{web}/slack/events", body, headers), timeout=10
            ) as answer:
                answers.append(answer.read().decode())

    with ExitStack() as running:
        running.enter_context(serving(Server(slack, f"http://127.0.0.1:{port}"), port))
        for web in webs:
            running.enter_context(bot(tmp_path, "web", PORT=str(web), **env))
        for _ in range(2):
            running.enter_context(bot(tmp_path, "worker", WORKER_PORT=str(free_port()), **env))
        for web in webs:
            wait_for(lambda: get(f"http://127.0.0.1:{web}/readyz"), 30, "a web")  # noqa: B023 - used at once
        in_threads(4, lambda k: [command(n) for n in range(k, 20, 4)])
        assert len(answers) == 40
        assert all("Logged with Co" in a for a in answers), [a for a in answers if "Logged" not in a][:2]
        answer = (tables.Outbox.say == "told",)
        waiting = seeded.rows(tables.Outbox, *answer)
        batches = [thing["batch"] for row in waiting for thing in row.payload["things"]]
        assert (len(waiting), len(batches), len(set(batches))) == (owners, 20, 20), (
            "one message an owner, each touch once"
        )
        # on any day and at any hour: what waits for midday goes now
        with seeded.tend.database.transaction() as session:
            rows = tables.table(tables.Outbox)
            due = {
                "say": "notice",
                "payload": {"text": "Others logged touches with your accounts."},
                "due_at": now(),
            }
            session.execute(update(rows).where(ours(rows), rows.c.say == "told").values(due))
        answer = (tables.Outbox.say == "notice",)
        wait_for(
            lambda: {r.state for r in seeded.rows(tables.Outbox, *answer)} == {"sent"},
            40,
            "every owner to be told",
        )
        posted = Counter(
            m["metadata"]["event_payload"]["key"] for c in slack.channels() for m in slack.messages(c["id"])
        )
        assert len(posted) == owners
        assert set(posted.values()) == {1}
    assert len(seeded.rows(tables.Touch, tables.Touch.batch != "")) == 20
    seeded.close()
