"""What is counted and compared of many looks: small books made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rules.chances import (
    FRESH_FOR,
    LEAST_ACCOUNTS,
    LEAST_EVENTS,
    Chance,
    Chances,
    chance_of,
    chances,
    is_due,
    rests_on,
)
from rules.looks import BANDS, Look
from rules.policy import Policy
from rules.records import days
from rules.worth import FEW, Counted, Looks, by_band, measure

from ..builders import POLICY, TODAY

FIRST, LAST = date(2026, 1, 1), date(2026, 7, 1)


def a_look(account: int = 1, **given: Any) -> Look:
    seen = {"score": 60, "band": "watch", "silent": 20, "often": 3}
    after = {"unheard": False, "churned": False, "unbought": None}
    return Look(**{"account_id": account, **seen, **after, **given})


def book(*accounts: Sequence[Look]) -> Looks:
    looks = Looks()
    for of in accounts:
        looks.take(of)
    return looks


def counts(of: Counted) -> tuple[str, int, int, int, int]:
    return of.band, of.looks, of.accounts, of.events, of.with_event


def test_looks_accounts_and_events_are_counted_apart():
    """An account that is red for months is one account."""
    red = a_look(1, band="at risk", score=30, unheard=True)
    seen = book([red, red, a_look(1)], [a_look(2), a_look(2, band="at risk", score=40)], [a_look(3)])
    measured = measure(seen, "unheard")
    assert counts(measured.whole) == ("", 6, 3, 2, 1)
    assert [counts(b) for b in measured.bands] == [
        ("healthy", 0, 0, 0, 0),
        ("watch", 3, 3, 0, 0),
        ("at risk", 3, 2, 2, 1),
        ("not enough known", 0, 0, 0, 0),
    ]
    assert measured.bands[0].share == 0.0
    assert measured.bands[2].share == pytest.approx(2 / 3)


def test_an_account_without_a_look_counts_nowhere():
    assert counts(measure(book([], [a_look(2)], []), "unheard").whole) == ("", 1, 1, 0, 0)
    empty = measure(book(), "unheard")
    assert (counts(empty.whole), empty.ranked) == (("", 0, 0, 0, 0), ())


def test_what_is_not_known_to_have_followed_is_left_out():
    seen = book([a_look(1), a_look(1, unbought=True)], [a_look(2)], [a_look(3, unbought=False)])
    assert counts(measure(seen, "unbought").whole) == ("", 2, 2, 1, 1)
    assert counts(measure(seen, "churned").whole) == ("", 4, 3, 0, 0)


def test_the_ranking_is_of_looks_at_which_health_showed_a_score():
    unknown = a_look(3, band="not enough known", score=99, silent=0, often=9, unheard=True)
    seen = book([a_look(1, score=20, unheard=True)], [a_look(2, score=80)], [unknown])
    measured = measure(seen, "unheard")
    assert {r.by: r.auc for r in measured.ranked}["health"] == 1.0
    assert counts(measured.whole) == ("", 2, 2, 1, 1)
    assert counts(measured.bands[-1]) == ("not enough known", 1, 1, 1, 1)


def test_each_value_is_turned_so_that_more_of_it_is_worse():
    gone = a_look(1, score=20, silent=200, often=1, unheard=True)
    seen = book([gone], [a_look(2, score=80, silent=3, often=9)])
    assert {r.by: r.auc for r in measure(seen, "unheard").ranked} == {
        "health": 1.0,
        "silence": 1.0,
        "frequency": 1.0,
    }
    other = book([gone._replace(silent=1, often=10)], [a_look(2, score=80, silent=3, often=9)])
    assert [r.auc for r in measure(other, "unheard").ranked] == [1.0, 0.0, 0.0]


@pytest.mark.parametrize("happened", [True, False])
def test_nothing_is_ranked_where_it_always_or_never_followed(happened: bool):
    seen = book(*([a_look(n, unheard=happened, score=n)] for n in range(40)))
    assert measure(seen, "unheard").ranked == ()


def many(told: str, count: int = 60) -> Looks:
    """Half of them unheard from: told by health alone, by silence alone, or by both alike."""
    looks = []
    for n in range(count):
        gone = bool(n % 2)
        score = 30 if gone else 70
        silent = 90 if gone else 10
        noise = n // 2 % 7
        looks.append(
            [
                a_look(
                    n,
                    unheard=gone,
                    score=score + noise if told != "silence" else 50 + noise,
                    silent=silent + noise if told != "health" else 50 + noise,
                )
            ]
        )
    return book(*looks)


def test_whether_health_adds_to_plain_silence():
    assert measure(many("health"), "unheard").adds is True
    assert measure(many("silence"), "unheard").adds is False
    assert measure(many("both"), "unheard").adds is None
    assert measure(book(), "unheard").adds is None


def test_bands_that_are_not_in_their_order_are_told():
    def seen(watch: int, at_risk: int) -> Looks:
        """Of 60 accounts each so many were not heard from."""
        of = (("watch", 60, watch), ("at risk", 30, at_risk))
        return book(*([a_look(n, band=b, score=s, unheard=n < k)] for b, s, k in of for n in range(60)))

    assert measure(seen(10, 40), "unheard").crossed is None
    assert measure(seen(32, 30), "unheard").crossed is None, "by chance"
    crossed = measure(seen(45, 15), "unheard").crossed
    assert crossed
    assert [c.band for c in crossed] == ["watch", "at risk"]


def test_few_accounts_say_little():
    assert not measure(many("both", 2 * FEW), "unheard").says_little
    assert measure(many("both", 2 * FEW - 2), "unheard").says_little
    often = book(*([a_look(n, unheard=True, score=n)] for n in range(90)), [a_look(99)])
    assert measure(often, "unheard").says_little, "one account without it is as little"


# what a card may say --------------------------------------------------------------------------------------


def red(accounts: int, events: int, looks: int = 1) -> Looks:
    """So many accounts at risk, with as many looks each, of which so many were not heard from."""
    return book(*([a_look(n, band="at risk", score=30, unheard=n < events)] * looks for n in range(accounts)))


def kept(looks: Looks, policy: Policy = POLICY) -> Chances:
    return chances(by_band(looks, "unheard"), (FIRST, LAST), policy, on=TODAY)


def test_a_chance_wants_100_accounts_and_20_that_it_happened_to():
    enough = kept(red(LEAST_ACCOUNTS, LEAST_EVENTS))
    assert list(enough.by_band) == ["at risk"]
    chance = enough.by_band["at risk"]
    assert (chance.of_100, chance.looks, chance.accounts, chance.events) == (20, 100, 100, 20)
    assert chance.low < 0.2 < chance.high
    assert (chance.first, chance.last) == (FIRST, LAST)
    assert kept(red(LEAST_ACCOUNTS - 1, LEAST_EVENTS)).by_band == {}
    assert kept(red(LEAST_ACCOUNTS, LEAST_EVENTS - 1)).by_band == {}


def test_looks_at_few_accounts_make_no_chance():
    assert kept(red(50, 30, looks=12)).by_band == {}
    assert kept(red(120, 2, looks=12)).by_band == {}, "24 events, two accounts"


def test_health_that_is_not_known_has_no_chance():
    unknown = [[a_look(n, band="not enough known", unheard=n < 60)] for n in range(150)]
    assert kept(book(*unknown)).by_band == {}


def test_nothing_is_said_where_it_always_happened():
    """How far that may be off can't be told."""
    assert kept(red(150, 150)).by_band == {}


