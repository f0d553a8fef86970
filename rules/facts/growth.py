"""Whether an account's revenue grew (source: DOMAIN, Health, commercial)."""

from __future__ import annotations

from datetime import date

from ..parts import Part
from ..phrase import Phrase, say
from ..policy import Policy
from ..records import Record, among, days
from ..revenue import YOUNGEST, growth, is_recurring, year_before

FLAT = 0.005
"""A smaller change is none."""


def commercial(record: Record, on: date, policy: Policy) -> Part | None:
    grown = growth(record, on, policy)
    if grown is None:
        return None
    change, months = grown
    if change > FLAT:
        return Part(
            1.0,
            say("revenue grew {percent} % in {months} months", percent=round(change * 100), months=months),
        )
    if change < -FLAT:
        return Part(
            0.0,
            _fell(record, on, change, months),
            say("find out what they need less of, and why"),
            event="contraction",
        )
    return Part(0.5, say("revenue is flat"), say("find a need that is not met"))


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
    repeats = sorted(m.on for m in record.movements if is_recurring(m) and m.minor)
    turning = [repeats[0] + days(YOUNGEST)] if repeats else []
    tells = repeats if repeats and repeats[0] <= first else record.earned_on  # beside them, purchases don't
    for n in (0, 365, 366, 730, 731):
        compared = among(tells, first - days(n), last - days(n))
        turning += [day + days(n) for day in (*compared, *record.ends)]
    return turning
