"""What is told of an account's health at once, against what each is told when it is asked for alone."""

from __future__ import annotations

from datetime import date

from rules.cadence import due, read_on
from rules.health import assess, assess_with_trend
from rules.policy import Policy
from rules.reassess import kept
from rules.records import Record
from rules.trend import fall

from .plain_reassess import plain_reassess_on
from .plain_trend import plain_trend


def assert_as_told_plainly(record: Record, on: date, policy: Policy) -> None:
    health, trend = assess_with_trend(record, on, policy)
    assert health == assess(record, on, policy)
    assert repr(trend) == repr(plain_trend(record, on, policy))
    week = fall(record, on, policy)
    assert (week.fall, week.behind) == (trend.fall, trend.behind)
    trouble = health.trouble
    due_on = due(record, on, policy, trouble=trouble).on
    look_on, again_on = read_on(record, on, policy, trouble=trouble), plain_reassess_on(record, on, policy)
    told = due_on, health.at_risk, trouble, health.happened, look_on, again_on
    assert kept(record, on, policy) == told
