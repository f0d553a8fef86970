"""On which day and at which instant a manager's digest may be planned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from rules.calendar import at_local
from rules.delivery.sending import monday
from rules.policy import Policy

POLICY, ZONE = Policy(), "Asia/Tokyo"
MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)


def at(on: date, minutes: int = 0) -> datetime:
    return at_local(on, POLICY.digest_time, ZONE) + timedelta(minutes=minutes)


def test_it_comes_on_monday_and_the_next_look_is_a_week_later():
    seen = monday(at(MONDAY), at(MONDAY), ZONE, POLICY)
    assert (seen.open, seen.ends_on, seen.again_at) == (True, MONDAY - DAY, at(MONDAY + 7 * DAY))
    assert monday(at(MONDAY, -1), at(MONDAY), ZONE, POLICY).again_at == at(MONDAY)


def test_away_it_waits_for_the_first_day_back_in_its_week():
    away = {MONDAY, MONDAY + DAY}
    seen = monday(at(MONDAY), at(MONDAY), ZONE, POLICY, away)
    assert (seen.open, seen.again_at) == (False, at(MONDAY + 2 * DAY))
    back = monday(at(MONDAY + 2 * DAY), at(MONDAY + 2 * DAY), ZONE, POLICY, away)
    assert (back.open, back.ends_on) == (True, MONDAY - DAY)
    later = monday(at(MONDAY + 3 * DAY), at(MONDAY + 2 * DAY), ZONE, POLICY, away)
    assert later.open, "its time was missed"


def test_away_all_week_there_is_none_and_the_next_is_the_newest():
    for away_for in (5, 7):  # back on a Monday in either case: nobody reads it on a Saturday
        away = {MONDAY + n * DAY for n in range(away_for)}
        for n in range(7):
            seen = monday(at(MONDAY + n * DAY, 600), datetime(2026, 1, 1, tzinfo=UTC), ZONE, POLICY, away)
            assert (seen.open, seen.again_at) == (False, at(MONDAY + 7 * DAY))
