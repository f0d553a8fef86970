"""How well a value ranks what was to come: the AUC, and how far it may be off, by drawing accounts anew.
Knows no health and no account, only values with what followed.

A value and what followed are one whole number, a code: twice the value, and 1 where it happened. So a drawing
is counted without a step of the interpreter a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from random import Random
from statistics import quantiles
from typing import NamedTuple

SEED = 1997  # any fixed one: the same record gives the same interval
ROUNDS, FEWEST_ROUNDS, MOST_DRAWN = 1000, 100, 20_000_000  # drawings; rows drawn in all, for a huge book
Codes = Sequence[Sequence[int]]
"""For each account the codes of its rows."""


class Interval(NamedTuple):
    """From `low` to `high` in 95 of 100 drawings."""

    low: float
    high: float


def code(value: int, happened: bool) -> int:
    return 2 * value + happened


def auc(counts: Mapping[int, int]) -> float | None:
    """The chance that of a row where it happened and one where it did not the first has the higher value, a
    tie counting half, from how often each code is there; None where either kind is missing. Source: Hanley
    and McNeil 1982 (Mann and Whitney's U over the pairs)."""
    below = happened = above = 0  # above: twice the pairs won, so that a tie is a whole number
    for value in sorted({c >> 1 for c in counts}):
        without, with_it = counts.get(2 * value, 0), counts.get(2 * value + 1, 0)
        above += with_it * (2 * below + without)
        below += without
        happened += with_it
    return above / (2 * below * happened) if below and happened else None


def auc_of(codes: Codes) -> float | None:
    return auc(Counter(chain.from_iterable(codes)))


def drawn(several: Sequence[Codes], seed: int = SEED) -> list[tuple[float, ...]]:
    """The AUC of each of several values over the same accounts, in each drawing: as many accounts as there
    are, with replacement, each with all of its rows, the same accounts for each value. Rows of one account
    are alike, so drawing rows would make the interval too narrow. Source: Davison and Hinkley 1997, 3.8
    (drawing clusters). Drawings in which nothing, or everything, happened are left out."""
    accounts = len(several[0])
    rows = sum(map(len, several[0])) * len(several)
    rounds = max(FEWEST_ROUNDS, min(ROUNDS, MOST_DRAWN // max(rows, 1)))
    chance, every = Random(seed), range(accounts)
    made = list[tuple[float, ...]]()
    for _ in range(rounds if accounts else 0):
        some = chance.choices(every, k=accounts)
        values = [auc(Counter(chain.from_iterable(map(codes.__getitem__, some)))) for codes in several]
        if None not in values:
            made.append(tuple(v for v in values if v is not None))
    return made


def interval(values: Sequence[float]) -> Interval | None:
    """Of drawn values the middle 95 of 100 (percentiles, linear between two); None of fewer than 20."""
    if len(values) < 20:
        return None
    cuts = quantiles(values, n=40, method="inclusive")
    return Interval(cuts[0], cuts[-1])


def share_interval(parts: Sequence[tuple[int, int]]) -> Interval | None:
    """How far a share may be off, from (rows where it happened, rows) of each account: 1.96 standard errors
    of a ratio over accounts, within 0..1. None of fewer than two accounts, and where it never happened, or
    always: that says nothing of how far it may be off. Source: Cochran 1977, 2.11."""
    accounts, rows = len(parts), sum(whole for _, whole in parts)
    if accounts < 2 or not rows:
        return None
    share = sum(part for part, _ in parts) / rows
    if share in (0, 1):
        return None
    spread = sum((part - share * whole) ** 2 for part, whole in parts) * accounts / (accounts - 1)
    error = 1.96 * spread**0.5 / rows
    return Interval(max(share - error, 0.0), min(share + error, 1.0))


def difference_interval(parts: Sequence[tuple[int, int, int, int]]) -> Interval | None:
    """How far the difference of two shares over the same accounts may be off, from (happened, rows) of the
    one and (happened, rows) of the other of each account, which may have none of one: 1.96 standard errors of
    a difference of two ratios over accounts, within -1..1. None of fewer than two accounts, where either has
    no row, or where both never happened, or always. Source: Cochran 1977, 2.11 and 6.4 (accounts are what is
    drawn: rows of one account are alike)."""
    accounts = len(parts)
    a, b, c, d = (sum(p[n] for p in parts) for n in range(4))
    if accounts < 2 or not b or not d or (a in (0, b) and c in (0, d)):
        return None
    one, other = a / b, c / d
    spread = sum(((p[0] - one * p[1]) / b - (p[2] - other * p[3]) / d) ** 2 for p in parts)
    error = 1.96 * (spread * accounts / (accounts - 1)) ** 0.5
    return Interval(max(one - other - error, -1.0), min(one - other + error, 1.0))


def most_share(parts: Sequence[tuple[int, int]]) -> float | None:
    """How large a share may be: the upper bound of its interval, from (rows where it happened, rows) of each
    account. Where it never happened, what one account in as many would still hide with 2.5 in 100 chances:
    1 - .025 ** (1 / accounts). None where there is no bound. Source: Clopper and Pearson 1934, for 0 of n."""
    interval = share_interval(parts)
    if interval is not None:
        return interval.high
    rows = [whole for _, whole in parts if whole]
    if not rows or any(part for part, _ in parts):
        return None
    return float(1 - 0.025 ** (1 / len(rows)))
