"""Many at once, over HTTP, against one process: `/account acme` from 64 connections beside a bare ack of the
same card behind the same server, 300 at once, and lines stored from 16.

The servers are processes of their own (`python -m bench.at_once WHICH FILE PORT`); the load is one thread of
this one, and its requests are signed before. Processor time tells more than the clock on a busy machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from handlers.answers import IN_TIME
from sandbox.outlet import signed
from serving import Serving, listen

from .book import a_tend, fill, names_of
from .lookup import _bare, _signed, command, line_of
from .process import ROOT, _port

CONNECTIONS, BURST, LOGGING = 64, 300, 16
ACCOUNTS = 10_000
FULL = bool(os.environ.get("BENCH_FULL"))
LOOKS, LINES, ROUNDS = (3_000, 2_000, 5) if FULL else (600, 320, 3)
LINE_EVERY = 1 / 200  # seconds, the aim
SLACK_WAITS = 3.0
LOOK = command("/account", "acme")


class Answer(NamedTuple):
    took: float
    status: int
    body: str


class Loaded(NamedTuple):
    """What became of a number of requests: answers, seconds by the clock and of the server's processor."""

    answers: list[Answer]
    took: float
    computed: float


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    file = folder / "at_once.db"
    tend = a_tend(file)
    fill(tend, ACCOUNTS, touches_each=12, whole=True)
    tend.close()
    with _serving("ours", file) as ours, _serving("bare", file) as bare:
        for server in (ours, bare):
            server.load([LOOK] * 200, 8)
        rounds = [(ours.load([LOOK] * LOOKS), bare.load([LOOK] * LOOKS * 3)) for _ in range(ROUNDS)]
        for loaded in (one for both in rounds for one in both):
            assert all(a.status == 200 and "Acme" in a.body for a in loaded.answers)
        name = f"/account acme, {CONNECTIONS} connections"
        clock = [(a.took / LOOKS, b.took / (LOOKS * 3)) for a, b in rounds]
        yield f"{name}, by the clock", *min(clock, key=lambda both: both[0] / both[1]), 4
        computed = [(a.computed / LOOKS, b.computed / (LOOKS * 3)) for a, b in rounds]
        yield f"{name}, computed", min(c[0] for c in computed), min(c[1] for c in computed), 9
        burst = ours.load([LOOK] * BURST, BURST).answers
        assert not [a for a in burst if "not stored" in a.body or "Acme" not in a.body]
        yield f"/account acme, slowest of {BURST} at once", max(a.took for a in burst), SLACK_WAITS, 1
        took, computed_each = _lines(ours, file)
        if FULL:
            yield f"/log from {LOGGING} connections, by the clock", took, LINE_EVERY, 2
        yield f"/log from {LOGGING} connections, computed", computed_each, LINE_EVERY, 2.5


def _lines(server: Server, file: Path) -> tuple[float, float]:
    """Seconds a line that was stored and said so, by the clock and computed; none is lost, none doubled."""
    body_of = line_of(names_of(2, ACCOUNTS))
    for n in range(2):  # one at a time: what a process reads in once is read in
        server.load([body_of(n)], 1)
    before = _stored(file)
    loads = []
    for part in range(ROUNDS):
        loads.append(server.load([body_of(2 + part * LINES + n) for n in range(LINES)], LOGGING))
    answers = [a for loaded in loads for a in loaded.answers]
    assert len(answers) == len([a for a in answers if "Logged with" in a.body]) == ROUNDS * LINES
    assert _stored(file) - before == ROUNDS * LINES
    return min(one.took for one in loads) / LINES, min(one.computed for one in loads) / LINES


def _stored(file: Path) -> int:
    with contextlib.closing(sqlite3.connect(file)) as raw:
        return int(raw.execute("SELECT count(*) FROM touch").fetchone()[0])


class Server:
    """A process that answers on a port."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process, self._port = process, port

    def load(self, bodies: Sequence[str], connections: int = CONNECTIONS) -> Loaded:
        """Each of the connections sends its next request once its last is answered."""
        requests = [_request(body) for body in bodies]
        computed, begun = self._computed(), time.perf_counter()
        answers = asyncio.run(_load(self._port, requests, connections))
        return Loaded(answers, time.perf_counter() - begun, self._computed() - computed)

    def _computed(self) -> float:
        """Seconds of the processor so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _serving(which: str, file: Path) -> Iterator[Server]:
    port = _port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.at_once", which, str(file), str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline(), "it serves"
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _request(body: str) -> bytes:
    raw = body.encode()
    headers = {
        **signed("bench", raw),
        "Host": "bench",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(raw)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + raw


async def _load(port: int, requests: Iterable[bytes], connections: int) -> list[Answer]:
    left, answers = iter(requests), list[Answer]()

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in left:
            begun = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.split("content-length:")[1].split("\r\n")[0])
            body = (await reader.readexactly(length)).decode()
            answers.append(Answer(time.perf_counter() - begun, int(head.split()[1]), body))
        writer.close()

    async with asyncio.timeout(60 + 10 * IN_TIME):
        await asyncio.gather(*(ask() for _ in range(connections)))
    return answers


def serve(which: str, file: Path, port: int) -> None:
    """Tend as `bot.py web` has it, or a bare ack of the card in its place."""
    tend = a_tend(file)
    app = tend.bolt()
    card = json.loads(str(app.dispatch(_signed(LOOK).request()).body))
    taken = listen("127.0.0.1", port)
    served = tend.http(app if which == "ours" else _bare(card, "/account"), works=False)
    gc.freeze()
    Serving(served, taken, lambda: print("serves", flush=True)).until_ended()
    tend.close()


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
