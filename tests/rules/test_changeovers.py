"""Accounts that change hands together: when, to whom, and on which days the first touches come."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from rules.access import Caller
from rules.calendar import Workdays
from rules.changeovers import Line, due_after, in_turn, may_place, reassign_error, slot, spread, team_error
from rules.facts.handoffs import comes_up, last_for
from rules.facts.receivers import Book, Kept, shared_out
from rules.language.passing_on import passing_on
from rules.records import Account, Person
from rules.room import week_after

WEEKDAYS = Workdays("US")
MONDAY = date(2026, 11, 2)


def somebody(number: int, **given: Any) -> Person:
    zone = {"zone": "America/New_York", "country": "US", "slack_id": f"U{number}"}
    return Person(number, f"P{number}", f"p{number}@x.com", **{**zone, **given})


def an_account(number: int, tier: Any = "B", industry: str = "") -> Account:
    on = date(2024, 1, 10)
    return Account(number, f"A{number}", tier, owner_id=9, added_on=on, exists_on=on, industry=industry)


@pytest.mark.parametrize(
    ("noticed", "due"),
    [
        (datetime(2026, 11, 18, 15, tzinfo=UTC), datetime(2026, 11, 20, 5, tzinfo=UTC)),  # Wednesday
        (datetime(2026, 11, 19, 4, 59, tzinfo=UTC), datetime(2026, 11, 20, 5, tzinfo=UTC)),  # still that day
        (datetime(2026, 11, 20, 22, tzinfo=UTC), datetime(2026, 11, 24, 5, tzinfo=UTC)),  # Friday evening
        (datetime(2026, 11, 22, 15, tzinfo=UTC), datetime(2026, 11, 24, 5, tzinfo=UTC)),  # Sunday
        (datetime(2026, 11, 25, 15, tzinfo=UTC), datetime(2026, 11, 28, 5, tzinfo=UTC)),  # Thanksgiving next
        (datetime(2026, 10, 30, 15, tzinfo=UTC), datetime(2026, 11, 3, 5, tzinfo=UTC)),  # the clock goes back
    ],
)
def test_one_whole_working_day_of_theirs_passes(noticed: datetime, due: datetime):
    assert due_after(noticed, somebody(1)) == due


@pytest.mark.parametrize(
    ("many", "days", "most", "without"),
    [
        (0, 0, 0, 0),
        (1, 1, 1, 0),
        (3, 3, 1, 0),
        (10, 5, 2, 0),
        (12, 6, 2, 0),
        (30, 15, 2, 0),
        (250, 15, 2, 220),
    ],
)
def test_first_touches_are_spread_by_how_many_there_are(many: int, days: int, most: int, without: int):
    there = spread(many, MONDAY, WEEKDAYS, {}, places=2)
    dated = Counter(day for day in there if day)
    assert (len(dated), max(dated.values(), default=0), there.count(None)) == (days, most, without)
    kept = [day for day in there if day]
    assert kept == sorted(kept), "in turn"
    assert all(day > MONDAY and day.weekday() < 5 for day in kept)


def test_few_come_within_five_working_days_and_many_within_fifteen():
    assert spread(5, MONDAY, WEEKDAYS, {}, places=2)[-1] == date(2026, 11, 9)
    assert spread(30, MONDAY, WEEKDAYS, {}, places=2)[-1] == date(2026, 11, 24)  # but for Veterans Day


def test_days_that_are_full_already_are_passed_over():
    full = {date(2026, 11, 3): 2, date(2026, 11, 4): 1}
    there = Counter(spread(4, MONDAY, WEEKDAYS, full, places=2))
    assert date(2026, 11, 3) not in there
    assert there[date(2026, 11, 4)] <= 1


def test_one_alone_has_the_day_that_is_its_own_among_many():
    all_of = spread(12, MONDAY, WEEKDAYS, {}, places=2)
    assert [slot(n, 12, MONDAY, WEEKDAYS, {}, 2) for n in range(12)] == all_of
    assert comes_up(last_for(all_of[3] or MONDAY, somebody(1)), somebody(1)) == all_of[3]


def test_a_comes_first_then_the_largest():
    lines = [
        Line(1, 1, "a", "C", 900),
        Line(2, 2, "b", "A", 1),
        Line(3, 3, "c", "A", 5),
        Line(4, 4, "d", "B", None),
    ]
    assert [x.id for x in in_turn(lines)] == [3, 2, 4, 1]


def test_the_likest_does_not_get_all():
    kept = (Kept("B", "food", "", count=6, needs=1.4),)
    books = [Book(somebody(1), kept, made=1.0), Book(somebody(2), (Kept("B", "", "", 3, 0.7),), made=1.0)]
    shared = shared_out([(an_account(n, industry="food"), 0.23) for n in range(12)], books)
    by = Counter(p.id for _, p in shared if p)
    assert by[1] >= by[2] > 0
    assert shared[0][1] == books[0].person


def test_of_two_alike_the_own_team_is_asked():
    books = [Book(somebody(n), (Kept("B", "food", "", 2, 0.5),), made=1.0) for n in (1, 2)]
    assert shared_out([(an_account(1, industry="food"), 0.2)], books, team={2})[0][1] == books[1].person
    assert shared_out([(an_account(1), 0.2)], [Book(somebody(1, active=False))])[0][1] is None


def test_a_week_says_what_it_needs_then():
    book = Book(somebody(1), (Kept("A", "", "", 10, 5.0),), made=2.5)
    assert week_after(book, [0.5, 2.0]) == (1.0, 1.5, 0.5)
    assert week_after(None, []) == (0.0, 0.0, 0.0)


def test_who_reassigns_manages_both_or_is_an_admin():
    mel, dana, pat = somebody(2, leads=True), somebody(3), somebody(7)
    of_mel, admin = Caller(mel, frozenset({2, 3})), Caller(somebody(1, is_admin=True), frozenset({1}))
    assert reassign_error(of_mel, dana, mel) is None
    assert reassign_error(admin, dana, pat) is None
    for caller, gives, takes in (
        (of_mel, dana, pat),
        (of_mel, pat, dana),
        (Caller(dana, frozenset({3})), dana, dana),
        (of_mel, dana, None),
        (of_mel, dana, somebody(2, active=False)),
    ):
        assert reassign_error(caller, gives, takes) is not None
    assert may_place(of_mel, 2) is None
    assert may_place(of_mel, 7) is not None
    assert may_place(of_mel, None) is not None


def test_nobody_stands_under_their_own_people():
    mel = somebody(2)
    assert team_error(mel, somebody(3, manager_id=2), {2, 1}) is None, "right under: they alone stay"
    assert team_error(mel, somebody(4, manager_id=3), {3, 2, 1}) is not None


@pytest.mark.parametrize(
    ("typed", "names", "team"),
    [
        ("@dana @kim", ("@dana", "@kim"), False),
        ("from Dana Reyes to Kim Cho", ("Dana Reyes", "Kim Cho"), False),
        ("dana kim", ("dana", "kim"), False),
        ("@mel @ned team", ("@mel", "@ned"), True),
        ("Mel's people to Ned", ("Mel", "Ned"), True),
        ("@danaから@kimに", ("@dana", "@kim"), False),
        ("@melのチームを@nedへ", ("@mel", "@ned"), True),
        ("@dana님에서 @kim님에게", ("@dana", "@kim"), False),
        ("@mel 팀을 @ned에게", ("@mel", "@ned"), True),
        ("", (), False),
    ],
)
def test_who_gives_and_who_takes_is_read_in_their_order(typed: str, names: tuple[str, ...], team: bool):
    assert passing_on(typed) == (names, team)
