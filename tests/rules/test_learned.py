"""Which reasons sink, within which floor, and how they come again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rules.became import ACTED, IGNORED, OPEN, Shown, became, counted, history
from rules.calendar import Workdays
from rules.context import Context
from rules.facts.movement import Movement
from rules.learned import Learned, Sunk, is_due, is_tried, sinking, sunk_today
from rules.nudging import candidate, choose
from rules.reasons import OVERDUE, STAND, best_reason, place_reason

from ..builders import POLICY, TODAY, a_touch, an_account, days_ago

CONTEXT = Context(POLICY)
SUNK = Context(POLICY, sunk=frozenset({"same package"}))


def places(kind: str, number: int, acted: int, account: int = 0, state: str = IGNORED) -> list[Shown]:
    """A place of each of so many accounts (of one `account`: all of that one), the first of them acted on."""
    return [
        Shown(1, account or 1000 * len(kind) + n, TODAY, kind, 1, 8, ACTED if n < acted else state)
        for n in range(number)
    ]


OTHERS = places("said last", 200, 60)  # 30 %


@pytest.mark.parametrize(
    ("number", "acted", "sinks"),
    [
        (100, 0, True),
        (29, 0, False),  # under 30 places nobody knows
        (30, 0, True),  # surely under 12 %: 1 - .025 ** (1 / 30)
        (100, 5, True),  # 5 %, up to 9 %
        (100, 10, False),  # 10 %, perhaps 16 %: not surely below half of 30 %
        (100, 30, False),
    ],
)
def test_a_kind_sinks_when_it_is_surely_acted_on_less_than_half_as_often(
    number: int, acted: int, sinks: bool
):
    assert ("same package" in sinking([*OTHERS, *places("same package", number, acted)])) is sinks


def test_places_of_one_account_are_no_many():
    """One account that never acts says nothing of a kind, however often it was shown."""
    assert sinking([*OTHERS, *places("same package", 100, 0, account=7)]) == {}


def test_what_it_is_still_open_of_counts_for_nothing():
    assert sinking([*OTHERS, *places("same package", 100, 0, state=OPEN)]) == {}


def test_what_has_a_day_or_is_waited_for_neither_sinks_nor_counts():
    """Whatever has a date is acted on far more: beside it everything else would sink."""
    seldom = [*places("said last", 100, 8), *places("same package", 100, 6)]
    assert sinking([*seldom, *places("promise", 300, 290)], STAND) == {}
    assert set(sinking([*seldom, *places("promise", 300, 290)])) == {"said last", "same package"}
    assert sinking([*OTHERS, *places("renewal", 200, 0), *places("concern", 200, 0)], STAND) == {}


def test_what_always_holds_counts_and_is_last_anyway():
    silent = places(OVERDUE, 200, 0)
    assert sinking([*OTHERS, *silent], STAND, last=OVERDUE) == {}
    often = places(OVERDUE, 200, 80)
    assert set(sinking([*often, *places("same package", 100, 0)], STAND, last=OVERDUE)) == {"same package"}


def test_nothing_sinks_where_nothing_is_acted_on():
    assert sinking([*places("said last", 100, 0), *places("same package", 100, 0)]) == {}


def test_which_kinds_stand():
    assert {"promise", "request", "concern", "renewal", "need", "milestone", "strained"} <= STAND
    assert {"renewal passed", "next step passed", "unanswered", "too much", "notice"} <= STAND
    assert not {"same package", "said last", "insight", "usual order late", OVERDUE} & STAND


# in the morning ---------------------------------------------------------------------------------------------
SERVES: dict[str, Any] = {"services": ("care",)}


def a_package(number: int, **given: object):
    """The same package for long, and something was said that gives to build on."""
    sold = (Movement(days_ago(500), "new", 90_000, currency="USD", service="care"),)
    touches = [a_touch(days_ago(40), note="they open a second plant in spring")]
    return an_account(
        touches=touches, id=number, name=f"n{number}", tier="B", movements=sold, **SERVES, **given
    )


def kinds(context: Context, numbers: range = range(1, 201), **given: object) -> list[str]:
    return [place_reason(a_package(n, **given), TODAY, context, brings="").kind for n in numbers]


def test_what_sank_comes_behind_what_holds_beside_it_and_is_tried_by_one_in_five():
    assert set(kinds(CONTEXT)) == {"same package"}
    sunk = kinds(SUNK)
    assert set(sunk) == {"said last", "same package"}
    assert 20 <= sunk.count("same package") <= 60, "about one in five tries it anew"
    tried = [n for n, kind in enumerate(sunk, 1) if kind == "same package"]
    assert tried == [n for n in range(1, 201) if is_tried(n, TODAY)]


def test_it_still_shows_where_nothing_else_holds():
    alone = an_account(
        touches=[a_touch(days_ago(40), note="")],
        tier="B",
        **SERVES,
        movements=(Movement(days_ago(500), "new", 90_000, currency="USD", service="care"),),
    )
    assert place_reason(alone, TODAY, SUNK, brings="").kind == "same package", "before days without contact"


def test_the_card_says_the_best_as_ever():
    assert best_reason(a_package(1), TODAY, SUNK).kind == "same package"


def test_what_stands_comes_first_even_if_somebody_says_it_sank():
    context = Context(POLICY, sunk=frozenset({"unanswered"}))
    record = replace(a_package(1), touches=tuple(a_touch(days_ago(n), outcome="sent") for n in (30, 35, 40)))
    records = [replace(record, account=replace(record.account, id=n)) for n in range(1, 40)]
    assert {place_reason(r, TODAY, context, brings="").kind for r in records} == {"unanswered"}


def test_no_account_misses_its_tries_by_a_rhythm_of_its_own():
    """Shown every five weeks, as a cadence of 35 days has it, or every ten: some of them are tried."""
    for every in (35, 70, 14, 91):
        mornings = [TODAY + timedelta(days=every * n) for n in range(40)]
        shares = [sum(is_tried(account, on) for on in mornings) / 40 for account in range(1, 60)]
        assert min(shares) > 0
        assert 0.15 < sum(shares) / len(shares) < 0.25


def test_a_week_is_one_answer():
    monday = date(2026, 11, 16)
    week = [monday + timedelta(days=n) for n in range(7)]
    for account in range(1, 50):
        assert len({is_tried(account, on) for on in week}) == 1


# what is kept -----------------------------------------------------------------------------------------------
KEPT = Learned(TODAY, {"same package": Sunk("same package", 61, 2, high=0.08, others=0.3)})


def test_it_is_kept_as_it_is():
    assert Learned.from_json(KEPT.to_json()) == KEPT


@pytest.mark.parametrize(("after", "due"), [(0, False), (6, False), (7, True), (-1, True)])
def test_it_is_looked_at_once_a_week(after: int, due: bool):
    assert is_due(KEPT, TODAY + timedelta(days=after)) is due
    assert is_due(None, TODAY)


def test_nothing_sinks_by_what_is_old_or_switched_off():
    assert sunk_today(KEPT, POLICY, TODAY) == {"same package"}
    assert sunk_today(KEPT, POLICY, TODAY + timedelta(days=62)) == {"same package"}
    assert sunk_today(KEPT, POLICY, TODAY + timedelta(days=63)) == frozenset()
    assert sunk_today(KEPT, replace(POLICY, learning=False), TODAY) == frozenset()
    assert sunk_today(None, POLICY, TODAY) == frozenset()


# what became of places --------------------------------------------------------------------------------------
def test_what_became_of_a_place():
    sent = datetime(2026, 11, 18, 13, 45, tzinfo=UTC)
    soon, late = sent + timedelta(days=3), sent + timedelta(days=3, seconds=1)
    assert became("logged", sent, soon, late) == ACTED
    assert became("promise kept", sent, soon, late) == ACTED
    assert became("logged", sent, late, late) == IGNORED
    assert became("", sent, None, soon) == OPEN
    assert became("", sent, None, late) == IGNORED
    assert became("snoozed", sent, late, late) == "snoozed"
    assert became("not_needed", sent, late, late) == "not_needed"


def test_a_history_counts_each_place_once_by_each():
    one = Shown(1, 1, TODAY, "need", 1, 8, ACTED)
    other = Shown(2, 2, TODAY, "need", 2, 9, IGNORED)
    h = history([one, other, replace(other, place=1, became=OPEN)], days_ago(3), TODAY)
    assert (h.whole.shown, h.whole.logged, h.whole.ignored, h.whole.open, h.whole.share) == (3, 1, 1, 1, 0.5)
    assert h.by_reason == {"need": h.whole}
    assert h.by_place == {1: counted([ACTED, OPEN]), 2: counted([IGNORED])}
    assert h.by_hour == {8: counted([ACTED]), 9: counted([IGNORED, OPEN])}
    assert h.by_rep == {1: counted([ACTED]), 2: counted([IGNORED, OPEN])}


# the cut ----------------------------------------------------------------------------------------------------
def cut(*records: object, cap: int = 5) -> list[tuple[str, str]]:
    context = Context(replace(POLICY, nudge_cap=cap))
    ranked = [candidate(r, TODAY, POLICY, share=0.0) for r in records]  # type: ignore[arg-type]
    chosen = choose(ranked, TODAY, context, workdays=Workdays("US"))
    return [(s.record.account.name, w.record.account.name) for s, w in chosen.cut]


def due(number: int, silent: int = 40, tier: str = "B", **given: object):
    return an_account(days_ago(silent), id=number, name=f"{tier}{number:02d}", tier=tier, **given)


def test_the_last_shown_stand_beside_the_first_that_could_wait_three_at_most():
    # 5 places, one of them kept for who waited longest: B01, silent longest
    books = [due(n, 60 - n) for n in range(1, 12)]
    assert cut(*books) == [("B05", "B06"), ("B04", "B07"), ("B03", "B08")]


def test_all_shown_and_there_is_no_cut():
    assert cut(*(due(n) for n in range(1, 6))) == []


def test_only_those_of_like_rank_and_tier():
    ranks = [due(n, 80) for n in range(1, 7)] + [due(7, 63)]
    assert cut(*ranks) == [("B05", "B06")], "the other is far below: its turn has not come"
    others = [due(n, 15, "A") for n in range(1, 5)] + [due(n, 47) for n in range(20, 23)]
    assert cut(*others) == [], "a rank of 3.2 and one of 3.1, but an A is called sooner anyway"


def test_a_place_that_was_kept_and_one_by_date_stand_beside_nobody():
    waiting = [due(n, 60, nudged=(days_ago(12),)) for n in range(1, 12)]
    longest = due(20, 60)
    assert "B20" not in {name for pair in cut(*waiting, longest) for name in pair}
    dated = [
        an_account(days_ago(1), id=n, name=f"d{n}", tier="B", renews_on=TODAY + timedelta(days=60))
        for n in range(30, 36)
    ]
    named = {name for pair in cut(*waiting, longest, *dated) for name in pair}
    assert named
    assert not {n for n in named if n.startswith("d")}
