"""What a segment is worth, against sums made another way; what is missing; what is proposed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.words import Viewer
from rules.costs import Costs
from rules.facts.movement import Movement
from rules.growing import Growth
from rules.phrase import Money, say
from rules.policy import Policy
from rules.records import SEGMENTS
from rules.revenue import Missing
from rules.segment_proposals import CONCERNS, HOURS, LET_GO, REPLACE, UPGRADE, Proposals, proposals
from rules.segment_report import Counted, Report, Spent, counted, earning_of, report

from ..builders import TODAY, a_concern, a_need, an_account, days_ago

COSTS = Costs(hour=6000, margin=0.5)


def one(id: int, **given: Any) -> Counted:
    """An account that brings $1,000 a year and takes an hour: it leaves $440."""
    held: dict[str, Any] = {"annual": 100_000, "spent": Spent(60, 15), "margin": 0.5}
    held |= given
    spent = held["spent"]
    return Counted(id, f"Co {id:02}", "C", **{"cost": 6000 * spent.minutes / 60, **held})


def of(those: list[Counted], segment_of: Mapping[int, str], **given: Any) -> Report:
    held = {"paused": 0, "on": TODAY, "costs": COSTS, "ranked": len(those), **given}
    return report(those, segment_of, **held)


def proposed(r: Report, kept: Any = (), share: int = 10) -> Proposals:
    return proposals(r, kept, "USD", share)


def named(r: Report, kind: str, **given: Any) -> list[int]:
    return [p.account.id for p in proposed(r, **given).of(kind)]


MADE = st.lists(
    st.tuples(
        st.sampled_from([*SEGMENTS, ""]),
        st.one_of(st.none(), st.integers(0, 10**9)),
        st.integers(0, 6000),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=30,
)


@given(MADE)
def test_sums_are_those_of_its_accounts(made: list[tuple[str, int | None, int, int]]):
    those = [
        one(n, annual=annual, spent=Spent(minutes, minutes // 2), margin=percent / 100)
        for n, (_, annual, minutes, percent) in enumerate(made)
    ]
    r = of(those, {n: segment for n, (segment, *_) in enumerate(made)})
    for part in (*r.parts, r.whole):
        mine = [m for m in made if m[0] and part.segment in {m[0], ""}]
        paid = [(annual, minutes, share) for _, annual, minutes, share in mine if annual is not None]
        assert (part.accounts, part.unknown) == (len(mine), len(mine) - len(paid))
        assert part.revenue == sum(annual for annual, _, _ in paid)
        assert part.spent == Spent(sum(m[2] for m in mine), sum(m[2] // 2 for m in mine))
        if not paid:
            assert isinstance(part.profit, Missing)
            continue
        left = sum(Fraction(a * share, 100) - Fraction(6000 * minutes, 60) for a, minutes, share in paid)
        assert isinstance(part.profit, int)
        assert abs(part.profit - left) <= 1
        hours = Fraction(sum(minutes for _, minutes, _ in paid), 60)
        if hours:
            assert part.per_hour == pytest.approx(float(part.profit / hours))
            assert part.revenue_per_hour == pytest.approx(float(part.revenue / hours))
    assert [a.id for a in r.without] == [
        n for _, n in sorted((-(m[1] or 0), n) for n, m in enumerate(made) if not m[0] and m[1] is not None)
    ] + [n for n, m in enumerate(made) if not m[0] and m[1] is None]


def test_the_best_hour_is_by_profit_and_by_revenue_where_that_is_unknown():
    those = [one(1, annual=900_000, margin=0.01), one(2, annual=100_000, margin=0.9), one(3)]
    segment_of = {1: "money maker", 2: "contributor", 3: "filler"}
    bare = [replace(a, cost=None) for a in those]
    idle = [replace(a, spent=Spent()) for a in those]
    best = [r.best and r.best.segment for r in (of(some, segment_of) for some in (those, bare, idle))]
    assert best == ["contributor", "money maker", None]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"cost": None}, "cost of an hour (settings)"),
        ({"margin": None}, "margin of 1 account"),
        ({"cost": None, "margin": None}, "cost of an hour (settings) and margin of 1 account"),
    ],
)
def test_what_is_missing_is_said_and_never_nothing(given: dict[str, Any], missing: str):
    r = of([one(1), one(2, **given)], {1: "filler", 2: "filler"})
    part = r.parts[2]
    assert isinstance(part.profit, Missing)
    assert Viewer().plain(part.profit.why) == missing
    assert part.per_hour is None
    assert proposed(r).lacking == r.whole.profit.why  # type: ignore[union-attr]


def test_an_account_of_unknown_revenue_keeps_no_profit_from_the_others():
    r = of([one(1), one(2, annual=None, margin=None, cost=None)], {1: "filler", 2: "filler"})
    assert (r.parts[2].accounts, r.parts[2].profit, r.parts[2].unknown) == (2, 44_000, 1)
    assert r.parts[2].per_hour == 44_000, "of the hour that went to the one whose revenue is known"


def test_margins_are_counted_by_where_they_come_from():
    r = of([one(1, own_margin=True), one(2), one(3, margin=None), one(4)], dict.fromkeys((1, 2, 3), "filler"))
    assert (r.own_margins, r.set_margins) == (1, 1)


def test_a_service_counts_each_account_that_uses_it_however_it_is_written():
    those = [
        one(1, services=("Core", "Planner"), health=80),
        one(2, services=("core", "Core"), health=61, annual=300_000),
        one(3, services=("Planner",), annual=None),
    ]
    core, planner = of(those, dict.fromkeys((1, 2, 3), "filler")).services
    assert (core.name, core.accounts, core.revenue, core.health, core.scored) == ("Core", 2, 400_000, 70.5, 2)
    assert core.profit == 44_000 + 144_000
    assert (planner.accounts, planner.unknown, planner.health, planner.profit) == (2, 1, 80, 44_000)


# one account -----------------------------------------------------------------------------------------------
def test_an_account_is_counted_as_of_a_day():
    policy = Policy(costs="hour 60\nmargin 40 %")
    concerns = (a_concern(days_ago(30)), a_concern(days_ago(364)), a_concern(days_ago(365)))
    record = an_account(
        services=("Core",), concerns=concerns, needs=(a_need(days_ago(10)),), segment="filler", margin=None
    )
    a = counted(record, TODAY, policy, 8_400_000, Spent(90, 15))
    assert (a.margin, a.own_margin, a.cost, a.chosen) == (0.4, False, 9000.0, True)
    assert (a.concerns, a.wants) == (2, True), "those of 365 days, that day among them"
    assert a.profit == 8_400_000 * 0.4 - 9000
    before = counted(record, days_ago(31), policy, 8_400_000, Spent())
    assert (before.concerns, before.wants) == (2, False), "the need was heard later, the first concern, too"
    own = counted(
        replace(record, account=replace(record.account, margin=-0.1)), TODAY, Policy(), None, Spent()
    )
    assert (own.margin, own.own_margin, own.cost, own.profit) == (-0.1, True, None, None)


def test_revenue_without_a_rate_stands_beside_in_its_own_currency():
    record = an_account(annual=None, annual_given=8_000_000, currency="KRW")
    a = counted(record, TODAY, Policy(), None, Spent())
    assert (a.annual, a.brings) == (None, Money(8_000_000, "KRW"))


def test_what_recurs_is_what_recurred_by_then():
    bought, new = (
        Movement(days_ago(300), "purchase", 10, "USD"),
        Movement(days_ago(100), "new", 5000, "USD"),
    )
    record = an_account(movements=(bought, new))
    assert earning_of(record, TODAY, 5000).recurring
    assert not earning_of(record, days_ago(101), 10).recurring
    assert not earning_of(an_account(status="paused"), TODAY, 5).active


# what is proposed ------------------------------------------------------------------------------------------
def a_growth(id: int, kind: str = "need", **given: Any) -> Growth:
    return Growth(id, f"Co {id:02}", kind, (say("need “cold storage”"),), "healthy", **given)


def test_fillers_that_may_buy_more_are_to_upgrade_as_the_plan_ranks_them():
    those = [
        one(1, grows=a_growth(1, "package")),
        one(2, grows=a_growth(2)),
        one(3),
        one(4, grows=a_growth(4)),
    ]
    r = of(those, {1: "filler", 2: "filler", 3: "filler", 4: "contributor"})
    assert named(r, UPGRADE) == [2, 1]


def test_fillers_that_want_nothing_in_the_lowest_quarter_of_an_hour_are_to_replace():
    those = [one(n, annual=100_000 * n) for n in range(1, 9)]
    fillers = dict.fromkeys(range(1, 9), "filler")
    assert named(of(those, fillers), REPLACE) == [1, 2]
    assert named(of([replace(those[0], wants=True), *those[1:]], fillers), REPLACE) == [2]
    assert named(of([replace(those[0], grows=a_growth(1)), *those[1:]], fillers), REPLACE) == [2]
    assert named(of(those, {**fillers, 1: "contributor"}), REPLACE) == [2]
    loss = replace(those[4], margin=-0.5)
    assert named(of([*those[:4], loss, *those[5:]], fillers), REPLACE) == [5, 1], (
        "a loss is the lowest of all"
    )
    idle = replace(those[0], spent=Spent(), cost=0.0)
    assert 1 not in named(of([idle, *those[1:]], fillers), REPLACE), "nobody spends an hour on it"
    assert named(of([replace(a, cost=None) for a in those], fillers), REPLACE) == []


def test_of_few_accounts_the_lowest_is_no_quarter_and_only_a_loss_speaks():
    rich = {"annual": 100_000_000, "spent": Spent(600), "concerns": CONCERNS}
    three = [one(n, **rich) for n in range(1, 4)]
    for few in (three[:1], three):
        fillers = dict.fromkeys((a.id for a in few), "filler")
        assert [*named(of(few, fillers), REPLACE), *named(of(few, fillers), LET_GO)] == [], len(few)
    fillers, loss = dict.fromkeys(range(1, 4), "filler"), one(1, **{**rich, "margin": -0.5})
    assert named(of([loss, *three[1:]], fillers), LET_GO) == [1]
    calm = replace(loss, concerns=0)
    assert named(of([calm, *three[1:]], fillers), REPLACE) == [1]


def test_a_loss_is_replaced_though_a_quarter_does_worse():
    those = [one(n, annual=1000 * n, margin=0.1) for n in range(1, 9)]
    assert named(of(those, dict.fromkeys(range(1, 9), "filler")), REPLACE) == list(range(1, 9))


@pytest.mark.parametrize(("minutes", "much"), [(100, False), (101, True)])
def test_a_money_maker_above_the_share_of_all_time(minutes: int, much: bool):
    those = [one(1, spent=Spent(minutes)), one(2, spent=Spent(1000 - minutes))]
    r = of(those, {1: "money maker", 2: "contributor"})
    assert (named(r, HOURS) == [1]) is much
    assert named(r, HOURS, share=30) == []
    assert named(of(those, {1: "contributor", 2: "contributor"}), HOURS) == []


def a_poor_one(**given: Any) -> list[Counted]:
    """Eight; the first takes most time, leaves least, and complained twice."""
    poor = {"annual": 10_000, "spent": Spent(600), "concerns": CONCERNS, **given}
    return [one(1, **poor), *(one(n, spent=Spent(60 + n)) for n in range(2, 9))]


def test_much_time_little_profit_and_repeated_concerns_are_let_go():
    contributors = dict.fromkeys(range(1, 9), "contributor")
    r = of(a_poor_one(), contributors)
    assert named(r, LET_GO) == [1]
    why = [Viewer().plain(w) for w in proposed(r).of(LET_GO)[0].why]
    assert why == ["takes much of your time, leaves little", "2 concerns in a year"]
    assert named(of(a_poor_one(concerns=CONCERNS - 1), contributors), LET_GO) == []
    assert named(of(a_poor_one(annual=10_000_000), contributors), LET_GO) == []
    assert named(of(a_poor_one(spent=Spent(30)), contributors), LET_GO) == []


def test_what_is_let_go_is_proposed_as_nothing_else():
    fillers, makes = dict.fromkeys(range(1, 9), "filler"), {1: "money maker"}
    books = (of(a_poor_one(), fillers), of(a_poor_one(), {**fillers, **makes}))
    for r in (*books, of(a_poor_one(grows=a_growth(1)), fillers)):
        assert named(r, LET_GO) == [1]
        assert 1 not in [*named(r, REPLACE), *named(r, UPGRADE), *named(r, HOURS)]


def test_kept_from_going_it_may_be_upgraded_and_is_not_replaced():
    fillers, kept = dict.fromkeys(range(1, 9), "filler"), {(1, LET_GO)}
    assert 1 not in named(of(a_poor_one(), fillers), REPLACE, kept=kept)
    assert named(of(a_poor_one(grows=a_growth(1)), fillers), UPGRADE, kept=kept) == [1]


def test_what_was_kept_is_not_proposed_so_again():
    r = of(a_poor_one(), dict.fromkeys(range(1, 9), "contributor"))
    assert named(r, LET_GO, kept={(1, LET_GO)}) == []
    assert named(r, LET_GO, kept={(1, REPLACE)}) == [1]
