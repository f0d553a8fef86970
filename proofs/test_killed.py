"""A real process is killed (SIGKILL) at every SQL statement, commit, HTTP call and answer of log, nudge,
digest and delivery; another one starts, goes on, and everything is there once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.server import Server
from sandbox.store import Store
from sandbox.workspace import Workspace
from tests.processes import ROOT, free_port, serving

from .conftest import Size
from .story import verify
from .worlds import Worlds

PEOPLE = ("ADA", "MEL", "DANA", "KIM")


class Lives:
    """Lives of the story, each in a process of its own, on one stand-in of Slack that outlives them."""

    def __init__(self, process: subprocess.Popen[str], server: Server) -> None:
        self.process, self.server = process, server

    def new_slack(self) -> Workspace:
        slack = Workspace(Store(), lambda: datetime.now(UTC))
        slack.add_users([{"id": f"U{n}", "name": n, "email": f"{n.lower()}@x.com"} for n in PEOPLE])
        self.server.ws = slack
        return slack

    def live(self, url: str, when: str = "", number: int = 0) -> dict[str, int]:
        seen = {
            "url": url,
            "slack": f"{self.server.base}/api/",
            "token": self.server.ws.bot_token,
            "when": when,
            "number": number,
        }
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(seen) + "\n")
        self.process.stdin.flush()
        answer: dict[str, int] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def lives() -> Iterator[Lives]:
    port = free_port()
    server = Server(Workspace(Store(), lambda: datetime.now(UTC)), f"http://127.0.0.1:{port}")
    forks = subprocess.Popen(
        [sys.executable, "-m", "proofs.mortal"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with serving(server, port):
        yield Lives(forks, server)
        assert forks.stdin
        forks.stdin.close()
        forks.wait(20)


@pytest.mark.enable_socket
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_boundary(when: str, part: int, worlds: Worlds, lives: Lives, size: Size):
    with worlds.another() as world:
        lives.new_slack()
        whole = lives.live(world.tend.settings.database_url)
    assert whole["boundaries"] > 150, "the story has many boundaries"
    for number in range(1 + part, whole["boundaries"] + 1, 4 * size.of(16, 1)):
        with worlds.another() as world:
            slack = lives.new_slack()
            assert lives.live(world.tend.settings.database_url, when, number)["signal"] == 9, (
                f"{when} boundary {number}"
            )
            assert lives.live(world.tend.settings.database_url)["signal"] == 0
            world.slack.posted = [said(m, c["id"]) for c in slack.channels() for m in slack.messages(c["id"])]
            try:
                verify(world)
            except AssertionError as error:
                raise AssertionError(
                    f"killed {when} boundary {number} of {whole['boundaries']}: {error}"
                ) from error


def said(message: dict[str, Any], channel: str) -> dict[str, Any]:
    return {**message, "channel": channel}
