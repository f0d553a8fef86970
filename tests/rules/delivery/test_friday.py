"""On which day and at which instant a week is summed up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from rules.calendar import at_local, local_date, week_of
from rules.delivery.own import Own
from rules.delivery.sending import friday
from rules.own_calendar import Calendar, Span
from rules.policy import Policy
from rules.records import Person

from ...builders import a_person

POLICY = Policy()
MINUTE = timedelta(minutes=1)


def berlin(**given: object) -> Person:
    return a_person(**{"zone": "Europe/Berlin", "country": "DE", **given})


@pytest.mark.parametrize(
    ("what", "person", "monday", "on"),
    [
        ("a week", berlin(), date(2026, 11, 16), date(2026, 11, 20)),
        ("Good Friday", berlin(), date(2026, 3, 30), date(2026, 4, 2)),
        ("Christmas on a Friday", berlin(), date(2026, 12, 21), date(2026, 12, 24)),
        ("company days", berlin(calendar=Calendar(closed=frozenset({"12-24"}))), date(2026, 12, 21),
         date(2026, 12, 23)),
        ("Monday to Thursday", berlin(calendar=Calendar("1234")), date(2026, 11, 16), date(2026, 11, 19)),
        ("Sunday to Thursday", berlin(calendar=Calendar("71234")), date(2026, 11, 16), date(2026, 11, 19)),
        ("Saturdays too", berlin(calendar=Calendar("123456")), date(2026, 11, 16), date(2026, 11, 20)),
        ("weekends alone", berlin(calendar=Calendar("67")), date(2026, 11, 16), date(2026, 11, 21)),
        ("the clocks change on Sunday", berlin(), date(2026, 10, 19), date(2026, 10, 23)),
        ("they changed", berlin(), date(2026, 10, 26), date(2026, 10, 30)),
    ],
)  # fmt: skip
def test_the_last_working_day_up_to_friday(what: str, person: Person, monday: date, on: date):
    opens = at_local(on, time(15, 30), "Europe/Berlin")
    early = friday(opens - MINUTE, person, POLICY)
    assert (early.on, early.open, early.again_at) == (on, False, opens), what
    now = friday(opens, person, POLICY)
    assert now.open
    assert now.again_at > opens
    ends = at_local(on + timedelta(days=1), time(0), "Europe/Berlin")
    assert friday(ends - MINUTE, person, POLICY).open, "late, to the end of the day"
    assert not friday(ends, person, POLICY).open
    assert friday(at_local(monday, time(9), "Europe/Berlin"), person, POLICY).again_at == opens


def test_a_week_without_a_working_day_has_none():
    closed = frozenset(f"{date(2026, 12, 21) + timedelta(n):%m-%d}" for n in range(5))
    person = berlin(calendar=Calendar(closed=closed))
    there = (
        friday(at_local(date(2026, 12, 21 + n), time(16), "Europe/Berlin"), person, POLICY) for n in range(7)
    )
    assert not any(at.open for at in there)


def test_days_off_cancel_it_and_move_nothing():
    away = Calendar(away=(Span(date(2026, 11, 20), date(2026, 11, 20), covered=True),))
    at = friday(at_local(date(2026, 11, 19), time(16), "Europe/Berlin"), berlin(calendar=away), POLICY)
    assert (at.on, at.open) == (date(2026, 11, 20), False)
    assert not friday(at.opens_at, berlin(calendar=away), POLICY).open


def test_their_own_time_goes_before_the_team_s():
    own = berlin(own=Own(friday_at="11:00"))
    assert friday(datetime(2026, 11, 20, 10, tzinfo=UTC), own, Policy(friday_at="14:00")).open
    assert not friday(datetime(2026, 11, 20, 10, tzinfo=UTC), berlin(), Policy(friday_at="14:00")).open


@pytest.mark.parametrize("zone", sorted(available_timezones())[::40])
def test_once_a_week_for_a_year_in_any_zone(zone: str):
    """Looked at where the look before said: open once a local week, at the time of day there."""
    person, at, seen = a_person(zone=zone, country=""), datetime(2026, 1, 5, tzinfo=UTC), list[str]()
    for _ in range(52):
        at = friday(at, person, POLICY).again_at
        assert friday(at, person, POLICY).open
        assert not friday(at - MINUTE, person, POLICY).open
        assert at.astimezone(ZoneInfo(zone)).time() == time(15, 30)
        seen.append(week_of(local_date(at, zone)))
    assert len(set(seen)) == 52
