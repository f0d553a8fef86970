"""A team that is short: when, and which cadences would fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.coverage import Seen
from rules.fitting import Fitting, a_day, fitting

from ..builders import POLICY


def seen(tier: str, cadence: int = 0) -> Seen:
    days = cadence or POLICY.cadence(tier)  # type: ignore[arg-type]
    given = {"counted": True, "covered": True, "value_covered": True, "neglected": False, "touched": True}
    return Seen(1, "x", tier, 1, "active", **given, silent=1, cadence=days, revenue=0)  # type: ignore[arg-type]


def book(a: int = 0, b: int = 0, c: int = 0) -> list[Seen]:
    return [seen("A")] * a + [seen("B")] * b + [seen("C")] * c


def fits(accounts: list[Seen], made: float, touches: int = 100) -> Fitting | None:
    return fitting(accounts, sum(a_day(a.cadence) for a in accounts), made, touches, POLICY)


@pytest.mark.parametrize(
    ("accounts", "made", "cadences", "longer"),
    [
        # 1.4 a day for the C's, .9 left: every 140 days, which are whole weeks
        (book(10, 0, 90), 1.75, {"A": 14, "B": 30, "C": 168}, {"C"}),
        # C at 182 takes .69; 1.4 of the B's has .51 left: 82.4 days are more than 63, so A gives too
        (book(20, 30, 90), 3.6, {"A": 14, "B": 49, "C": 182}, {"C", "B"}),
        (book(20, 30, 90), 2.8, {"A": 21, "B": 63, "C": 182}, {"C", "B", "A"}),
        (book(20, 0, 0), 1.5, {"A": 21, "B": 30, "C": 90}, {"A"}),
        (book(20, 0, 0), 1.0, {"A": 28, "B": 30, "C": 90}, {"A"}),
    ],
)
def test_the_shortest_in_whole_weeks_that_fit_a_last(
    accounts: list[Seen], made: float, cadences: dict[str, int], longer: set[str]
):
    f = fits(accounts, made)
    assert f is not None
    assert f.cadences == cadences
    assert f.longer == longer
    of = [replace(a, cadence=cadences[a.tier]) for a in accounts]
    assert sum(a_day(a.cadence) for a in of) <= made + 1e-9, "it fits"


def test_not_even_twice_as_long():
    f = fits(book(20), made=0.9)
    assert f is not None
    assert f.cadences is None


def test_a_cadence_of_its_own_stays():
    own = [seen("A", 7)] * 4  # .8 a day
    f = fits([*own, *book(10)], made=1.35)
    assert f is not None
    assert f.cadences == {"A": 28, "B": 30, "C": 90}, "1.0 of the others has .55 left"
    assert fits([*own, *book(10)], made=1.2).cadences is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("made", "touches", "short"),
    [
        (1.5, 30, True),
        (1.6, 32, False),  # needs 1.25 times: busy
        (0.5, 9, False),  # too few to know what they can do
        (0.5, 10, True),
    ],
)
def test_when_a_team_is_short(made: float, touches: int, short: bool):
    assert (fits(book(20), made, touches) is not None) is short


def test_a_third_of_a_touch_is_not_short():
    assert fits(book(4), made=0.15, touches=20) is None, ".4 needed"
