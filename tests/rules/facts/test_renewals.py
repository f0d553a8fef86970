"""When a renewal is asked about, and which date comes next."""

from __future__ import annotations

from datetime import date

import pytest

from rules.context import Context
from rules.facts.renewals import next_renewal, renewal_passed
from rules.reasons import best_reason
from rules.records import NextStep

from ...builders import POLICY, TODAY, an_account, days_ago, in_days


@pytest.mark.parametrize(
    ("renews", "status", "asked"),
    [
        (days_ago(1), "active", True),
        (TODAY, "active", False),
        (in_days(1), "active", False),
        (None, "active", False),
        (days_ago(1), "churned", False),
        (days_ago(1), "paused", False),
    ],
)
def test_a_day_that_passed_is_asked_while_the_account_is_active(renews, status, asked):
    account = an_account(days_ago(3), renews_on=renews, status=status).account
    assert renewal_passed(account, TODAY) == (renews if asked else None)


def test_it_is_the_reason_after_a_next_step_that_passed():
    context = Context(POLICY)
    assert (
        best_reason(an_account(days_ago(3), renews_on=days_ago(1)), TODAY, context).kind == "renewal passed"
    )
    step = NextStep(1, "demo", days_ago(2))
    assert (
        best_reason(an_account(days_ago(3), renews_on=days_ago(1), next_step=step), TODAY, context).kind
        == "next step passed"
    )


@pytest.mark.parametrize(
    ("renewed", "today", "following"),
    [
        (date(2026, 11, 3), date(2026, 11, 18), date(2027, 11, 3)),
        (date(2024, 2, 29), date(2024, 3, 4), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2027, 3, 4), date(2028, 2, 29)),
        (date(2019, 5, 3), date(2026, 5, 3), date(2027, 5, 3)),
        (date(2019, 5, 3), date(2026, 5, 2), date(2026, 5, 3)),
        (date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_the_next_yearly_day_lies_ahead(renewed, today, following):
    assert next_renewal(renewed, today) == following
