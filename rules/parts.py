"""What a factor of health is: a rule with its points, and its verdict on an account. Knows no fact by name.

A factor returns None when nobody supplied its facts: its points are then shared out among the others. Every
factor is given the record of the day asked about (`Record.at`), and counts touches and movements up to that
day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .phrase import Phrase
from .policy import Policy
from .records import Record, among, days

WINDOW = 180  # days that most factors look back on


class Part(NamedTuple):
    """One factor's verdict: the share earned (0..1), why, what would turn it green (None when it is), and
    the event that stands behind a bad one (DOMAIN: worry, contraction, champion left), which time alone
    never is."""

    share: float
    why: Phrase
    greener: Phrase | None = None
    event: str = ""


class Rule(NamedTuple):
    """A factor: its name on screen, its points unless a setting says otherwise, what decides its share of
    them, and the days of first..last on which its share or event may be another than the day before (others
    may be among them; the words of a part may change on any). Without such days, or None: any day, and then
    less from day to day while nothing happens. `a_call_mends`: what goes badly here is our silence, so it is
    no trouble (DOMAIN, Cadence). `course`: of a factor that may change with any day, its share of each of the
    days from the first up to the last (not included), where that is told quicker than by asking for each;
    None: unknown."""

    name: str
    points: int
    share: Callable[[Record, date, Policy], Part | None]
    turns: Callable[[Record, date, date], Iterable[date] | None] | None = None
    a_call_mends: bool = False
    course: Callable[[Record, date, date, Policy], list[float | None]] | None = None


def looked_back(record: Record, on: date) -> int:
    """The days that a factor looks back on: the window, or the account's age where it is younger; at least
    1."""
    return max(min((on - record.account.exists_on).days, WINDOW), 1)


def each_day(since: date, most: int, first: date, last: date) -> list[date]:
    """Those of the days since..since + most that lie in first..last."""
    ends = since + days(most)
    if since > last or ends < first:
        return []
    begun = max(since, first)
    return [begun + days(n) for n in range((min(ends, last) - begun).days + 1)]


def window_turns(days_of: Sequence[date], first: date, last: date) -> list[date]:
    """The days of first..last on which one of these days (ascending) comes into the window, or leaves it."""
    gone = days(WINDOW + 1)
    left = (day + gone for day in among(days_of, first - gone, last - gone))
    return [*among(days_of, first, last), *left]
