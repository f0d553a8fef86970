"""How an account's health went: on which days, and as of each."""

from __future__ import annotations

from dataclasses import replace

from rules.course import SPAN, STEP, course
from rules.health import assess
from rules.records import Standing

from ..builders import POLICY, TODAY, a_touch, an_account, an_override, days_ago

MONTHLY = [a_touch(days_ago(n), sentiment="happy") for n in range(60, 480, 10)]


def test_each_ten_days_of_the_last_180_the_day_itself_last():
    points = course(an_account(touches=MONTHLY, exists_on=days_ago(500)), TODAY, POLICY)
    assert [p.on for p in points] == [days_ago(n) for n in range(SPAN, -1, -STEP)]
    assert len(points) <= 20, "what a chart takes"


def test_a_point_is_the_score_that_was_shown_that_day():
    """Under its ceiling, by the tier of that day, whatever was said of it."""
    was_c = (Standing(days_ago(500), 1, "C"), Standing(days_ago(15), 1, "A"))
    record = an_account(
        touches=MONTHLY, exists_on=days_ago(500), standings=was_c, overrides=(an_override("at risk"),)
    )
    scores = {p.on: p.score for p in course(record, TODAY, POLICY)}
    assert scores == {day: assess(record, day, POLICY).score for day in scores}
    assert (scores[days_ago(20)] > 49, scores[days_ago(10)]) == (True, 49), "an A beyond twice its cadence"


def test_days_without_a_score_are_left_out():
    young = an_account(
        touches=[a_touch(days_ago(n), sentiment="happy") for n in (1, 20, 35)],
        exists_on=days_ago(45),
        added_on=days_ago(45),
    )
    points = course(young, TODAY, POLICY)
    assert points
    assert min(p.on for p in points) >= days_ago(45)
    assert all(assess(young, p.on, POLICY).computed != "not enough known" for p in points)
    gone = (Standing(days_ago(500), 1, "A"), Standing(days_ago(25), 1, "A", status="churned"))
    left = an_account(touches=MONTHLY, exists_on=days_ago(500), standings=gone, status="churned")
    assert max(p.on for p in course(replace(left, today=TODAY), TODAY, POLICY)) == days_ago(30)
