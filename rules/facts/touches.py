"""Touches as facts of a relationship: what silence, steadiness and their value say of its health (source:
DOMAIN, Health)."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from math import log

from ..cadence import came_due_on
from ..parts import WINDOW, Part, looked_back, window_turns
from ..phrase import Days, Phrase, count, say
from ..policy import Policy
from ..records import Record, days, within

FRESH, GONE_QUIET = 7, 270  # days of silence that still keep every point, and that keep none
LOUDNESS = log(GONE_QUIET / FRESH)
OFTEN = 12  # days with a meaningful touch in the window that are as steady as it gets
STEADY = log(1 + OFTEN)
YOUNG = 30  # days for which nothing can be said of an account's steadiness


def silence(record: Record, on: date, policy: Policy) -> Part | None:
    """Full up to 7 days, none from 270 on, by the logarithm between: 14 days keep 81 %, 30 days 60 %."""
    last = record.last_touch(on)
    if last is None:
        when = came_due_on(record, on, policy)
        if when is None or when > on:
            return None
        return Part(0.0, say("never touched, due {on}", on=when), say("make the first call"))
    return _silent_for((on - last.on).days)


def silences(record: Record, first: date, last: date, policy: Policy) -> list[float | None]:
    """Its share of each day of a span: from one touch to the next it only takes the next of KEPT."""
    shares, reached_on = list[float | None](), record.reached_on
    at, day = bisect_right(reached_on, first), first
    while day < last:
        until = min(reached_on[at], last) if at < len(reached_on) else last
        count = (until - day).days
        if at:
            silent = (day - reached_on[at - 1]).days
            kept = KEPT[silent : silent + count]
            shares += [*kept, *[0.0] * (count - len(kept))]
        else:
            parts = (silence(record, day + days(n), policy) for n in range(count))
            shares += [None if part is None else part.share for part in parts]
        day = until
        at = bisect_right(reached_on, day)
    return shares


@lru_cache(maxsize=512)
def _silent_for(silent: int) -> Part:
    """What depends on the days alone is said once."""
    why = say("no contact for {silent}", silent=Days(silent)) if silent else say("touched today")
    return Part(_kept_after(silent), why, None if silent <= FRESH else say("reach somebody there"))


def _kept_after(silent: int) -> float:
    return max(1 - log(max(silent, FRESH) / FRESH) / LOUDNESS, 0.0)


KEPT = tuple(_kept_after(silent) for silent in range(GONE_QUIET))
"""The share that is kept after so many days of silence; none after more."""


def steadiness(record: Record, on: date, policy: Policy) -> Part | None:
    """Meaningful touches on 12 or more of the last 180 days; below, ln(1 + n) / ln(13). A younger
    account's n is scaled up to 180 days; one of under 30 days is unknown."""
    age = (on - record.account.exists_on).days
    if age < YOUNG:
        return None
    return _steady(within(record.met_on, on - days(WINDOW), on), min(age, WINDOW))


@lru_cache(maxsize=4096)
def _steady(touched: int, span: int) -> Part:
    n = touched * (WINDOW / span)
    share = min(log(1 + n) / STEADY, 1.0)
    return Part(
        share, _touched_on(touched, span), None if share >= 1 else say("be there a little more often")
    )


def _touched_on(days_touched: int, span: int) -> Phrase:
    if not days_touched:
        return say("not touched in {span}", span=Days(span))
    return count("touched on 1 day in {span}", "touched on {count} days in {span}", days_touched, span=span)


def value_of_touches(record: Record, on: date, policy: Policy) -> Part | None:
    first = on - days(WINDOW)
    reached, value = within(record.reached_on, first, on), within(record.valued_on, first, on)
    if not reached:
        why = say("no meaningful touch in {span}", span=Days(looked_back(record, on)))
        return Part(0.0, why, say("bring them something: an insight, a result, an introduction"))
    return _of_value(value, reached)


@lru_cache(maxsize=4096)
def _of_value(value: int, reached: int) -> Part:
    share = min(2 * value / reached, 1.0)
    if reached == 1:
        why = (
            say("the one touch gave them something")
            if value
            else say("the one touch says nothing of what they got")
        )
    else:
        why = say("{value} of {reached} touches gave them something", value=value, reached=reached)
    return Part(share, why, None if share == 1 else say("say what they got, next time you log"))


def steadiness_turns(record: Record, first: date, last: date) -> list[date] | None:
    """A young account's days are scaled by its age: any day."""
    grown = record.account.exists_on + days(WINDOW) <= first
    return window_turns(record.met_on, first, last) if grown else None


def value_turns(record: Record, first: date, last: date) -> list[date]:
    return window_turns(record.reached_on, first, last)
