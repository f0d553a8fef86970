"""Faults at boundaries: every SQL statement, commit and call to Slack. A process dies there, or is told that what ran failed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from storage import tables
from tests.world import FakeSlack, World


class Killed(BaseException):
    """The process is gone: nothing in it may catch this."""


class Boundaries:
    """Counts boundaries; at the planned ones the process dies. `after` plans die once the thing has run."""

    def __init__(self, before: set[int] = frozenset(), after: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        self.before, self.after, self.count, self.on, self.died = set(before), set(after), 0, True, 0

    def reach(self) -> int:
        if not self.on:
            return -1
        self.count += 1
        if self.count in self.before:
            self.before.discard(self.count)
            self.died += 1
            raise Killed(f"before boundary {self.count}")
        return self.count

    def passed(self, number: int) -> None:
        if number in self.after:
            self.after.discard(number)
            self.died += 1
            raise Killed(f"after boundary {number}")


@contextmanager
def watched(world: World, at: Boundaries) -> Iterator[None]:
    """Boundaries of a world's database and of its Slack."""
    engines = [world.tend.database.engine]
    world.raw = set()  # type: ignore[attr-defined]
    engines[0].dispose()
    open_: list[int] = []

    def before(*_: Any) -> None:
        open_.append(at.reach())

    def after(*_: Any) -> None:
        at.passed(open_.pop() if open_ else -1)

    def commit(_: Any) -> None:
        open_.append(at.reach())

    def committed(_: Any) -> None:
        at.passed(open_.pop() if open_ else -1)

    def connected(raw: Any, *_: Any) -> None:
        world.raw.add(raw)  # type: ignore[attr-defined]

    for engine in engines:
        event.listen(engine, "connect", connected)
        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
    event.listen(Session, "before_commit", commit)
    event.listen(Session, "after_commit", committed)
    real = FakeSlack.api_call

    def call(self: FakeSlack, api_method: str, **told: Any) -> Any:
        number = at.reach()
        answer = real(self, api_method, **told)
        at.passed(number)
        return answer

    FakeSlack.api_call = call  # type: ignore[method-assign]
    try:
        yield
    finally:
        FakeSlack.api_call = real  # type: ignore[method-assign]
        event.remove(Session, "before_commit", commit)
        event.remove(Session, "after_commit", committed)
        for engine in engines:
            event.remove(engine, "connect", connected)
            event.remove(engine, "before_cursor_execute", before)
            event.remove(engine, "after_cursor_execute", after)


def lives(world: World, work: Callable[[], object]) -> bool:
    """Run some work; False when the process died in it. Then its connections are gone, and with them what was not committed."""
    try:
        work()
        return True
    except Killed:
        pass  # the traceback must be gone too: its frames hold cursors, and those the lock
    gc.collect()
    _bury(world)
    return False


def _bury(world: World) -> None:
    for raw in world.raw:  # type: ignore[attr-defined]
        with suppress(Exception):
            raw.close()
    world.raw.clear()  # type: ignore[attr-defined]
    world.tend.database.engine.dispose()


def settle(world: World, rounds: int = 9) -> None:
    """A process that lives: ticks, deliveries, and time enough for leases and settling."""
    for _ in range(rounds):
        world.tick()
        world.deliver()
        if not world.rows(tables.Outbox, tables.Outbox.state.in_(("due", "sending"))):  # type: ignore[attr-defined]
            return
        world.time.pass_for(65)
