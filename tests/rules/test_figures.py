"""Coverage, revenue, digest figures, tier proposals."""

from __future__ import annotations

from datetime import date

import pytest

from rules.coverage import coverage, neglect, seen, untouched
from rules.digest import compose
from rules.policy import Policy
from rules.records import Movement, Standing
from rules.revenue import Missing, annual_revenue, growth, recurring, renewal_after, retention
from rules.segments import default_segment, propose_tiers
from rules.week import Logged

from ..builders import POLICY, TODAY, a_person, a_touch, an_account, days_ago, in_days


@pytest.mark.parametrize(("silent", "covered"), [(0, True), (14, True), (15, True), (19, True), (20, False), (40, False)])
def test_covered_within_cadence_and_grace(silent, covered):
    # due Nov 18 minus ... : 14 days + 3 working days; on a Wednesday 19 days of silence is the third working day after due
    assert seen(an_account(days_ago(silent)), TODAY, POLICY).covered == covered


def test_never_touched_counts_only_once_due():
    fresh = an_account(id=7, tier="B", added_on=days_ago(1), exists_on=days_ago(1))
    assert not seen(fresh, TODAY, POLICY).counted
    late = an_account(id=7, tier="B", added_on=days_ago(60), exists_on=days_ago(60))
    assert (seen(late, TODAY, POLICY).counted, seen(late, TODAY, POLICY).covered) == (True, False)


def test_snoozed_stays_in_paused_and_churned_don_t():
    assert seen(an_account(days_ago(40), snoozed_until=in_days(9)), TODAY, POLICY).counted
    paused = an_account(days_ago(40), status="paused", standings=(Standing(days_ago(99), 1, "A", "paused", until=in_days(9)),))
    assert not seen(paused, TODAY, POLICY).counted
    over = an_account(days_ago(40), standings=(Standing(days_ago(99), 1, "A", "paused", until=days_ago(1)),))
    assert seen(over, TODAY, POLICY).counted


def test_as_of_an_earlier_date_later_touches_and_owners_don_t_count():
    record = an_account(
        touches=[a_touch(days_ago(2)), a_touch(days_ago(60))],
        standings=(Standing(days_ago(300), 1, "A"), Standing(days_ago(5), 2, "B")),
    )
    then, now = seen(record, days_ago(7), POLICY), seen(record, TODAY, POLICY)
    assert (then.owner_id, then.tier, then.covered, then.silent) == (1, "A", False, 53)
    assert (now.owner_id, now.tier, now.covered, now.silent) == (2, "B", True, 2)
    assert seen(record, days_ago(500), POLICY) is None


def test_coverage_by_count_and_revenue_and_value():
    all_of = [seen(r, TODAY, POLICY) for r in (
        an_account(days_ago(1), id=1, annual=300), an_account(days_ago(50), id=2, annual=100), an_account(touches=[a_touch(days_ago(1), purpose="check_in")], id=3, annual=100))]  # fmt: skip
    share = coverage(all_of)
    assert (share.part, share.whole, share.by_count, share.by_revenue) == (2, 3, pytest.approx(2 / 3), 0.8)
    assert coverage(all_of, value=True).part == 1
    assert [a.id for a in untouched(all_of)] == [2]
    assert [a.id for a in neglect(all_of)] == [2]
    assert coverage([]).by_count is None


def moved(*moves):
    return [Movement(on, kind, minor, "USD") for on, kind, minor in moves]


def test_nrr_and_grr_of_recurring_revenue():
    books = {
        1: moved((days_ago(500), "new", 100), (days_ago(100), "expansion", 60)),
        2: moved((days_ago(500), "new", 100), (days_ago(100), "contraction", 20)),
        3: moved((days_ago(500), "new", 100), (days_ago(30), "churn", 100)),
        4: moved((days_ago(30), "new", 999)),  # not in the cohort
    }
    found = retention(books, TODAY, POLICY)
    assert found.nrr == pytest.approx(240 / 300)
    assert found.grr == pytest.approx(180 / 300)
    assert found.nrr_without_largest == pytest.approx(180 / 300)
    assert found.largest_account == 1


def test_purchases_compare_twelve_months_with_the_twelve_before():
    books = {1: moved((days_ago(400), "purchase", 100), (days_ago(20), "purchase", 150)), 2: moved((days_ago(10), "purchase", 99))}
    assert retention(books, TODAY, POLICY).nrr == 1.5
    assert retention(books, TODAY, POLICY).grr == 1.0, "never above 100 %"
    none = retention({1: moved((days_ago(20), "purchase", 150))}, TODAY, POLICY)
    assert none.nrr == Missing("no purchases in the 12 months before")


def test_currencies_without_a_rate_are_left_out_and_counted():
    books = {1: [Movement(days_ago(500), "new", 100, "USD"), Movement(days_ago(500), "new", 100, "EUR")]}
    assert retention(books, TODAY, POLICY).left_out == 1
    with_rate = Policy(rates={"EUR": 1.1})
    assert recurring(books[1], TODAY, with_rate) == 210


def test_growth_annual_revenue_and_renewals():
    assert growth(moved((days_ago(20), "new", 5)), TODAY, POLICY) is None, "a year cannot be compared"
    assert annual_revenue(5, moved((days_ago(9), "new", 7)), TODAY, POLICY) == 5
    assert annual_revenue(None, moved((days_ago(9), "new", 7)), TODAY, POLICY) == 7
    assert annual_revenue(None, moved((days_ago(9), "purchase", 7), (days_ago(400), "purchase", 9)), TODAY, POLICY) == 7
    assert annual_revenue(None, [], TODAY, POLICY) is None
    assert renewal_after(moved((date(2026, 2, 20), "renewal", 0)), date(2026, 3, 1)) == date(2027, 3, 1)


def test_tier_proposals_from_revenue():
    found = propose_tiers({n: 1000 if n == 1 else 500 if n == 2 else 10 for n in range(1, 11)})
    assert [found[n] for n in (1, 2)] == ["A", "A"], "80 % of revenue, at most a fifth of the book"
    assert [t for t in found.values()].count("B") == 3
    assert default_segment(0.1, 3, False) == "money maker"
    assert default_segment(0.1, 2, False) == "contributor"
    assert default_segment(0.9, 1, False) == "filler"


def test_capacity_says_how_many_to_move():
    team = [a_person(id=1)]
    records = [an_account(days_ago(1), id=n, name=f"n{n}") for n in range(1, 31)]
    found = compose(records, team, TODAY, POLICY, month={1: 28}).capacity[0]
    assert found.needed == pytest.approx(30 * 7 / (5 * 14))
    assert found.made == pytest.approx(28 / 19)
    assert found.move == 15


def test_effort_per_tier_and_changes_in_the_week():
    records = [
        an_account(days_ago(1), id=1, standings=(Standing(days_ago(99), 1, "B"), Standing(days_ago(2), 1, "A"))),
        an_account(days_ago(1), id=2, tier="C", name="C co"),
    ]
    found = compose(
        records,
        [a_person(id=1)],
        TODAY,
        POLICY,
        [Logged(1, 3, 2, 1, 60, 20)],
        [Logged(1, 9, 8, 4, 200, 20), Logged(2, 1, 1, 0, 5, 5)],
    )
    a, _, c = found.effort
    assert (a.touches, a.minutes, a.value_adding, a.quarter_touches) == (3, 60, 1, 9)
    assert (c.touches, c.quarter_touches) == (0, 1)
    assert found.changes[0][1].values == ("B", "A")
