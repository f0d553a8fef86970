"""Local dates, working days and sending times. Knows zones and public holidays, nothing of accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from .language.countries import code_of

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
    return code.upper() in _countries()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """What `list_supported_countries` gives, without loading every country for it."""
    from holidays.registry import COUNTRIES  # with its package six megabytes: for whoever has a country

    return frozenset(code for known in COUNTRIES.values() for code in known[1:] if len(code) in {2, 3})


def local_date(at: datetime, zone: str) -> date:
    """The date of an instant in a zone; at either end of the calendar, the calendar's first or last date."""
    if at.tzinfo is UTC:  # as stored: a record has hundreds, and asking a zone for each is dear
        turns = _turns(at.date(), zone)
        if turns is not None:
            return turns[1] if at < turns[0] else turns[2]
    try:
        return at.astimezone(zone_of(zone)).date()
    except OverflowError:
        return at.date()


@lru_cache(maxsize=16384)
def _turns(day: date, zone: str) -> tuple[datetime, date, date] | None:
    """The instant of a UTC day at which a date in a zone ends, that date and the next; None where the zone's
    offset changes on the day, or at either end of the calendar."""
    begins = datetime.combine(day, time(0), UTC)
    try:
        offsets = {(begins + timedelta(minutes=n)).astimezone(zone_of(zone)).utcoffset() for n in _LOOKED_AT}
        ahead = offsets.pop() or timedelta(0)
        if offsets or not timedelta(days=-1) < ahead < timedelta(days=1):
            return None
        before = (begins + ahead).date() if ahead < timedelta(0) else day
        return datetime.combine(before + DAY, time(0), UTC) - ahead, before, before + DAY
    except OverflowError:
        return None


_LOOKED_AT = range(0, 24 * 60 + 1, 60)


def at_local(on: date, clock: time, zone: str) -> datetime:
    """The UTC instant of a wall-clock time; a time that a DST change skips is the same distance after the
    gap began."""
    return datetime.combine(on, clock, zone_of(zone)).astimezone(UTC)


@lru_cache(maxsize=65536)
def start_of(on: date, zone: str) -> datetime:
    return at_local(on, time(0), zone)


WEEK = "12345"  # the ISO weekdays of a whole week
SATURDAY_CLOSES = time(13)
"""Who works on Saturdays works half of them."""


class Workdays(NamedTuple):
    """Which days somebody works: the ISO weekdays of their `week`, but for the public holidays of their
    `country` (by code or name; unknown: none), the days that their company there closes each year
    (`closed`, as 12-29), and the days `off` that are their own."""

    country: str = ""
    off: frozenset[date] = frozenset()
    week: str = WEEK
    closed: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays

    code = code_of(country)
    return frozenset(holidays.country_holidays(code, years=year)) if is_country(code) else frozenset()


def is_holiday(on: date, country: str) -> bool:
    """Whether it is a public holiday in a country, by its code or name."""
    return on in _holidays(country, on.year)


@lru_cache(maxsize=256)
def holiday_named(name: str, country: str, year: int) -> date | None:
    """The day in a year of the public holiday that is called so in English; None where there is none."""
    import holidays

    known = holidays.country_holidays(country, years=year, language="en_US")
    return next((day for day, called in sorted(known.items()) if name in called.split("; ")), None)


def is_working_day(on: date, of: Workdays) -> bool:
    return (
        str(on.isoweekday()) in of.week
        and on not in _holidays(of.country, on.year)
        and on not in of.off
        and not (of.closed and f"{on:%m-%d}" in of.closed)
    )


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


@lru_cache(maxsize=65536)
def on_or_after_working_day(on: date, of: Workdays) -> date:
    return on if is_working_day(on, of) else add_working_days(on, 1, of)


@lru_cache(maxsize=65536)
def working_days_between(first: date, last: date, of: Workdays) -> int:
    """Working days in first..last, both ends counted."""
    days = (last - first).days + 1
    return sum(is_working_day(first + timedelta(days=n), of) for n in range(max(days, 0)))


def working_minutes(first: datetime, last: datetime, zone: str, of: Workdays) -> int:
    """Whole minutes of working hours between two instants: from OPENS to CLOSES of working days in a zone,
    on Saturdays to SATURDAY_CLOSES."""
    day, end, worked = local_date(first, zone), local_date(last, zone), timedelta()
    while day <= end:
        if is_working_day(day, of):
            ends = SATURDAY_CLOSES if day.isoweekday() == 6 else CLOSES
            opens, closes = at_local(day, OPENS, zone), at_local(day, ends, zone)
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
