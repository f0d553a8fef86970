"""Appearances of an account in its owner's morning message, and how long it rests after one that nobody
acted on."""

from __future__ import annotations

from datetime import date

from .calendar import add_working_days
from .records import Record, Tier

RETURNS_AFTER = {"A": 3, "B": 5, "C": 10}  # working days after an appearance that nobody acted on
DOUBLES = 3  # times: twice, four and eight times as long for each further appearance


def ignored(record: Record) -> tuple[date, ...]:
    """Appearances that nobody acted on, newest first. A meaningful touch is an act, wherever it came from."""
    last = record.last_touch()
    return tuple(n for n in record.nudged if last is None or n > last.on)


def rests_for(tier: Tier, appearances: int) -> int:
    """Working days that an account rests after so many appearances without an act: 3, 6, 12, 24 for an A, and
    so on.

    An account that nobody calls would else take a place every few days, for ever, from those that might be
    called.
    """
    return RETURNS_AFTER[tier] * 2 ** min(appearances - 1, DOUBLES) if appearances else 0


def returns_on(record: Record) -> date | None:
    """The day from which an account that was shown, and that nobody acted on, may be shown again; None for
    one that was not shown since the last act."""
    shown = ignored(record)
    if not shown:
        return None
    return add_working_days(shown[0], rests_for(record.account.tier, len(shown)), record.owner.workdays)
