"""What is stored with a touch and undone with it: CAPTURED, a line a fact that the log form takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from rules.facts.entries import Entry

from . import needed, next_steps, promised, raised, requested


class Captured(NamedTuple):
    """`brought(session, ws, batch, entry, by_id, now)` stores what a line brings that is logged for the first
    time, `again` with the same what it brings after an edit, where something may be stored of it;
    `read(session, ws, batch)` gives it back as fields of an Entry; `undone(session, ws, batch, by_id, now)`
    takes it back; `back(session, ws, batch, entry, by_id, at, now)` has what was taken back at an instant
    stand again."""

    brought: Callable[[Session, int, str, Entry, int, datetime], None]
    again: Callable[[Session, int, str, Entry, int, datetime], None]
    read: Callable[[Session, int, str], dict[str, Any]]
    undone: Callable[[Session, int, str, int, datetime], None]
    back: Callable[[Session, int, str, Entry, int, datetime, datetime], None]


CAPTURED = (
    Captured(next_steps.brought, next_steps.brought, next_steps.read, next_steps.undone, next_steps.back),
    Captured(promised.brought, promised.again, promised.read, promised.undone, promised.back),
    Captured(requested.brought, requested.brought, requested.read, requested.undone, requested.back),
    Captured(raised.brought, raised.again, raised.read, raised.undone, raised.back),
    Captured(needed.brought, needed.again, needed.read, needed.undone, needed.back),
)


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that CAPTURED fills, as they stand now."""
    return {name: value for line in CAPTURED for name, value in line.read(session, ws, batch).items()}
