"""Local dates, working days and sending times. Knows zones and public holidays, nothing of accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import holidays

DAY = timedelta(days=1)
OPENS, CLOSES = time(9), time(17)
"""The hours of a working day, where whoever works is; in them answers are measured."""


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone called `name` (IANA); UTC when there is none of that name, so that a bad file row cannot
    stop a tick."""
    return ZoneInfo(name) if is_zone(name) else ZoneInfo("UTC")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    return name in _zones()


def is_country(code: str) -> bool:
    """Whether holidays are known for this ISO 3166 code."""
    return code.upper() in holidays.list_supported_countries()


def local_date(at: datetime, zone: str) -> date:
    """The date of an instant in a zone; at either end of the calendar, the calendar's first or last date."""
    try:
        return at.astimezone(zone_of(zone)).date()
    except OverflowError:
        return at.date()


def at_local(on: date, clock: time, zone: str) -> datetime:
    """The UTC instant of a wall-clock time; a time that a DST change skips is the same distance after the
    gap began."""
    return datetime.combine(on, clock, zone_of(zone)).astimezone(UTC)


def start_of(on: date, zone: str) -> datetime:
    return at_local(on, time(0), zone)


class Workdays(NamedTuple):
    """Which days somebody works: Monday to Friday, but for the public holidays of their `country` (ISO
    code; unknown: none) and the days `off` that are their own."""

    country: str = ""
    off: frozenset[date] = frozenset()


@lru_cache(maxsize=4096)
def _holidays(country: str, year: int) -> frozenset[date]:
    if not country or not is_country(country):
        return frozenset()
    return frozenset(holidays.country_holidays(country.upper(), years=year))


def is_working_day(on: date, of: Workdays) -> bool:
    return on.weekday() < 5 and on not in _holidays(of.country, on.year) and on not in of.off


@lru_cache(maxsize=65536)
def add_working_days(on: date, count: int, of: Workdays) -> date:
    """The date `count` working days after `on` (before, when negative). 0 gives `on` itself."""
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        on += step
        if is_working_day(on, of):
            left -= 1
    return on


def on_or_after_working_day(on: date, of: Workdays) -> date:
    return on if is_working_day(on, of) else add_working_days(on, 1, of)


def working_days_between(first: date, last: date, of: Workdays) -> int:
    """Working days in first..last, both ends counted."""
    days = (last - first).days + 1
    return sum(is_working_day(first + timedelta(days=n), of) for n in range(max(days, 0)))


def working_minutes(first: datetime, last: datetime, zone: str, of: Workdays) -> int:
    """Whole minutes of working hours between two instants: from OPENS to CLOSES of working days in a zone."""
    day, end, worked = local_date(first, zone), local_date(last, zone), timedelta()
    while day <= end:
        if is_working_day(day, of):
            opens, closes = at_local(day, OPENS, zone), at_local(day, CLOSES, zone)
            worked += max(min(last, closes) - max(first, opens), timedelta())
        day += DAY
    return worked // timedelta(minutes=1)


def last_of_week(on: date) -> date:
    """The Sunday of its week."""
    return on + (6 - on.weekday()) * DAY


def week_of(on: date) -> str:
    """ISO week as in `2026-W47`: the name of a digest's week."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}"


def months_between(first: date, last: date) -> int:
    """Whole months from first to last."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
