"""In which time each of many is answered, and that nobody is forgotten or counted for ever."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from handlers import answers
from handlers.answers import IN_TIME, SOONEST, Answers, time_for

from ..world import World

PATIENCE = 20.0  # seconds until a test gives up on another thread


class Held:
    """A Bolt app that answers once it is let go."""

    def __init__(self) -> None:
        self.go, self.began = threading.Event(), list[str]()

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        self.began.append(str(request.body["text"]))
        assert self.go.wait(PATIENCE)
        return BoltResponse(status=200, body="answered")


def asked(n: int) -> BoltRequest:
    return BoltRequest(body=f"command=%2Flog&text=line+{n}", mode="http")


def test_the_last_of_a_long_queue_are_told_first():
    assert time_for(0) == IN_TIME
    assert IN_TIME > time_for(1) > time_for(100) > time_for(300) >= SOONEST
    assert time_for(100_000) == SOONEST


def test_each_of_many_is_answered_and_what_never_began_never_begins(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(answers, "IN_TIME", PATIENCE)
    held: Any = Held()
    threads = Answers(world.tend.services, 2, held)

    async def all_at_once() -> tuple[list[BoltResponse], list[BoltResponse]]:
        under_way = [asyncio.create_task(threads.over_http(asked(n))) for n in range(2)]
        while len(held.began) < 2:
            await asyncio.sleep(0.005)
        monkeypatch.setattr(answers, "IN_TIME", 0.05)
        behind = await asyncio.gather(*(threads.over_http(asked(n)) for n in range(2, 30)))
        held.go.set()
        return await asyncio.gather(*under_way), behind

    first, behind = asyncio.run(all_at_once())
    assert [response.body for response in first] == ["answered"] * 2
    assert all("not stored" in str(response.body) for response in behind)
    assert all(f"line {n}" in str(response.body) for n, response in enumerate(behind, 2)), "what they typed"
    assert sorted(held.began) == ["line 0", "line 1"]
    threads._pool.shutdown(wait=True)
    assert threads._before == 0, "whoever comes next has all the time"
