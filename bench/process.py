"""The running process: from start to listening against 4 s, and idle memory against 150 MB."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace

ROOT = Path(__file__).parents[1]


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    slack, port = _port(), _port()
    ws = Workspace(Store(), lambda: datetime.now(UTC))
    ws.add_users([])
    runner = uvicorn.Server(
        uvicorn.Config(Server(ws, f"http://127.0.0.1:{slack}").app(), "127.0.0.1", slack, log_level="error")
    )
    threading.Thread(target=runner.run, daemon=True).start()
    time.sleep(1)
    env = {
        **os.environ,
        "SLACK_BOT_TOKEN": ws.bot_token,
        "SLACK_SIGNING_SECRET": ws.signing_secret,
        "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'process.db'}",
        "SLACK_APP_TOKEN": "",
    }
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "bot.py")], cwd=folder, env=env, stderr=subprocess.DEVNULL
    )
    while time.perf_counter() - begun < 30:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
            break
        except OSError:
            time.sleep(0.02)
    yield "first start to listening", time.perf_counter() - begun, 4.0, 1
    time.sleep(6)
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        used = next(
            int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")
        )
        yield "idle memory", used / 1024, 150.0, 1
    process.send_signal(signal.SIGTERM)
    process.wait(15)
    runner.should_exit = True
