"""Boundaries of the calendar: DST, leap day, weekends, holidays."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest

from rules import calendar
from rules.calendar import Workdays, local_date


@pytest.mark.parametrize(
    ("on", "count", "country", "expected"),
    [
        (date(2026, 11, 20), 1, "US", date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 25), 1, "US", date(2026, 11, 27)),  # over Thanksgiving
        (date(2026, 11, 25), 1, "DE", date(2026, 11, 26)),  # which Germany doesn't have
        (date(2026, 11, 23), -1, "US", date(2026, 11, 20)),
        (date(2024, 2, 28), 1, "US", date(2024, 2, 29)),  # leap day
        (date(2026, 11, 18), 0, "US", date(2026, 11, 18)),
        (date(2026, 11, 20), 1, "Japan", date(2026, 11, 24)),  # by its name, too
        (date(2026, 12, 31), 1, "xx", date(2027, 1, 1)),  # unknown country: no holidays
    ],
)
def test_working_days(on, count, country, expected):
    assert calendar.add_working_days(on, count, Workdays(country)) == expected


@pytest.mark.parametrize(
    ("on", "zone", "expected"),
    [
        # the day clocks go forward
        (date(2026, 3, 29), "Europe/Berlin", datetime(2026, 3, 29, 6, 45, tzinfo=UTC)),
        (date(2026, 10, 25), "Europe/Berlin", datetime(2026, 10, 25, 7, 45, tzinfo=UTC)),  # and back
        (date(2026, 11, 18), "Asia/Kolkata", datetime(2026, 11, 18, 3, 15, tzinfo=UTC)),
        (date(2026, 11, 18), "Pacific/Kiritimati", datetime(2026, 11, 17, 18, 45, tzinfo=UTC)),
    ],
)
def test_local_sending_time_holds_on_dst_days(on, zone, expected):
    assert calendar.at_local(on, time(8, 45), zone) == expected


def test_unknown_zone_is_utc():
    assert calendar.local_date(datetime(2026, 1, 1, tzinfo=UTC), "Mars/Olympus") == date(2026, 1, 1)


def test_dates_in_a_zone_are_those_that_the_zone_itself_says():
    chance, zones = random.Random(7), sorted(available_timezones())
    near = (timedelta(0), timedelta(seconds=1), timedelta(minutes=15), timedelta(hours=1))
    for _ in range(1500):
        zone = chance.choice(zones)
        day = datetime(1900, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(365 * 200))
        midnight = day - (day.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0))
        instants = (day + timedelta(seconds=chance.randrange(86_400)), *(midnight + x for x in near))
        for at in (*instants, *(midnight - x for x in near)):
            assert local_date(at, zone) == at.astimezone(ZoneInfo(zone)).date(), (at, zone)


@pytest.mark.parametrize(
    ("zone", "on"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
        ("America/Havana", date(2026, 11, 1)),  # set back at midnight: the date comes twice
        ("Europe/Lisbon", date(2026, 10, 25)),
        ("Africa/Casablanca", date(2026, 2, 15)),
    ],
)
def test_dates_where_a_zone_changes(zone: str, on: date):
    begins = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(days=2)
    for minutes in range(0, 5 * 24 * 60, 7):
        at = begins + timedelta(minutes=minutes)
        assert local_date(at, zone) == at.astimezone(ZoneInfo(zone)).date(), at


def test_countries_are_those_whose_holidays_are_known():
    known = holidays.list_supported_countries()
    assert all(calendar.is_country(code) for code in known)
    assert set(known) == calendar._countries()
