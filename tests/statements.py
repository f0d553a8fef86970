"""What a world's database is asked, on either kind of it: by SQLAlchemy and by what is prepared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from storage.prepared import Prepared

from .world import World


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Their texts, as they come."""
    engine, texts, run = world.tend.database.engine, list[str](), Prepared.__call__

    def heard(_: object, __: object, statement: str, *___: object) -> None:
        texts.append(statement)

    def prepared(self: Prepared, session: Session, **values: Any) -> list[Any]:
        texts.append(str(self.query))
        return run(self, session, **values)

    event.listen(engine, "before_cursor_execute", heard)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "__call__", prepared)
        try:
            yield texts
        finally:
            event.remove(engine, "before_cursor_execute", heard)
