"""Coverage, revenue, digest figures, tier proposals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.cadence import came_due_on
from rules.coverage import coverage, neglect, seen, untouched
from rules.digest import compose
from rules.facts.movement import Movement, renewal_after
from rules.phrase import Money, say
from rules.policy import Policy
from rules.records import Standing
from rules.revenue import Missing, annual_money, annual_revenue, growth, recurring, retentions
from rules.segments import propose_tiers
from rules.week import Done, Logged

from ..builders import POLICY, TODAY, a_person, a_touch, an_account, days_ago, in_days


@pytest.mark.parametrize(
    ("silent", "covered"), [(0, True), (14, True), (15, True), (19, True), (20, False), (40, False)]
)
def test_covered_within_cadence_and_grace(silent, covered):
    # due Nov 18 minus ... : 14 days + 3 working days; on a Wednesday 19 days of silence is the third working
    # day after due
    assert seen(an_account(days_ago(silent)), TODAY, POLICY).covered == covered


def test_never_touched_counts_only_once_due():
    fresh = an_account(id=7, tier="B", added_on=days_ago(1), exists_on=days_ago(1))
    assert not seen(fresh, TODAY, POLICY).counted
    late = an_account(id=7, tier="B", added_on=days_ago(60), exists_on=days_ago(60))
    assert (seen(late, TODAY, POLICY).counted, seen(late, TODAY, POLICY).covered) == (True, False)


def test_snoozed_stays_in_paused_and_churned_don_t():
    assert seen(an_account(days_ago(40), snoozed_until=in_days(9)), TODAY, POLICY).counted
    paused = an_account(
        days_ago(40),
        status="paused",
        standings=(Standing(days_ago(99), 1, "A", status="paused", until=in_days(9)),),
    )
    assert not seen(paused, TODAY, POLICY).counted
    over = an_account(
        days_ago(40), standings=(Standing(days_ago(99), 1, "A", status="paused", until=days_ago(1)),)
    )
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


def test_what_never_got_anything_of_value_is_not_value_covered():
    """Within grace or not: DOMAIN, Coverage."""
    fresh = {"added_on": days_ago(15), "exists_on": days_ago(15), "id": 1}
    first = came_due_on(an_account(**fresh), TODAY, POLICY)
    never = seen(an_account(**fresh), first, POLICY)
    assert (never.counted, never.covered, never.value_covered) == (True, True, False)
    chatted = seen(an_account(touches=[a_touch(days_ago(1), purpose="check_in")]), TODAY, POLICY)
    assert (chatted.covered, chatted.value_covered) == (True, False)


def test_a_pauses_end_is_a_due_date_with_its_grace():
    """In rhythm on the day it ends and through the grace; neglected only one more cadence later."""

    def ended(days):
        stood = (
            Standing(days_ago(400), 1, "A"),
            Standing(days_ago(300), 1, "A", status="paused", until=days_ago(days)),
        )
        return an_account(days_ago(320), status="paused", paused_until=days_ago(days), standings=stood)

    at_its_end, after_grace, much_later = (seen(ended(n), TODAY, POLICY) for n in (0, 6, 15))
    assert (at_its_end.counted, at_its_end.covered, at_its_end.neglected) == (True, True, False)
    assert (after_grace.covered, after_grace.neglected) == (False, False)
    assert (much_later.covered, much_later.neglected) == (False, True)
    assert not seen(ended(-1), TODAY, POLICY).counted


def test_who_is_in_rhythm_is_not_neglected():
    fresh = an_account(added_on=days_ago(10), exists_on=days_ago(900), started_on=days_ago(900))
    shown = seen(fresh, came_due_on(fresh, TODAY, POLICY), POLICY)
    assert (shown.covered, shown.neglected) == (True, False)


def test_not_needed_stays_in_the_denominator():
    put_off = an_account(added_on=days_ago(60), exists_on=days_ago(60), not_needed_until=in_days(9))
    assert (seen(put_off, TODAY, POLICY).counted, seen(put_off, TODAY, POLICY).covered) == (True, False)


def test_an_account_not_touched_by_then_is_untouched_whatever_came_later():
    record = an_account(days_ago(2), exists_on=days_ago(100), added_on=days_ago(1))
    then = seen(record, days_ago(30), POLICY)
    assert (then.counted, then.covered, then.touched, then.silent) == (True, False, False, 70)


def test_coverage_by_count_and_revenue_and_value():
    all_of = [
        seen(r, TODAY, POLICY)
        for r in (
            an_account(days_ago(1), id=1, annual=300),
            an_account(days_ago(50), id=2, annual=100),
            an_account(touches=[a_touch(days_ago(1), purpose="check_in")], id=3, annual=100),
        )
    ]
    share = coverage(all_of)
    assert (share.part, share.whole, share.by_count, share.by_revenue) == (2, 3, pytest.approx(2 / 3), 0.8)
    assert coverage(all_of, value=True).part == 1
    assert [a.id for a in untouched(all_of)] == [2]
    assert [a.id for a in neglect(all_of)] == [2]
    assert coverage([]).by_count is None


def moved(*moves, currency="USD"):
    return tuple(Movement(on, kind, minor, currency=currency) for on, kind, minor in moves)


def kept(*books, policy=POLICY, on=TODAY, **standings):
    """Retention of accounts by their movements; `n3=[...]`: the standings of the third."""
    records = [
        an_account(id=n, name=f"n{n}", movements=moves, standings=standings.get(f"n{n}"))
        for n, moves in enumerate(books, 1)
    ]
    return retentions(records, {1}, on, policy=policy)


def test_nrr_and_grr_of_recurring_revenue():
    (shown,) = kept(
        moved((days_ago(500), "new", 100), (days_ago(100), "expansion", 60)),
        moved((days_ago(500), "new", 100), (days_ago(100), "contraction", 20)),
        moved((days_ago(500), "new", 100), (days_ago(30), "churn", 100)),
        moved((days_ago(30), "new", 999)),  # not in the cohort
    )
    assert shown.nrr == pytest.approx(240 / 300)
    assert shown.grr == pytest.approx(180 / 300)
    assert shown.nrr_without_largest == pytest.approx(180 / 300)
    assert (shown.largest_name, shown.lost, shown.cohort) == ("n1", 1, 3)


def test_an_account_marked_churned_stays_in_the_cohort_at_nothing():
    """Two of 1,000, one churned, +100 on the other: 55 % and 50 %, not 110 % and 100 %."""
    two = (
        moved((days_ago(500), "new", 1000)),
        moved((days_ago(500), "new", 1000), (days_ago(9), "expansion", 100)),
    )
    gone = (Standing(days_ago(400), 1, "A"), Standing(days_ago(40), 1, "A", status="churned"))
    (shown,) = kept(*two, n1=gone)
    assert (shown.nrr, shown.grr, shown.lost, shown.cohort) == (0.55, 0.5, 1, 2)
    (before,) = kept(*two, n1=gone, on=days_ago(41))
    assert (before.nrr, before.grr, before.lost) == (1.0, 1.0, 0)
    given_away = (Standing(days_ago(400), 2, "A"),)
    (shown,) = kept(*two, n1=given_away)
    assert (shown.nrr, shown.cohort) == (1.1, 1), "somebody else's at the end"
    churned_elsewhere = (
        *gone[:1],
        Standing(days_ago(40), 1, "A", status="churned"),
        Standing(days_ago(2), 2, "A", status="churned"),
    )
    assert kept(*two, n1=churned_elsewhere)[0].cohort == 2, "ours when it churned"


def test_recurring_revenue_is_never_below_nothing_on_any_day():
    moves = moved(
        (days_ago(90), "new", 100), (days_ago(60), "contraction", 250), (days_ago(30), "expansion", 70)
    )
    assert [recurring(moves, days_ago(n)) for n in (91, 90, 60, 30)] == [0, 100, 0, 70]
    same_day = moved((days_ago(30), "contraction", 30), (days_ago(30), "new", 100))
    assert recurring(same_day, TODAY) == 70


def test_a_revived_account_brings_what_came_since():
    moves = moved((days_ago(800), "new", 1000), (days_ago(99), "new", 500))
    back = (
        Standing(days_ago(900), 1, "A"),
        Standing(days_ago(200), 1, "A", status="churned"),
        Standing(days_ago(100), 1, "A"),
    )
    (shown,) = kept(moves, n1=back)
    assert (shown.nrr, shown.lost) == (0.5, 0)
    record = an_account(movements=moves, standings=back, annual=None)
    assert annual_revenue(record, TODAY, POLICY) == 500
    assert growth(record, TODAY, POLICY) == (-0.5, 12)


def test_without_its_largest_expansion_is_computed_anew():
    moves = (
        (days_ago(800), "new", 100),
        (days_ago(200), "expansion", 60),
        (days_ago(100), "contraction", 155),
        (days_ago(50), "expansion", 40),
    )
    (shown,) = kept(moved(*moves))
    assert (shown.nrr, shown.nrr_without_largest) == (0.45, 0.4)


def test_a_purchase_still_to_come_is_no_part():
    assert len(kept(moved((days_ago(500), "new", 100), (in_days(3), "purchase", 5)))) == 1


def test_an_account_that_bought_and_churned_is_lost():
    gone = (Standing(days_ago(900), 1, "A"), Standing(days_ago(200), 1, "A", status="churned"))
    (shown,) = kept(moved((days_ago(500), "purchase", 100), (days_ago(300), "purchase", 100)), n1=gone)
    assert (shown.nrr, shown.lost, shown.cohort) == (1.0, 1, 1)


def test_purchases_compare_twelve_months_with_the_twelve_before():
    bought = (
        moved((days_ago(400), "purchase", 100), (days_ago(20), "purchase", 150)),
        moved((days_ago(10), "purchase", 99)),
    )
    (shown,) = kept(*bought)
    assert (shown.nrr, shown.grr, shown.basis) == (1.5, 1.0, "purchases"), "GRR never above 100 %"
    (refunded,) = kept(
        moved(
            (days_ago(400), "purchase", 100), (days_ago(20), "purchase", 80), (days_ago(9), "purchase", -30)
        )
    )
    assert refunded.nrr == 0.5
    (none,) = kept(moved((days_ago(20), "purchase", 150)))
    assert none.nrr == Missing(say("no purchases in the 12 months before"))
    (nothing,) = kept(())
    assert nothing.nrr == Missing(say("no revenue by date is on file"))


def test_a_book_with_both_kinds_shows_each_for_its_part():
    both = kept(
        moved((days_ago(500), "new", 100), (days_ago(100), "contraction", 20)),
        moved((days_ago(400), "purchase", 100), (days_ago(20), "purchase", 150)),
    )
    assert [(r.basis, r.nrr) for r in both] == [("recurring", 0.8), ("purchases", 1.5)]


def test_amounts_without_a_rate_stand_beside_in_their_own_currency():
    dollars, euros = (
        moved((days_ago(500), "new", 100)),
        moved((days_ago(500), "new", 200), (days_ago(9), "contraction", 100), currency="EUR"),
    )
    apart = kept(dollars, euros)
    assert [(r.currency, r.nrr) for r in apart] == [("USD", 1.0), ("EUR", 0.5)]
    (together,) = kept(dollars, euros, policy=Policy(rates={"EUR": 2.0}))
    assert together.nrr == 0.6
    mixed = an_account(movements=(*dollars, *euros))
    assert annual_revenue(mixed, TODAY, POLICY) is None, (
        "a sum of which one part is unknown is unknown, not less"
    )
    in_euros = an_account(movements=euros, annual=None)
    assert annual_revenue(in_euros, TODAY, POLICY) is None
    assert annual_money(in_euros, TODAY, POLICY) == Money(100, "EUR")
    assert annual_money(in_euros, TODAY, Policy(rates={"EUR": 1.1})) == Money(110, "USD")
    assert seen(replace(in_euros, touches=(a_touch(TODAY),)), TODAY, POLICY).brings == Money(100, "EUR")


def test_a_yen_has_no_cents():
    assert Policy(rates={"JPY": 0.0067}).in_reporting_currency(1_000_000, "JPY") == 670_000
    assert Policy(currency="JPY", rates={"USD": 150}).in_reporting_currency(1_00, "USD") == 150


def test_growth_annual_revenue_and_renewals():
    def grown(*moves, currency="USD"):
        return growth(an_account(movements=moved(*moves, currency=currency)), TODAY, POLICY)

    assert grown((days_ago(20), "new", 5)) is None, "nothing can be compared"
    assert grown((days_ago(100), "new", 5), (days_ago(9), "expansion", 5)) == (1.0, 3)
    assert grown((days_ago(500), "new", 5), (days_ago(9), "contraction", 1), currency="EUR") == (
        pytest.approx(-0.2),
        12,
    )
    assert grown((days_ago(500), "purchase", 5), (days_ago(9), "purchase", -9)) == (-1.0, 12), (
        "never below nothing"
    )

    def brings(*moves, **given):
        return annual_revenue(an_account(movements=moved(*moves), **given), TODAY, POLICY)

    assert brings((days_ago(9), "new", 7), annual_given=5) == 5
    assert brings((days_ago(9), "new", 7)) == 7
    assert brings((days_ago(9), "purchase", 7), (days_ago(400), "purchase", 9)) == 7
    assert brings((days_ago(400), "purchase", 9)) == 0
    assert brings((days_ago(90), "purchase", 5), (days_ago(9), "purchase", -9)) == 0, (
        "refunds don't make it less than nothing"
    )
    assert brings((days_ago(9), "renewal", 0)) is None
    assert brings() is None
    euros = moved((days_ago(900), "purchase", 100), currency="EUR")
    known = an_account(movements=(*euros, *moved((days_ago(300), "new", 8400))))
    assert annual_revenue(known, TODAY, POLICY) == 8400, "recurring revenue first, whatever was bought once"
    assert renewal_after(moved((date(2026, 2, 20), "renewal", 0)), date(2026, 3, 1)) == date(2027, 3, 1)


def test_tier_proposals_from_revenue():
    shown = propose_tiers({n: 1000 if n == 1 else 500 if n == 2 else 10 for n in range(1, 11)})
    assert [shown[n] for n in (1, 2)] == ["A", "A"], "80 % of revenue, at most a fifth of the book"
    assert [t for t in shown.values()].count("B") == 3


def test_capacity_says_how_many_to_move():
    team = [a_person(id=1)]
    records = [an_account(days_ago(1), id=n, name=f"n{n}") for n in range(1, 31)]
    card = compose(records, team, TODAY, policy=POLICY, done=Done(month={1: 28})).capacity[0]
    assert card.needed == pytest.approx(30 * 7 / (5 * 14))
    assert card.made == pytest.approx(28 / 19)
    assert card.move == 15


def test_effort_per_tier_and_changes_in_the_week():
    records = [
        an_account(
            days_ago(1), id=1, standings=(Standing(days_ago(99), 1, "B"), Standing(days_ago(2), 1, "A"))
        ),
        an_account(days_ago(1), id=2, tier="C", name="C co"),
    ]
    card = compose(
        records,
        [a_person(id=1)],
        TODAY,
        policy=POLICY,
        done=Done(
            week=[Logged(1, 3, 2, value_adding=1, minutes=60, estimated_minutes=20)],
            quarter=[
                Logged(1, 9, 8, value_adding=4, minutes=200, estimated_minutes=20),
                Logged(2, 1, 1, value_adding=0, minutes=5, estimated_minutes=5),
            ],
        ),
    )
    a, _, c = card.effort
    assert (a.touches, a.minutes, a.value_adding, a.quarter_touches) == (3, 60, 1, 9)
    assert (c.touches, c.quarter_touches) == (0, 1)
    assert card.changes[0][1] == say("{was} to {tier}", was="B", tier="A")
    assert card.effort[0].revenue == card.tiers["A"].revenue_whole, "parts 1 and 2 name one figure"


def test_a_tier_moved_today_leaves_past_effort_where_it_was():
    record = an_account(
        days_ago(1), id=1, standings=(Standing(days_ago(99), 1, "B"), Standing(days_ago(2), 1, "A"))
    )
    quarter = [
        Logged(1, 4, 4, value_adding=4, minutes=80, estimated_minutes=0, on=days_ago(30)),
        Logged(1, 1, 1, value_adding=1, minutes=20, estimated_minutes=0, on=days_ago(1)),
    ]
    a, b, _ = compose(
        [record], [a_person(id=1)], TODAY, policy=POLICY, done=Done(quarter[1:], quarter)
    ).effort
    assert (a.touches, a.quarter_touches, b.quarter_touches, b.quarter_minutes) == (1, 1, 4, 80)
    left = an_account(
        days_ago(1), id=1, standings=(Standing(days_ago(99), 1, "A"), Standing(days_ago(2), 2, "A"))
    )
    assert (
        compose([left], [a_person(id=1)], TODAY, policy=POLICY, done=Done(quarter=quarter))
        .effort[0]
        .quarter_touches
        == 4
    ), "ours on that day"


def test_a_paused_account_is_in_neither_revenue():
    records = [
        an_account(days_ago(1), id=1, annual=100),
        an_account(days_ago(1), id=2, annual=900, status="paused"),
    ]
    card = compose(records, [a_person(id=1)], TODAY, policy=POLICY)
    assert (card.tiers["A"].revenue_whole, card.effort[0].revenue, card.paused) == (100, 100, 1)


def test_what_goes_well_is_told():
    back = an_account(touches=[a_touch(days_ago(2)), a_touch(days_ago(60))], id=1, name="Back")
    card = compose(
        [back, an_account(touches=[a_touch(days_ago(n)) for n in (1, 14)], id=2)],
        [a_person(id=1)],
        TODAY,
        policy=POLICY,
        done=Done(week=[Logged(1, 1, 1, value_adding=1, minutes=20, estimated_minutes=0)]),
    )
    assert [a.name for a in card.gained] == ["Back"]
    assert card.reached == 1
