"""A digest of a large tree is computed by the running bot while people log: nobody is refused, nothing
waits, it goes out once."""

from __future__ import annotations

import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from bench.book import fill
from sandbox.outlet import signed
from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from storage import digests, outbox, tables
from storage.database import WORKER_WAITS_FOR, Database
from tests.processes import bot, free_port, get, serving, wait_for
from tests.world import World

from .conftest import Size

LOGGING = 20


def now() -> datetime:
    return datetime.now(UTC)


def a_large_tree(url: str, folder: Path, accounts: int, touches_each: int) -> World:
    """Rep 1 manages everybody else; nothing else is due while the proof runs."""
    world = World(url, folder, [])
    world.now = now()
    fill(world.tend, accounts, touches_each)
    person, account = tables.table(tables.Person), tables.table(tables.Account)
    later = now() + timedelta(days=30)
    with world.tend.database.transaction() as session:
        session.execute(update(tables.table(tables.Workspace)).values(team_id="T0SANDBOX", sending=True))
        session.execute(update(account).values(look_at=later, reassess_at=later))
        session.execute(update(person).values(manager_id=1, plan_at=later, slack_id=None))
        session.execute(update(person).where(person.c.id == 1).values(role="manager", manager_id=None))
    return world


class Reps:
    """People who log over HTTP, read the answer, and log again half a second later."""

    def __init__(self, port: int, slack: Workspace, accounts: dict[int, str]) -> None:
        ids = {u["profile"]["email"]: u["id"] for u in slack.users()}
        self.who = {n: (ids[f"rep{n}@bench.example"], name) for n, name in accounts.items()}
        self.port, self.done = port, threading.Event()
        self.took, self.refused, self.stored = list[float](), list[str](), 0

    def log(self, n: int, number: int) -> str:
        user, account = self.who[n]
        body = urlencode(
            {
                "command": "/log",
                "text": f"{account} called, number {number}",
                "user_id": user,
                "team_id": "T0SANDBOX",
                "trigger_id": f"t.{n}.{number}",
                "response_url": "http://127.0.0.1:1/",
                "channel_id": "C1",
            }
        ).encode()
        headers = {**signed("shh", body), "Content-Type": "application/x-www-form-urlencoded"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/slack/events", body, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.read().decode())

    def work(self, n: int) -> None:
        number = 0
        while not self.done.is_set():
            since = time.monotonic()
            answer = self.log(n, number)
            self.took.append(time.monotonic() - since)
            if "Logged with" in answer:
                self.stored += 1
            else:
                self.refused.append(answer)
            number += 1
            self.done.wait(0.5)

    def during(self, work: Callable[[], None]) -> None:
        threads = [threading.Thread(target=self.work, args=(n,)) for n in self.who]
        for thread in threads:
            thread.start()
        try:
            work()
        finally:
            self.done.set()
            for thread in threads:
                thread.join()


@pytest.mark.enable_socket
def test_twenty_log_while_a_large_digest_is_computed(
    url: str, tmp_path: Path, size: Size, capsys: pytest.CaptureFixture[str]
):
    accounts, touches_each, port, door = size.of(3_000, 20_000), size.of(6, 20), free_port(), free_port()
    world = a_large_tree(url, tmp_path, accounts, touches_each=touches_each)
    slack = Workspace(Store(), now)
    numbers = range(1, LOGGING + 3)
    slack.add_users(
        [{"name": f"Rep {n}", "email": f"rep{n}@bench.example", "tz": "America/New_York"} for n in numbers]
    )
    slack.add_channel("C1", "sales")
    owned = {
        a.owner_id: a.name for a in world.rows(tables.Account, tables.Account.owner_id.in_(numbers[1:-1]))
    }  # type: ignore[attr-defined]
    env = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": "shh",
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "DATABASE_URL": url,
        "SENDING": "on",
        "LOG_LEVEL": "WARNING",
        "PORT": str(door),
    }
    sunday = now().date() - timedelta(days=now().weekday() + 1)
    beside, patient = list[float](), Database(url, WORKER_WAITS_FOR)

    def posted(text: str) -> list[str]:
        return [
            m["text"]
            for c in slack.channels()
            if c["is_im"]
            for m in slack.messages(c["id"])
            if text in m["text"]
        ]

    def digest_is_out() -> bool:
        """Meanwhile somebody who isn't logging gets a message, and another when that is there."""
        key = f"beside {len(beside)}."
        with patient.transaction() as session:
            outbox.enqueue(
                session, 1, key, say="notice", payload={"text": key}, now=now(), person_id=numbers[-1]
            )
        since = time.monotonic()
        wait_for(lambda: posted(key), 30, key)
        beside.append(time.monotonic() - since)
        return "sent" in {r.state for r in world.rows(tables.Outbox, tables.Outbox.say == "digest")}

    with serving(Server(slack, f"http://127.0.0.1:{port}"), port), bot(tmp_path, **env):
        wait_for(lambda: get(f"http://127.0.0.1:{door}/readyz"), 60, "the bot")
        wait_for(
            lambda: len(world.rows(tables.Person, tables.Person.slack_id.is_not(None))) == len(numbers),
            60,
            "the links",
        )  # type: ignore[union-attr]
        reps = Reps(door, slack, owned)
        wait_for(
            lambda: "Logged with" in reps.log(2, -1),
            30,
            "the first log of a process, which reads in what it needs",
        )
        since = time.monotonic()
        with patient.transaction() as session:
            assert digests.plan(session, 1, 1, ends_on=sunday, due_at=now(), now=now())
        reps.during(lambda: wait_for(digest_is_out, 600, "the digest"))
        took = time.monotonic() - since
    with capsys.disabled():
        sys.stdout.write(
            f"\n{accounts:,} accounts, {touches_each} touches each: digest after {took:.1f} s; {reps.stored} "
            f"logs, {len(reps.refused)} "
            f"refused, slowest answer {max(reps.took):.2f} s; {len(beside)} messages beside it, slowest "
            f"{max(beside):.1f} s\n"
        )
    assert not reps.refused, reps.refused[:2]
    assert len(world.rows(tables.Touch, tables.Touch.batch != "")) == reps.stored + 1
    row = world.rows(tables.Outbox, tables.Outbox.say == "digest")[0]
    assert (row.state, row.tries) == ("sent", 0)
    manager = next(u["id"] for u in slack.users() if u["profile"]["email"] == "rep1@bench.example")
    keys = [
        m["metadata"]["event_payload"]["key"]
        for m in slack.messages(slack.open_im(manager)["id"])
        if m.get("metadata")
    ]
    assert len(keys) == len(set(keys)), "nothing twice"
    patient.close()
    world.close()
