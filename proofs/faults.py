"""Faults at boundaries: every SQL statement, commit and call to Slack. A process dies there, or is told
that what ran failed."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from slack_sdk.web.base_client import BaseClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage import tables
from storage.database import Database, StorageError
from storage.prepared import Prepared
from tests.world import World


class Killed(BaseException):
    """The process is gone: nothing in it may catch this."""


class Boundaries:
    """Counts boundaries: `sql`, `commit`, `call` (to Slack), `answer` (to a person). At the planned ones
    the process dies, `before` the thing or `after` it ran; at those `told`, a commit or call ran and
    whoever asked for it hears that it failed."""

    def __init__(
        self, before: Collection[int] = (), after: Collection[int] = (), told: Collection[int] = ()
    ) -> None:
        self.before, self.after, self.told = set(before), set(after), set(told)
        self.kinds: list[str] = []
        self.on, self.died = True, 0

    @property
    def count(self) -> int:
        return len(self.kinds)

    def numbers(self, *kinds: str) -> list[int]:
        """The boundaries of these kinds that were passed."""
        return [n for n, kind in enumerate(self.kinds, 1) if kind in kinds]

    def reach(self, kind: str) -> int:
        if not self.on:
            return -1
        self.kinds.append(kind)
        if self.count in self.before:
            self.before.discard(self.count)
            self.die(f"before boundary {self.count}")
        return self.count

    def passed(self, number: int) -> None:
        if number in self.after:
            self.after.discard(number)
            self.die(f"after boundary {number}")
        if number in self.told and (kind := self.kinds[number - 1]) in {"call", "commit"}:
            self.told.discard(number)
            self.died += 1
            raise (
                ConnectionResetError("lost")
                if kind == "call"
                else OperationalError("told that it failed", None, Exception())
            )

    def die(self, where: str) -> None:
        self.died += 1
        raise Killed(where)


class Mortal(Boundaries):
    """In a process of its own: it dies in earnest, by SIGKILL."""

    def die(self, where: str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def watched(database: Database, client: type[BaseClient], at: Boundaries) -> Iterator[set[Any]]:
    """Boundaries of a database and of a class of clients; yields the raw connections that are open."""
    engine, raws, open_ = database.engine, set[Any](), list[int]()
    database.close()

    def before(*_: Any) -> None:
        open_.append(at.reach("sql"))

    def commit(_: Any) -> None:
        open_.append(at.reach("commit"))

    def after(*_: Any) -> None:
        at.passed(open_.pop() if open_ else -1)

    def connected(raw: Any, *_: Any) -> None:
        raws.add(raw)

    real_call, real_read = client.api_call, Prepared.__call__

    def call(self: Any, api_method: str, **given: Any) -> Any:
        number = at.reach("call")
        answer = real_call(self, api_method, **given)
        at.passed(number)
        return answer

    def read(self: Prepared, session: Session, **values: Any) -> Any:
        number = at.reach("sql")
        rows = real_read(self, session, **values)
        at.passed(number)
        return rows

    heard: list[tuple[Any, str, Any]] = [
        (engine, "connect", connected),
        (engine, "before_cursor_execute", before),
        (engine, "after_cursor_execute", after),
        (Session, "before_commit", commit),
        (Session, "after_commit", after),
    ]
    for target, name, listener in heard:
        event.listen(target, name, listener)
    client.api_call, Prepared.__call__ = call, read  # type: ignore[method-assign]
    try:
        yield raws
    finally:
        client.api_call, Prepared.__call__ = real_call, real_read  # type: ignore[method-assign]
        for target, name, listener in heard:
            event.remove(target, name, listener)


def lives(world: World, raws: set[Any], work: Callable[[], object]) -> bool:
    """Run some work; False when the process died in it. Then its connections are gone, and with them what
    was not committed."""
    try:
        work()
        return True
    except StorageError:
        return False  # a beat that fails comes again
    except Killed:
        pass  # the traceback must be gone too: its frames hold cursors, and those the lock
    gc.collect()
    _bury(world, raws)
    return False


def _bury(world: World, raws: set[Any]) -> None:
    world.die()
    for raw in raws:
        with suppress(Exception):
            raw.close()
    raws.clear()
    world.tend.database.close()


def settle(world: World, rounds: int = 9) -> None:
    """A process that lives: ticks, deliveries, and time enough for leases and settling."""
    for _ in range(rounds):
        world.tick()
        world.deliver()
        if not world.rows(tables.Outbox, tables.Outbox.state.in_(("due", "sending"))):  # type: ignore[attr-defined]
            return
        world.time.pass_for(65)
