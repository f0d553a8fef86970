"""Long work in short write transactions: each about a tenth of a second, however large the book and slow
the machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlmodel import Session

from .database import Database

Item = TypeVar("Item")
FIRST, MOST = 50, 4000
# seconds that a transaction is meant to stand, so that none stands for half a second on a busy machine
WANTED = 0.1


def in_chunks(
    database: Database,
    items: Sequence[Item],
    work: Callable[[Session, Sequence[Item]], None],
    progress: Callable[[int, int], None] = lambda done, of: None,
    most: int = MOST,
) -> None:
    """Do `work` on all items, some at a time; how many depends on how long the last ones took. `told`:
    (done, of how many)."""
    start, size = 0, min(FIRST, most)
    while start < len(items):
        chunk = items[start : start + size]
        with database.transaction() as session:
            work(session, chunk)
        start += len(chunk)
        size = next_size(size, database.stood_for, most)
        progress(start, len(items))


def next_size(size: int, stood_for: float, most: int = MOST) -> int:
    """Towards what stands for the wanted time, at most half more, cut at once."""
    factor = WANTED / stood_for if stood_for > 0 else 1.5
    return max(1, min(int(size * min(factor, 1.5)) + 1, most))
