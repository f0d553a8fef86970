"""What of a calendar is somebody's own: the weekdays they work, and when they are away. It is kept beside
them, so that whoever is read has it."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from .calendar import DAY, WEEK, Workdays


class Span(NamedTuple):
    """Days away, both ends counted; whether somebody covers."""

    first: date
    last: date
    covered: bool


class Calendar(NamedTuple):
    """What is somebody's own: the weekdays they work, the days that their company closes each year, when
    they are away."""

    week: str = WEEK
    closed: frozenset[str] = frozenset()
    away: tuple[Span, ...] = ()

    def pack(self) -> str:
        """As it is stored; empty for a whole week without any of it."""
        if self == Calendar():
            return ""
        away = [[s.first.isoformat(), s.last.isoformat(), s.covered] for s in self.away]
        return json.dumps({"week": self.week, "closed": sorted(self.closed), "away": away})

    def days_away(self, covered: bool = True) -> frozenset[date]:
        """Each day of it; without `covered` those on which nobody looks after their accounts."""
        return _days(tuple(s for s in self.away if covered or not s.covered))


WHOLE = Calendar()
"""A whole week, and nothing else."""


@lru_cache(maxsize=4096)
def workdays_of(country: str, own: Calendar, covered: bool) -> Workdays:
    """The days that somebody works there; `covered`: without those on which another covers. Rules ask it of a
    person many times a card."""
    return Workdays(country, own.days_away(covered), own.week, own.closed)


@lru_cache(maxsize=4096)
def calendar_of(stored: str) -> Calendar:
    """The calendar that `pack` gave."""
    if not stored:
        return WHOLE
    held = json.loads(stored)
    away = (Span(date.fromisoformat(a), date.fromisoformat(b), covered=c) for a, b, c in held["away"])
    return Calendar(held["week"], frozenset(held["closed"]), tuple(away))


@lru_cache(maxsize=4096)
def _days(spans: tuple[Span, ...]) -> frozenset[date]:
    return frozenset(s.first + n * DAY for s in spans for n in range((s.last - s.first).days + 1))
