"""AUC and drawings equal what is computed another way: pair by pair, row by row."""

from __future__ import annotations

import random
from itertools import chain
from statistics import quantiles

import pytest

from rules.ranking import ROUNDS, SEED, Interval, auc_of, code, drawn, interval, share_interval

Rows = list[tuple[int, bool]]


def codes(accounts: list[Rows]) -> list[list[int]]:
    return [[code(value, happened) for value, happened in rows] for rows in accounts]


def by_pairs(rows: Rows) -> float | None:
    """Each row where it happened against each where it did not."""
    won = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, it_did in rows
        if it_did
        for b, it_did_too in rows
        if not it_did_too
    ]
    return sum(won) / len(won) if won else None


def a_book(seed: int, accounts: int = 30, alike: bool = False) -> list[Rows]:
    """Accounts with some rows each; few distinct values, so that many tie. `alike`: rows of one account are
    the same."""
    chance = random.Random(seed)
    book = []
    for _ in range(accounts):
        value, happened = chance.randint(-4, 4), chance.random() < 0.4
        rows = [
            (value, happened)
            if alike
            else (chance.randint(-4, 4) + 2 * (it_did := chance.random() < 0.4), it_did)
            for _ in range(chance.randint(1, 6))
        ]
        book.append(rows)
    return book


@pytest.mark.parametrize("seed", range(20))
def test_auc_equals_all_pairs(seed: int):
    book = a_book(seed)
    assert auc_of(codes(book)) == pytest.approx(by_pairs(list(chain.from_iterable(book))))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(2, True), (1, False)], 1.0),
        ([(1, True), (2, False)], 0.0),
        ([(1, True), (1, False)], 0.5),
        ([(-3, True), (-2, False), (-3, False)], 0.25),
        ([(5, True), (6, True)], None),
        ([(5, False)], None),
        ([], None),
    ],
)
def test_auc_at_its_ends(rows: Rows, expected: float | None):
    assert auc_of(codes([rows])) == expected


def test_a_drawing_takes_whole_accounts_the_same_for_each_value():
    """The same accounts drawn by hand, then pair by pair."""
    book, other = a_book(1, accounts=12), a_book(2, accounts=12)
    other = [
        [(value, it_did) for (value, _), (_, it_did) in zip(o * 6, b, strict=False)]
        for o, b in zip(other, book, strict=True)
    ]
    made = drawn([codes(book), codes(other)])
    chance, expected = random.Random(SEED), []
    for _ in range(ROUNDS):
        some = chance.choices(range(12), k=12)
        pair = tuple(by_pairs([row for n in some for row in of[n]]) for of in (book, other))
        if None not in pair:
            expected.append(pair)
    assert len(made) == len(expected)
    assert made == [pytest.approx(pair) for pair in expected]


def test_rows_of_one_account_make_no_interval_narrower():
    """Each account ten times over is no more known than once."""
    book = a_book(5, accounts=40, alike=True)
    once = [rows[:1] for rows in book]
    tenfold = [rows[:1] * 10 for rows in book]
    assert drawn([codes(once)]) == drawn([codes(tenfold)])


def test_the_same_record_gives_the_same_interval():
    book = codes(a_book(7))
    assert drawn([book]) == drawn([book])
    assert drawn([book]) != drawn([book], seed=SEED + 1)


def test_nothing_is_drawn_where_nothing_can_be():
    assert drawn([[]]) == []
    assert drawn([codes([[(1, True)], [(2, True)]])]) == []


def test_an_interval_is_the_middle_of_what_was_drawn():
    values = [n / 1000 for n in random.Random(3).sample(range(1000), 1000)]
    assert interval(values) == pytest.approx(Interval(0.024975, 0.974025))
    assert interval(values[:19]) is None
    assert interval(values[:20]) is not None


def test_how_far_a_share_may_be_off_agrees_with_drawing_accounts():
    chance = random.Random(11)
    parts = []
    for _ in range(300):
        rows, often = chance.randint(1, 8), chance.random()
        parts.append((sum(chance.random() < often for _ in range(rows)), rows))
    shares = []
    for _ in range(3000):
        some = chance.choices(parts, k=len(parts))
        shares.append(sum(part for part, _ in some) / sum(whole for _, whole in some))
    cuts = quantiles(shares, n=40)
    assert share_interval(parts) == pytest.approx((cuts[0], cuts[-1]), abs=0.006)


@pytest.mark.parametrize("parts", [[], [(1, 2)], [(0, 3), (0, 1)], [(3, 3), (1, 1)]])
def test_a_share_of_too_little_has_no_interval(parts: list[tuple[int, int]]):
    assert share_interval(parts) is None


def test_a_share_stays_a_share():
    found = share_interval([(0, 1)] * 9 + [(1, 1)])
    assert found
    assert found.low == 0.0
    assert found.high < 0.4
