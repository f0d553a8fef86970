"""`python -m proofs.mortal`: runs the story of the crashes in processes that die by SIGKILL at a boundary.

Reads one JSON object a line: {"url", "slack", "token", "when", "number"}; forks a process for it, which lives
one life of the story, killed at that boundary (`when` "before" or "after"; "" lives on until everything is
settled); answers with one line {"signal", "boundaries"}. Forked, a life costs no start of an interpreter;
nothing is shared: this process opens no database.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web.base_client import BaseClient

import handlers  # noqa: F401 - a life imports nothing itself
from rules.language.read import warm_up
from tests.world import World

from .faults import Boundaries, Mortal, settle, watched
from .story import story
from .worlds import MONDAY


def live(given: dict[str, Any], folder: Path) -> int:
    """One life; how many boundaries it passed."""
    world = World(given["url"], folder, known=[])
    world.now, world.slack = (
        MONDAY,
        WebClient(given["token"], base_url=given["slack"], timeout=8, retry_handlers=[]),
    )  # type: ignore[assignment]
    at = Mortal(**{given["when"]: {given["number"]}}) if given["when"] else Boundaries()
    with watched(world.tend.database, BaseClient, at) as raws:
        story(world, raws, at)
        at.on = False
        settle(world)
    world.close()
    return at.count


def main() -> None:
    # its dictionaries are read once
    warm_up()
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            given, (reads, writes) = json.loads(line), os.pipe()
            child = os.fork()
            if not child:
                os.write(writes, str(live(given, Path(folder))).encode())
                os._exit(0)
            os.close(writes)
            counted = os.read(reads, 20).decode()
            os.close(reads)
            _, status = os.waitpid(child, 0)
            answer = {
                "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
                "boundaries": int(counted or 0),
            }
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
