"""Who is loyal: from the fifth purchase or the third year on, active; ranked; thanked and treated last."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rules.facts.movement import Movement
from rules.loyal import Loyal, is_past, last_thanked, last_treated, loyal, ranked, treats_cost
from rules.records import Record, Standing

from ..builders import TODAY, a_referral, a_thanks, an_account, days_ago


def bought(*ago: int, minor: int = 1000) -> tuple[Movement, ...]:
    return tuple(Movement(days_ago(n), "purchase", minor, "USD") for n in ago)


def young(**given: Any) -> Record:
    return an_account(**{"exists_on": days_ago(400), **given})


def test_five_days_with_a_purchase_make_it_loyal_and_four_do_not():
    four = bought(100, 80, 60, 40)
    assert loyal(young(movements=four), TODAY) is None
    there = loyal(young(movements=(*four, *bought(20))), TODAY)
    assert there is not None
    assert (there.purchases, there.years, there.name) == (5, 1, "Acme")


@pytest.mark.parametrize("more", [bought(40), bought(20, minor=-1000), bought(20, minor=0)])
def test_twice_a_day_is_one_and_a_refund_is_none(more: tuple[Movement, ...]):
    assert loyal(young(movements=(*bought(100, 80, 60, 40), *more)), TODAY) is None


def test_recurring_revenue_is_no_purchase():
    grown = tuple(Movement(days_ago(n), "expansion", 1000, "USD") for n in range(5, 60, 10))
    assert loyal(young(movements=grown), TODAY) is None


def test_three_whole_years_make_it_loyal_from_that_day_on():
    account = young(started_on=date(2023, 11, 18))
    assert loyal(account, date(2026, 11, 17)) is None
    there = loyal(account, TODAY)
    assert there is not None
    assert (there.years, there.since) == (3, date(2023, 11, 18))


def test_without_a_start_it_counts_from_when_it_exists():
    assert loyal(young(exists_on=date(2023, 11, 18)), TODAY) is not None
    assert loyal(young(exists_on=date(2023, 11, 19)), TODAY) is None


def test_as_of_a_day_with_its_purchases_and_its_standing():
    account = young(movements=bought(100, 80, 60, 40, 20))
    assert loyal(account, days_ago(21)) is None
    left = Standing(days_ago(10), 1, "A", status="churned")
    gone = an_account(
        status="churned",
        movements=bought(100, 80, 60, 40, 20),
        standings=(Standing(days_ago(400), 1, "A"), left),
    )
    gone = Record(**{**gone.__dict__, "today": TODAY})
    assert loyal(gone, TODAY) is None
    assert loyal(gone, days_ago(15)) is not None


def test_paused_is_not_loyal_while_it_is():
    assert loyal(young(movements=bought(9, 8, 7, 6, 5), status="paused"), TODAY) is None


def a_loyal(name: str, purchases: int, since: date) -> Loyal:
    return Loyal(1, name, purchases, 3, since)


def test_ranked_by_purchases_then_by_days_then_by_name():
    those = [
        a_loyal("late", 5, days_ago(10)),
        a_loyal("b", 5, days_ago(20)),
        a_loyal("A", 5, days_ago(20)),
        a_loyal("most", 9, days_ago(1)),
    ]
    assert [x.name for x in ranked(those)] == ["most", "A", "b", "late"]


def test_thanked_by_a_thank_you_or_for_whom_they_sent_and_treats_stand_apart():
    record = an_account(
        thanks=(a_thanks(days_ago(50)), a_thanks(days_ago(10), "event")),
        referrals=(a_referral(days_ago(60), thanked_on=days_ago(40)), a_referral(days_ago(5), kind="given")),
    )
    assert last_thanked(record, TODAY) == days_ago(40)
    assert last_thanked(record, days_ago(45)) == days_ago(50)
    assert last_thanked(record, days_ago(51)) is None
    assert last_treated(record, TODAY) == days_ago(10)
    assert last_treated(record, days_ago(11)) is None


def test_a_thank_you_counts_for_a_year():
    assert is_past(None, TODAY)
    assert not is_past(TODAY - timedelta(days=364), TODAY)
    assert is_past(TODAY - timedelta(days=365), TODAY)


def test_what_treats_cost_by_currency_says_what_nobody_knows():
    record = an_account(
        thanks=(
            a_thanks(days_ago(400), "event", cost=99),
            a_thanks(days_ago(30), cost=50, currency="USD"),
            a_thanks(days_ago(20), "event", cost=20_000, currency="USD"),
            a_thanks(days_ago(20), "reward", cost=500, currency="JPY"),
            a_thanks(days_ago(10), "tier", cost=100, currency="USD"),
            a_thanks(days_ago(5), "upgrade"),
        )
    )
    cost = treats_cost(record, days_ago(30), TODAY)
    assert (dict(cost.costs), cost.treats, cost.unknown) == ({"USD": 20_100, "JPY": 500}, 4, 1)
