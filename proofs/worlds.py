"""Worlds by the thousand: one is filled, the others are copies of its database, dropped when they are done
with."""

from __future__ import annotations

import gc
import itertools
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.world import World

MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


class Worlds:
    """Dana owns Acme and Globex, Kim Initech, all overdue; it is Monday morning."""

    def __init__(self, folder: Path, schema: Path, postgres: Any) -> None:
        self.folder, self.postgres, self._numbers, self._open = (
            folder,
            postgres,
            itertools.count(),
            ExitStack(),
        )
        self._source = f"world_{id(self)}"
        if postgres is None:
            shutil.copy(schema, folder / "filled.db")
            url = f"sqlite:///{folder / 'filled.db'}"
        else:
            self._open.enter_context(postgres.database(self._source, "tend_template"))
            url = postgres.url(self._source)
        self._url, self._users = url, list[Any]()
        with self.filling() as world:
            for name, owner, day in (("Acme", "dana", 10), ("Globex", "dana", 11), ("Initech", "kim", 12)):
                world.account(name, owner=f"{owner}@x.com", last=f"2026-10-{day}")

    @contextmanager
    def filling(self) -> Iterator[World]:
        """The world that the others are copies of, to put something into it."""
        world = World(self._url, self.folder, self._users or None)
        world.now = MONDAY
        yield world
        self._users = world.slack.users
        world.close()
        gc.collect()
        gc.freeze()  # what is here stays: a collection after each death then takes a millisecond

    @contextmanager
    def another(self) -> Iterator[World]:
        number = next(self._numbers)
        name = f"copy_{id(self)}_{number}"
        if number == 2:  # by now all that is imported late is there
            gc.collect()
            gc.freeze()
        with ExitStack() as done:
            if self.postgres is None:
                path = self.folder / f"{name}.db"
                shutil.copy(self.folder / "filled.db", path)
                done.callback(lambda: [p.unlink() for p in self.folder.glob(f"{name}.db*")])
                url = f"sqlite:///{path}"
            else:
                done.enter_context(self.postgres.database(name, self._source))
                url = self.postgres.url(name)
            world = World(url, self.folder, self._users)
            world.now = MONDAY
            done.callback(world.close)
            yield world

    def close(self) -> None:
        self._open.close()
