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
    if not record.nudged:
        return ()
    last = record.last_touch()
    return tuple(n for n in record.nudged if last is None or n > last.on)


def rests_for(tier: Tier, appearances: int) -> int:
    """Working days that an account rests after so many appearances without an act: 3, 6, 12, 24 for an A, and
    so on.

    An account that nobody calls would else take a place every few days, for ever, from those that might be
    called.
    """
    return RETURNS_AFTER[tier] * 2 ** min(appearances - 1, DOUBLES) if appearances else 0


def wanted_on(record: Record, day: date, kind: str, on: date) -> date:
    """When a dated fact that wants a place from `day` on has one, seen on a date. Once it was shown, it
    returns as any appearance does; after a touch that did not settle it, it rests as after one appearance."""
    account, last = record.account, record.last_touch(on)
    heard = record.last_told == kind and record.last_told_on is not None and day <= record.last_told_on
    wanted = day
    if any(shown >= day for shown in ignored(record)):
        wanted = max(day, returns_on(record) or day)
    elif last is not None and last.on >= day:
        wanted = add_working_days(last.on, rests_for(account.tier, 1), record.owner.workdays)
    if heard and account.not_needed_until:  # said of what had come by the morning that told of its kind
        wanted = max(wanted, account.not_needed_until)
    return wanted


def returns_on(record: Record) -> date | None:
    """The day from which an account that was shown, and that nobody acted on, may be shown again; None for
    one that was not shown since the last act."""
    shown = ignored(record)
    if not shown:
        return None
    return add_working_days(shown[0], rests_for(record.account.tier, len(shown)), record.owner.workdays)
