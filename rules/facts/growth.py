"""Whether an account's revenue grew (source: DOMAIN, Health, commercial)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from ..parts import Part
from ..phrase import Phrase, say
from ..policy import Policy
from ..records import Record, among, days
from ..revenue import YOUNGEST, growth, is_recurring, year_before

UNCHANGED = Part(0.5, say("revenue is flat"), say("find a need that is not met"))

FLAT = 0.005
"""A smaller change is none."""


def commercial(record: Record, on: date, policy: Policy) -> Part | None:
    grown = growth(record, on, policy)
    if grown is None:
        return None
    change, months = grown
    if change > FLAT:
        return _grew(round(change * 100), months)
    if change < -FLAT:
        return Part(
            0.0,
            _fell(record, on, change, months),
            say("find out what they need less of, and why"),
            event="contraction",
        )
    return UNCHANGED


@lru_cache(maxsize=1024)
def _grew(percent: int, months: int) -> Part:
    return Part(1.0, say("revenue grew {percent} % in {months} months", percent=percent, months=months))


def contracted(record: Record, on: date, policy: Policy) -> bool:
    """Whether it brings less than a year ago; asked of many, so what can't have fallen is told first:
    recurring revenue of which nothing was ever taken."""
    moves = record.movements
    if not moves or (not record.ends and not any(m.is_loss for m in moves) and any(map(is_recurring, moves))):
        return False
    grown = growth(record, on, policy)
    return grown is not None and grown[0] < -FLAT


def _fell(record: Record, on: date, change: float, months: int) -> Phrase:
    """By how much, and the day of the last movement that took some of it in this time."""
    percent, since = round(-change * 100), year_before(on)
    took = [m.on for m in record.movements if since < m.on <= on and m.is_loss]
    if not took:
        return say("revenue fell {percent} % in {months} months", percent=percent, months=months)
    return say(
        "revenue fell {percent} % in {months} months, last on {on}",
        percent=percent,
        months=months,
        on=max(took),
    )


def commercial_turns(record: Record, first: date, last: date) -> list[date]:
    """Growth compares with something else: a movement starts to count, or becomes one or two years old."""
    if not record.movements:
        return []
    repeats = [m.on for m in record.repeats]
    turning = [repeats[0] + days(YOUNGEST)] if repeats else []
    tells = repeats if repeats and repeats[0] <= first else record.earned_on  # beside them, purchases don't
    for years, most in ((0, 0), (365, 1), (730, 1)):  # a leap day among them, or not
        compared = among(tells, first - days(years + most), last - days(years))
        turning += [day + days(years + n) for day in (*compared, *record.ends) for n in range(most + 1)]
    return turning
