"""Real processes for tests: the unmodified bot and the demo, on loopback, ended by their ids."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from sandbox.server import Server

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def bot(cwd: Path, *args: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    """`python bot.py ...` in a folder of its own; ended by SIGTERM."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SLACK_")}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "bot.py"), *args],
        cwd=cwd,
        env={**kept, **env},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


@contextlib.contextmanager
def serving(server: Server, port: int) -> Iterator[None]:
    """The stand-in in a thread."""
    runner = uvicorn.Server(
        uvicorn.Config(server.app(), "127.0.0.1", port, log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=runner.run, daemon=True)
    thread.start()
    wait_for(lambda: runner.started)
    yield
    runner.should_exit = True
    thread.join(10)


def wait_for(ready: Any, seconds: float = 60.0, what: str = "it") -> Any:
    """Until `ready()` gives something true; fails with `what` after the seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, urllib.error.URLError, ValueError):
            if seen := ready():
                return seen
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return str(answer.read().decode())


def post(url: str, given: Any, headers: dict[str, str] | None = None) -> Any:
    request = urllib.request.Request(
        url, json.dumps(given).encode(), {"Content-Type": "application/json", **(headers or {})}
    )
    with urllib.request.urlopen(request, timeout=70) as answer:
        return json.loads(answer.read() or b"{}")
