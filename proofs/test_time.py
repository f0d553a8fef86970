"""A simulated year through the rules that plan sending, in every time zone and at every hour; clocks that
jump; downtime."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest

from rules.calendar import Workdays, is_working_day, local_date, week_of, working_days_between
from rules.delivery.sending import monday, morning
from rules.policy import Policy
from storage import tables
from tests.world import World

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones())


@pytest.mark.sqlite_only
@pytest.mark.parametrize("hour", range(24))
def test_at_most_one_bundle_a_working_day_in_every_zone(hour: int):
    policy = Policy(nudge_at=f"{hour:02d}:30", nudge_until="23:59")
    for n, zone in enumerate(ZONES):
        workdays, now, seen = Workdays(("US", "DE", "JP", "")[n % 4]), START, Counter[date]()
        while now < END:
            at = morning(now, zone, workdays, policy=policy)
            if at.open:
                seen[at.today] += 1
                assert local_date(now, zone) == at.today
                assert is_working_day(at.today, workdays)
            assert at.again_at > now, "it always goes on"
            now = at.again_at
        first, last = local_date(START, zone), local_date(END - timedelta(seconds=1), zone)
        assert set(seen.values()) == {1}, zone
        assert working_days_between(first, last, workdays) - len(seen) <= 1, (
            zone,
            "the first day may have begun",
        )


@pytest.mark.sqlite_only
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_one_digest_a_local_week_in_every_zone(hour: int):
    policy = Policy(digest_at=f"{hour:02d}:30")
    for zone in ZONES:
        now, was, weeks = START, START, Counter[str]()
        while now < END:
            at = monday(now, was, zone, policy=policy)
            if at.open:
                weeks[week_of(at.ends_on)] += 1
            assert at.again_at > now
            now = was = at.again_at
        assert set(weeks.values()) == {1}, zone
        assert 52 <= len(weeks) <= 53, (zone, len(weeks))


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=3), timedelta(days=14)])
def test_after_a_downtime_one_bundle_and_the_newest_digest(world: World, down: timedelta):
    world.account("Acme", last="2026-10-10")
    world.now = datetime(2026, 11, 30, 13, 20, tzinfo=UTC)  # Monday, before anything is due
    world.tick()
    world.now += down + timedelta(minutes=60)
    for _ in range(3):
        world.tick()
        world.deliver()
    posted = Counter(m["channel"] for m in world.slack.posted)
    assert posted == {"DDANA": 1, "DMEL": 1, "DADA": 1}
    assert {str(d.ends_on) for d in world.rows(tables.Digest)} == {
        "2026-11-29" if down < timedelta(days=7) else "2026-12-13"
    }


@pytest.mark.parametrize(
    "jump", [timedelta(hours=2), timedelta(hours=-2), timedelta(days=1), timedelta(days=-1)]
)
@pytest.mark.parametrize("fate", ["told", "not told", "published late"])
def test_a_clock_that_jumps_and_comes_back_doubles_nothing(world: World, jump: timedelta, fate: str):
    """Whether Slack said so, said nothing, or published the message only half a minute later."""
    world.account("Acme", last="2026-10-10")
    late = list[dict[str, Any]]()

    def unknown(given: dict[str, Any]) -> None:
        (late if fate == "published late" else world.slack.posted).append(
            {**given, "ts": world.slack.stamp()}
        )
        raise ConnectionResetError

    world.slack.answers["chat.postMessage"] = [] if fate == "told" else [unknown]
    for step in (timedelta(0), jump, -jump, jump, timedelta(hours=1)):
        world.now += step
        world.time.jump(step.total_seconds())
        world.tick()
        world.deliver()
        world.time.pass_for(70)
        world.slack.posted += late
        late.clear()
    assert Counter(m["channel"] for m in world.slack.posted) == {"DDANA": 1}