def test_no_day_was_looked_at():
    assert chances(by_band(book(), "unheard"), (), POLICY, on=TODAY).by_band == {}


def test_what_is_kept_reads_as_it_was_written():
    stored = kept(red(140, 60))
    assert Chances.from_json(stored.to_json()) == stored


def test_a_chance_is_said_while_it_is_fresh_and_health_rests_on_the_same():
    stored = kept(red(140, 60))
    assert isinstance(chance_of(stored, "at risk", POLICY, TODAY), Chance)
    assert chance_of(stored, "at risk", POLICY, TODAY + days(FRESH_FOR))
    assert chance_of(stored, "at risk", POLICY, TODAY + days(FRESH_FOR + 1)) is None
    assert chance_of(stored, "watch", POLICY, TODAY) is None
    assert chance_of(None, "at risk", POLICY, TODAY) is None
    for other in (
        Policy(cadence_a_days=10),
        Policy(cadence_b_days=31),
        Policy(cadence_c_days=80),
        Policy(grace_working_days=5),
        Policy(weights={"silence": 30}),
    ):
        assert chance_of(stored, "at risk", other, TODAY) is None
        assert is_due(stored, other, TODAY)
    same = Policy(nudge_at="09:00", weights={"silence": 25})
    assert rests_on(same) == rests_on(POLICY)


def test_it_is_due_once_a_month():
    stored = kept(red(140, 60))
    assert is_due(None, POLICY, TODAY)
    assert not is_due(stored, POLICY, TODAY)
    assert not is_due(stored, POLICY, date(2026, 11, 30))
    assert is_due(stored, POLICY, date(2026, 12, 1))
    assert is_due(stored, POLICY, date(2027, 11, 18))


def test_bands_are_those_of_health():
    assert BANDS == ("healthy", "watch", "at risk")
