"""How an account's health went: the score as it was shown on days of the last half year."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .health import assess
from .policy import Policy
from .records import Record, days

SPAN, STEP = 180, 10  # days: 19 points, a chart takes 20


class Point(NamedTuple):
    on: date
    score: int


def course(record: Record, on: date, policy: Policy) -> tuple[Point, ...]:
    """The score each 10 days of the 180 to a date, the date last; under its ceiling, as a card showed it.
    Days on which there was none to show are left out. The record holds the touches that were counted on the
    first of them (storage/records.py, `back`)."""
    there = [on - days(n) for n in range(SPAN, -1, -STEP)]
    looked = (assess(record, day, policy) for day in there if day >= record.account.exists_on)
    return tuple(
        Point(h.on, h.score) for h in looked if h.score is not None and h.computed != "not enough known"
    )
