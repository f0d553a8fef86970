"""The usual order: near or late against its own rhythm, or against the same season of last year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from messages.words import Viewer
from rules.context import Context
from rules.facts.movement import Movement
from rules.facts.orders import MISSED_FOR, SOON, season_of, usual_order_late, usual_order_near
from rules.reasons import best_reason
from rules.records import Record

from ...builders import POLICY, TODAY, an_account, days_ago

CONTEXT = Context(POLICY)


def buys(*days: date, minor: int = 50_000) -> Record:
    return an_account(
        days_ago(2), movements=tuple(Movement(d, "purchase", minor, currency="USD") for d in days)
    )


def stands(record: Record, on: date) -> str:
    near, late = usual_order_near(record, on, CONTEXT), usual_order_late(record, on, CONTEXT)
    assert not (near and late), on
    return "near" if near else "late" if late else ""


@pytest.mark.parametrize(
    ("silent", "how"),
    [(0, ""), (22, ""), (23, "near"), (30, "near"), (36, "near"), (37, "late"), (300, "late")],
)
def test_a_rhythm_of_30_days_is_near_from_a_quarter_before_to_a_quarter_behind(silent: int, how: str):
    last = TODAY - timedelta(days=silent)
    record = buys(*(last - timedelta(days=30 * n) for n in range(4)))
    assert stands(record, TODAY) == how


def test_who_orders_each_week_is_not_near_each_week_but_late():
    for silent, how in ((6, ""), (7, ""), (9, ""), (10, "late")):
        last = TODAY - timedelta(days=silent)
        assert stands(buys(*(last - timedelta(days=7 * n) for n in range(9))), TODAY) == how


def test_two_orders_and_refunds_are_no_rhythm():
    assert stands(buys(days_ago(90), days_ago(60)), TODAY) == ""
    assert stands(buys(days_ago(120), days_ago(90), days_ago(60), minor=-1), TODAY) == ""


MARCH = (date(2024, 3, 20), date(2025, 3, 4), date(2025, 4, 2))
"""Two years, in March and April; the last one's first order came in March."""


@pytest.mark.parametrize(
    ("on", "how"),
    [
        (date(2025, 4, 3), ""),  # the season is on, and they ordered
        (date(2025, 8, 1), ""),  # between: 121 days are late for no rhythm of a year
        (date(2026, 1, 31), ""),
        (date(2026, 3, 1) - SOON - timedelta(days=1), ""),
        (date(2026, 3, 1) - SOON, "near"),
        (date(2026, 3, 20), "near"),
        (date(2026, 4, 30), "near"),
        (date(2026, 5, 1), "late"),
        (date(2026, 4, 30) + MISSED_FOR, "late"),
        (date(2026, 5, 1) + MISSED_FOR, ""),
        (date(2027, 3, 3), "near"),
    ],
)
def test_a_season_is_compared_with_the_same_months_of_last_year(on: date, how: str):
    assert stands(buys(*MARCH), on) == how


def test_an_order_in_the_season_answers_it():
    ordered = buys(*MARCH, date(2026, 3, 10))
    assert [stands(ordered, on) for on in (date(2026, 3, 11), date(2026, 5, 2))] == ["", ""]
    assert stands(ordered, date(2026, 3, 9)) == "near", "as of the day before"


def test_a_season_reaches_over_new_year():
    winter = (date(2023, 12, 3), date(2024, 1, 9), date(2024, 12, 12), date(2025, 1, 20))
    record = buys(*winter)
    season = season_of(winter, date(2025, 6, 1))
    assert season
    assert (season.first, season.months, season.last) == (12, 2, 2024)
    assert stands(record, date(2025, 6, 1)) == ""
    assert stands(record, date(2025, 11, 20)) == "near"
    assert stands(record, date(2026, 1, 31)) == "near"
    assert stands(record, date(2026, 2, 1)) == "late"


def test_four_months_or_one_year_are_no_season():
    assert season_of((date(2024, 3, 1), date(2024, 6, 1), date(2025, 4, 1)), date(2025, 9, 1)) is None
    assert season_of((date(2025, 3, 1), date(2025, 3, 9), date(2025, 4, 1)), date(2025, 9, 1)) is None
    assert season_of((date(2020, 3, 1), date(2024, 3, 9), date(2025, 4, 1)), date(2025, 9, 1)) is None, (
        "long ago"
    )


def test_both_are_said_with_the_last_order():
    viewer = Viewer(today=date(2026, 3, 20))
    near = usual_order_near(buys(*MARCH), date(2026, 3, 20), CONTEXT)
    late = usual_order_late(buys(*MARCH), date(2026, 5, 4), CONTEXT)
    assert near
    assert late
    assert viewer.plain(near.why) == "their season comes: last time they ordered on Mar 4, 2025."
    assert viewer.plain(late.why) == "no order this season: last time they ordered on Mar 4, 2025."
    assert (near.kind, late.kind) == ("usual order near", "usual order late")


def test_a_near_order_comes_behind_what_is_older_news_to_them_and_before_the_same_package():
    last = TODAY - timedelta(days=29)
    movements = tuple(
        Movement(last - timedelta(days=30 * n), "purchase", 100, currency="USD", service="Core")
        for n in range(20)
    )
    record = an_account(days_ago(2), movements=movements, services=("Core",), started_on=days_ago(900))
    assert best_reason(record, TODAY, CONTEXT).kind == "usual order near"
