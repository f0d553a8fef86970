"""Whom to grow: who is left out and why the others are in, ranked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from messages.words import Viewer
from rules.facts.movement import Movement
from rules.growing import BUDGET, GREW, NEED, PACKAGE, Growth, growth_of, ranked
from rules.health import Health, assess
from rules.phrase import Money
from rules.records import Record

from ..builders import POLICY, TODAY, a_concern, a_need, a_promise, an_account, days_ago, in_days

HEALTHY = Health(TODAY, 82, "healthy")
CALM = Health(TODAY, 61, "watch")
plain = Viewer(today=TODAY).plain
LACKS = a_need(days_ago(20))


def grown(
    record: Record, health: Health = HEALTHY, segment: str = "filler", on: date = TODAY
) -> Growth | None:
    return growth_of(record, health, segment, on, POLICY)


def an_old_package(**given: Any) -> Record:
    return an_account(services=("portal",), started_on=days_ago(500), **given)


def test_each_of_four_grounds_is_enough_and_is_said() -> None:
    rated = a_need(days_ago(20), budget=2_000_000, currency="USD")
    grew = (
        Movement(days_ago(500), "new", 100_000, "USD"),
        Movement(days_ago(100), "expansion", 24_000, "USD"),
    )
    there = [
        (an_account(needs=(rated,)), BUDGET, ["need “cold storage”, budget $20,000"]),
        (an_account(needs=(LACKS,)), NEED, ["need “cold storage”"]),
        (an_account(movements=grew), GREW, ["revenue grew 24 % in 12 months"]),
        (an_old_package(), PACKAGE, ["same package for 16 months"]),
        (
            an_old_package(needs=(LACKS, rated)),
            BUDGET,
            ["need “cold storage”, budget $20,000", "same package for 16 months"],
        ),
    ]
    for record, kind, why in there:
        of = grown(record)
        assert of is not None
        assert (of.kind, [plain(w) for w in of.why]) == (kind, why)
    assert grown(an_account()) is None


@pytest.mark.parametrize(
    "left_out",
    [
        {"status": "paused", "paused_until": in_days(9)},
        {"status": "churned"},
        {"served_through_parent": True},
        {"concerns": (a_concern(days_ago(3)),)},
        {"promises": (a_promise(days_ago(1)),)},
        {"needs": (replace(LACKS, status="won", closed_on=days_ago(2)),)},
        {"needs": (a_need(in_days(1)),)},
        {"exists_on": in_days(1), "added_on": in_days(1)},
    ],
    ids=[
        "paused",
        "churned",
        "by the parent",
        "unhappy",
        "promised",
        "won",
        "heard tomorrow",
        "not there yet",
    ],
)
def test_who_is_left_out(left_out: dict[str, Any]) -> None:
    assert grown(an_account(needs=(LACKS,))) is not None
    assert grown(an_account(**{"needs": (LACKS,), **left_out})) is None


def test_what_was_settled_or_is_not_due_keeps_nobody_out() -> None:
    closed = a_concern(days_ago(9), closed_on=days_ago(1))
    kept = a_promise(days_ago(5), state="kept", done_on=days_ago(5))
    assert (
        grown(an_account(needs=(LACKS,), concerns=(closed,), promises=(kept, a_promise(TODAY)))) is not None
    )


def test_money_makers_are_left_out_and_unknown_segments_are_not() -> None:
    record = an_account(needs=(LACKS,))
    assert [grown(record, segment=s) is not None for s in ("money maker", "contributor", "filler", "")] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("health", "is_one"),
    [
        (HEALTHY, True),
        (CALM, True),
        (replace(CALM, happened=True), False),
        (replace(CALM, trouble=True), False),
        (replace(CALM, ceiling=74), False),
        (Health(TODAY, 30, "at risk"), False),
        (Health(TODAY, None, "not enough known"), False),
    ],
)
def test_only_who_is_well(health: Health, is_one: bool) -> None:
    assert (grown(an_account(needs=(LACKS,)), health) is not None) == is_one


def test_it_asks_no_touch_so_that_a_digest_says_the_same() -> None:
    record = an_old_package(needs=(LACKS,), last_touch=days_ago(5))
    health = assess(record, TODAY, POLICY)
    health = replace(health, band="healthy")
    assert grown(record, health) == grown(replace(record, touches=()), health) is not None


def test_as_of_a_day_only_what_was_so_then() -> None:
    """The need was heard 20 days ago, the account rested until 10 days ago."""
    record = an_account(needs=(LACKS,))
    assert grown(record, on=days_ago(21)) is None
    assert grown(record, on=days_ago(20)) is not None


def test_what_it_may_bring_stands_by_currency_where_there_is_no_rate() -> None:
    policy = replace(POLICY, rates={"EUR": 1.1})
    needs = (
        a_need(days_ago(3), budget=100_00, currency="EUR"),
        a_need(days_ago(4), budget=50_00),
        a_need(days_ago(5), budget=70_00, currency="CHF"),
        a_need(days_ago(6)),
    )
    of = growth_of(an_account(needs=needs), HEALTHY, "filler", TODAY, policy)
    assert of is not None
    assert of.may_bring == (Money(160_00, "USD"), Money(70_00, "CHF"))
    none = grown(an_account(needs=(LACKS,)))
    assert none is not None
    assert none.may_bring == ()


def test_ranked_by_ground_then_budget_then_revenue_then_name() -> None:
    def one(name: str, kind: str, budget: int = 0, currency: str = "USD", annual: int | None = 0) -> Growth:
        money = (Money(budget, currency),) if budget else ()
        return Growth(len(name), name, kind, (), "healthy", money, annual)

    rank = [
        one("much", BUDGET, 900),
        one("less, brings more", BUDGET, 500, annual=70),
        one("less", BUDGET, 500, annual=9),
        one("no rate", BUDGET, 999_999, "CHF"),
        one("needs", NEED, annual=5),
        one("unknown", NEED, annual=None),
        one("a grew", GREW, annual=8),
        one("b grew", GREW, annual=8),
        one("package", PACKAGE, annual=99_999),
    ]
    assert ranked(reversed(rank), "USD") == rank
