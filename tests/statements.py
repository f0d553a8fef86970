"""What a world's database is asked, on either kind of it: by SQLAlchemy and by what is prepared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from storage.prepared import Ready

from .world import World


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Their texts, as they come."""
    engine, texts, fetch = world.tend.database.engine, list[str](), Ready.fetched

    def heard(_: object, __: object, statement: str, *___: object) -> None:
        texts.append(statement)

    def fetched(self: Ready, cursor: Any) -> list[Any]:
        texts.append(self.sql)
        return fetch(self, cursor)

    event.listen(engine, "before_cursor_execute", heard)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ready, "fetched", fetched)
        try:
            yield texts
        finally:
            event.remove(engine, "before_cursor_execute", heard)
