"""Whether a place helps: mornings are simulated, with an effect and with none, and what is said of them is
right."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from rules.helped import LEAST_PAIRS, Followed, Helped, helped, touched
from rules.ranking import difference_interval, most_share, share_interval

FIRST = date(2026, 6, 1)


def pair(shown: int | None = None, waited: int | None = None, until: int | None = None) -> Followed:
    return Followed(1, 2, shown_touched=shown, waited_touched=waited, waited_shown=until)


@pytest.mark.parametrize(
    ("followed", "seen"),
    [
        (pair(), (False, False)),
        (pair(shown=6), (True, False)),
        (pair(shown=7), (False, False)),  # a week is seven days
        (pair(waited=0), (False, True)),
        (pair(shown=0, waited=0), (True, True)),
        (pair(shown=1, waited=3), (True, False)),  # until the first of the two
        (pair(shown=3, waited=1), (False, True)),
        (pair(shown=0, until=1), (True, False)),
        (pair(shown=1, until=1), (False, False)),  # from then on the other is shown, too
        (pair(waited=2, until=2), (False, False)),  # touched when it was shown itself
    ],
)
def test_both_are_looked_at_for_the_same_days(followed: Followed, seen: tuple[bool, bool]):
    assert touched(followed) == seen


def mornings(
    seed: int, effect: float, chance: float = 0.06, accounts: int = 60, days: int = 200
) -> Helped | None:
    """A rep's book in which each account is reached on any day by the same chance, and one that was shown by
    `effect` times it for three days. Two are shown a day; the next two wait, and come first tomorrow."""
    draw = Random(seed)
    reached: dict[int, list[int]] = {a: [] for a in range(accounts)}
    shown: dict[int, list[int]] = {a: [] for a in range(accounts)}
    cut: list[tuple[int, int, int]] = []
    for day in range(days):
        free = [a for a in range(accounts) if not shown[a] or day - shown[a][-1] > 3]
        free.sort(key=lambda a: (reached[a][-1] if reached[a] else -1, a))  # longest without contact first
        for place in range(2):
            cut.append((day, free[place], free[2 + place]))
            shown[free[place]].append(day)
        for a in range(accounts):
            told = bool(shown[a]) and day - shown[a][-1] < 3
            if draw.random() < chance * (effect if told else 1):
                reached[a].append(day)

    def after(of: list[int], day: int) -> int | None:
        return next((d - day for d in of if day <= d < day + 7), None)

    pairs = [
        Followed(s, w, after(reached[s], day), after(reached[w], day), after(shown[w], day))
        for day, s, w in cut
        if day <= days - 7
    ]
    return helped(pairs, FIRST, FIRST + timedelta(days=days))


def test_without_an_effect_nothing_is_said():
    """Five in a hundred are said by chance."""
    found = [h for seed in range(60) if (h := mornings(seed, effect=1))]
    assert len(found) > 55
    assert sum(h.differs for h in found) <= 6


@pytest.mark.parametrize("effect", [4, 0.1])
def test_an_effect_is_found_in_its_direction(effect: float):
    found = [mornings(seed, effect, days=300) for seed in range(10)]
    right = sum(h is not None and (h.low > 0 if effect > 1 else h.high < 0) for h in found)
    wrong = sum(h is not None and (h.high < 0 if effect > 1 else h.low > 0) for h in found)
    assert (right >= 8, wrong) == (True, 0)


def test_counting_each_until_it_is_shown_itself_would_cry_wolf():
    """Why a pair ends with the first touch: the one that waited is shown the next morning only where nobody
    touched it, so that the other would have seven days in just those pairs."""
    draw, parts = Random(1), []
    for account in range(400):
        s, w = (next((d for d in range(7) if draw.random() < 0.3), None) for _ in range(2))
        until = 7 if w == 0 else 1
        naive = (s is not None and s < until, w is not None and w < until)
        fair = touched(Followed(account, -account, s, w, None if w == 0 else 1))
        parts.append((naive, fair))
    naive, fair = (difference_interval([(both[n][0], 1, both[n][1], 1) for both in parts]) for n in range(2))
    assert naive is not None
    assert naive.low > 0
    assert fair is not None
    assert fair.low <= 0 <= fair.high


def some(number: int, shown: int, waited: int, accounts: int = 1000) -> list[Followed]:
    return [
        Followed(
            n % accounts,
            5000 + n % accounts,
            0 if n < shown else None,
            0 if number - waited <= n else None,
            1,
        )
        for n in range(number)
    ]


def test_too_few_say_nothing():
    enough = some(LEAST_PAIRS, 40, 10)
    assert helped(enough, FIRST, FIRST) == Helped(100, 40, 10, 0.187, 0.413, FIRST, FIRST)
    assert helped(enough[1:], FIRST, FIRST) is None, "99 pairs"
    assert helped(some(100, 40, 10, accounts=24), FIRST, FIRST) is None, "48 accounts"
    assert helped(some(100, 19, 0), FIRST, FIRST) is None, "19 touched"
    assert helped([], FIRST, FIRST) is None


def test_pairs_of_few_accounts_are_worth_less():
    """Rows of one account are alike: as many of a fifth of the accounts leave it open by more."""
    alike, apart = helped(some(500, 200, 120, 40), FIRST, FIRST), helped(some(500, 200, 120), FIRST, FIRST)
    assert alike is not None
    assert apart is not None
    assert alike.shown == apart.shown == 200
    assert alike.high - alike.low != apart.high - apart.low


def test_it_is_kept_as_it_is():
    found = helped(some(LEAST_PAIRS, 40, 10), FIRST, FIRST)
    assert found is not None
    assert Helped.from_json(found.to_json()) == found
    assert found.differs
    assert not Helped(100, 20, 20, -0.1, 0.1, FIRST, FIRST).differs


# the figures it stands on -----------------------------------------------------------------------------------
def test_a_difference_of_shares_has_the_interval_that_drawing_accounts_gives():
    """Against a thousand drawings of accounts with replacement, where each account is in both shares."""
    draw = Random(3)
    parts = []
    for _ in range(200):
        p, rows = draw.choice((0.1, 0.5)), [draw.randint(0, 4) for _ in range(2)]
        happened = [sum(draw.random() < q for _ in range(r)) for q, r in zip((p, p / 2), rows, strict=True)]
        parts.append((happened[0], rows[0], happened[1], rows[1]))
    drawn = []
    for _ in range(1000):
        a, b, c, d = (sum(x) for x in zip(*draw.choices(parts, k=200), strict=True))
        drawn.append(a / b - c / d)
    drawn.sort()
    interval = difference_interval(parts)
    assert interval is not None
    assert interval.low == pytest.approx(drawn[25], abs=0.015)
    assert interval.high == pytest.approx(drawn[974], abs=0.015)


def test_a_difference_of_what_is_not_there_is_none():
    assert difference_interval([(1, 2, 0, 1)]) is None
    assert difference_interval([(1, 2, 0, 0), (0, 1, 0, 0)]) is None
    assert difference_interval([(0, 2, 0, 1), (0, 1, 0, 3)]) is None
    both = difference_interval([(2, 2, 0, 1), (1, 1, 0, 1)])
    assert both is None


def test_the_most_that_a_share_may_be():
    parts = [(1, 2), (0, 2), (0, 3), (2, 2)]
    interval = share_interval(parts)
    assert interval is not None
    assert most_share(parts) == interval.high
    never = most_share([(0, 5)] * 30 + [(0, 0)] * 9)
    assert never == pytest.approx(1 - 0.025 ** (1 / 30)), "of 30 accounts, however many rows"
    assert most_share([(5, 5)] * 3) is None
    assert most_share([]) is None
