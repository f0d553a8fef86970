"""The running process: processor time from a first start to the first answer of its port (of the thread that
answers: others ask Slack meanwhile) against the import of slack_bolt and sqlmodel, and idle memory against
100 MB. Both with their modules compiled."""

from __future__ import annotations

import os
import resource
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


def _seconds(command: list[str], env: dict[str, str]) -> float:
    """Processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _of_main_thread(process: int) -> float:
    said = Path(f"/proc/{process}/task/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


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
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    subprocess.run([sys.executable, "-c", "import bot, serving, starting"], cwd=ROOT, env=env, check=True)
    against = min(_seconds([sys.executable, "-c", "import slack_bolt, sqlmodel"], env) for _ in range(4))
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "bot.py")], cwd=folder, env=env, stderr=subprocess.DEVNULL
    )
    begun = time.perf_counter()
    while time.perf_counter() - begun < 30:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
            break
        except OSError:
            time.sleep(0.01)
    yield "first start to listening", _of_main_thread(process.pid), against, 1.6
    time.sleep(6)
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        used = next(
            int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")
        )
        yield "idle memory", used / 1024, 100.0, 1.15
    process.send_signal(signal.SIGTERM)
    process.wait(15)
    runner.should_exit = True
