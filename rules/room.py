"""Somebody's week once accounts come or go: the touches a working day that their book needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .facts.receivers import Book

WORKING_DAYS = 5


class Week(NamedTuple):
    """Touches a working day: needed before and after, and made (None where that is not for the reader)."""

    before: float
    after: float
    made: float | None


def week_after(book: Book | None, comes: Sequence[float]) -> Week:
    """`comes`: touches a week that each account that comes adds."""
    needs, made = (book.needs, book.made) if book else (0.0, 0.0)
    return Week(needs / WORKING_DAYS, (needs + sum(comes)) / WORKING_DAYS, made / WORKING_DAYS)
