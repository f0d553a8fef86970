"""Delivering posts to many people, by the real threads and the real clock, while Slack takes 350 ms to
answer: seconds from one to the next, against Slack's limit of 300 a minute.

BENCH_FULL=1: all 5,000, which takes Slack's limit a quarter of an hour.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from sqlalchemy import update

from compose import Tend
from services import Steady
from settings import Settings
from storage import outbox, tables, workspaces

from .book import NOW, fill

ANSWERS_AFTER = 0.35  # seconds
A_MINUTE, APART = 300, 1.0  # Slack's limits: posts of a workspace, seconds between two in a channel
PEOPLE = 100
MESSAGES = 5_000 if os.environ.get("BENCH_FULL") else 75
REAL = Steady(lambda: datetime.now(UTC), time.monotonic, time.sleep)


class Slow:
    """A Slack on loopback that takes every post, and notes when it came and where to."""

    def __init__(self) -> None:
        self.came: list[tuple[float, str, str]] = []
        self.port = 0

    @contextlib.contextmanager
    def serving(self) -> Iterator[Slow]:
        loop, ready = asyncio.new_event_loop(), threading.Event()

        async def serve() -> None:
            server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
            self.port = int(server.sockets[0].getsockname()[1])
            ready.set()

        thread = threading.Thread(target=lambda: (loop.create_task(serve()), loop.run_forever()), daemon=True)
        thread.start()
        ready.wait(10)
        yield self
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1]) for line in head.lower().splitlines() if "content-length:" in line
        )
        sent, at = await reader.readexactly(length), time.monotonic()
        answer: dict[str, object] = {"ok": False, "error": "fatal_error"}  # who links people asks again
        if "/chat.postMessage " in head:
            given = json.loads(sent)
            self.came.append((at, given["channel"], given["text"]))
            answer = {"ok": True, "channel": given["channel"], "ts": f"{at:.6f}"}
        await asyncio.sleep(ANSWERS_AFTER)
        body = json.dumps(answer).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n")
        writer.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        with contextlib.suppress(OSError):
            await writer.drain()
        writer.close()


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    logging.getLogger("scheduler").setLevel(logging.ERROR)
    with Slow().serving() as slack:
        tend = _a_tend(folder / "delivering.db", slack.port)
        _enqueue(tend, MESSAGES)
        tend.start_scheduler()
        ends_at = time.monotonic() + 10 + MESSAGES * 2 * 60 / A_MINUTE
        while len(slack.came) < MESSAGES and time.monotonic() < ends_at:
            time.sleep(0.1)
        time.sleep(2 * ANSWERS_AFTER)
        tend.close()
    _none_lost_none_doubled(slack, MESSAGES)
    _never_above(slack)
    times = [at for at, _, _ in slack.came]
    apart = (times[-1] - times[0]) / (MESSAGES - 1)
    yield f"from post to post, {MESSAGES:,}, Slack answers in 350 ms", apart, 60 / A_MINUTE, 1 / 0.95


def _a_tend(path: Path, port: int) -> Tend:
    """A linked workspace of people who have spoken with us before; nobody is due anything."""
    api = f"http://127.0.0.1:{port}/api/"
    given = Settings(
        slack_bot_token="xoxb-bench",
        slack_signing_secret="bench",
        slack_api_url=api,
        database_url=f"sqlite:///{path}",
        sending=True,
    )
    tend = Tend(given, lambda: NOW, REAL)
    tend.prepare()
    with tend.database.transaction() as session:
        workspaces.bind(session, workspaces.current(session), "T1", name="Bench", bot_user_id="UBOT")
    fill(tend, PEOPLE * 75)
    P = tables.table(tables.Person)
    with tend.database.transaction() as session:
        session.execute(update(P).values(dm_channel="D" + P.c.slack_id))
        workspaces.note_synced(session, 1, REAL.instant())
    return tend


def _enqueue(tend: Tend, messages: int) -> None:
    with tend.database.transaction() as session:
        for n in range(messages):
            key, to = f"bench:{n}", n % PEOPLE + 1
            outbox.enqueue(session, 1, key, say="notice", payload={"text": key}, now=NOW, person_id=to)


def _none_lost_none_doubled(slack: Slow, messages: int) -> None:
    texts = [text for _, _, text in slack.came]
    assert len(texts) == messages, "lost or doubled"
    assert len(set(texts)) == messages, "doubled"


def _never_above(slack: Slow) -> None:
    channels: dict[str, list[float]] = defaultdict(list)
    for at, channel, _ in slack.came:
        channels[channel].append(at)
    times = [at for at, _, _ in slack.came]
    assert all(b - a >= 60 for a, b in zip(times, times[A_MINUTE:], strict=False)), "300 a minute"
    closest = min((b - a for of in channels.values() for a, b in pairwise(of)), default=APART)
    assert closest >= APART - 0.005, f"{closest:.3f} s between two in a channel"
