"""The running process, from its first start to listening and at rest, against a bare bot of the same
libraries in the same minute; its memory against the 150 MB that we promise, too."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import uvicorn

from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace

from .rows import Row

ROOT = Path(__file__).parents[1]
BARE = "a bare bot of the same libraries"
BARE_BOT = """
import os, apscheduler.schedulers.background, slack_bolt, sqlmodel, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
app = slack_bolt.App(token="xoxb-bench", signing_secret="bench", token_verification_enabled=False)
sqlmodel.create_engine("sqlite://").connect().close()
apscheduler.schedulers.background.BackgroundScheduler().start()
routes = [Route("/healthz", lambda request: PlainTextResponse("ok"))]
uvicorn.run(Starlette(routes=routes), port=int(os.environ["PORT"]), log_level="error")
"""


class Running(NamedTuple):
    """Seconds of processor time until it listened; MB once it has rested."""

    worked: float
    memory: float


def measure(folder: Path, median_of: Callable[[Callable[[], object], int], float]) -> Iterator[Row]:
    with _slack() as env:
        settings = {**env, "DATABASE_URL": f"sqlite:///{folder / 'process.db'}"}
        ours = _run([str(ROOT / "bot.py")], folder, env=settings)
    bare = _run(["-c", BARE_BOT], folder, env={})
    yield Row("first start to listening", ours.worked, bare.worked, 3.5, beside=BARE)
    yield Row("memory at rest", ours.memory, bare.memory, 2, "MB", beside=BARE)
    yield Row("memory at rest, as promised", ours.memory, 150.0, 1, "MB", beside="promised")


def _run(arguments: list[str], folder: Path, env: Mapping[str, str]) -> Running:
    """What a process of this Python takes until its /healthz answers, and 6 s later; then it is ended."""
    port, begun = _port(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **env, "PORT": str(port)},
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(port):
            assert process.poll() is None, f"{arguments} ended before it listened"
            assert time.perf_counter() - begun < 60, f"{arguments} did not listen"
            time.sleep(0.02)
        worked = _worked(process.pid)
        time.sleep(6)
        return Running(worked, _memory(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
    except OSError:
        return False
    return True


def _worked(pid: int) -> float:
    """Processor seconds of a process so far."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """MB that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


@contextmanager
def _slack() -> Iterator[dict[str, str]]:
    """A Slack that answers while this stands; the settings of a bot in it."""
    port = _port()
    ws = Workspace(Store(), lambda: datetime.now(UTC))
    ws.add_users([])
    app = Server(ws, f"http://127.0.0.1:{port}").app()
    runner = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="error"))
    threading.Thread(target=runner.run, daemon=True).start()
    time.sleep(1)
    try:
        yield {
            "SLACK_BOT_TOKEN": ws.bot_token,
            "SLACK_SIGNING_SECRET": ws.signing_secret,
            "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
            "SLACK_APP_TOKEN": "",
        }
    finally:
        runner.should_exit = True


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
