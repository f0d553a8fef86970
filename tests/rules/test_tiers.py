"""Which tiers are proposed: nobody's, two steps off the revenue, against the segment; and which are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from messages.words import Viewer
from rules.tiers import ENOUGH, Held, all_of, proposals


def book(count: int, first: int = 5000) -> list[Held]:
    """One that makes most of the revenue, an A, and as many others as make `count`."""
    tiers = ["A", "B", "B"] + ["C"] * (count - 3)
    return [Held(n, f"Co {n}", 1, "Dana", tiers[n], "", first if n == 0 else 100 - n) for n in range(count)]


def named(held: list[Held], kept: frozenset[tuple[int, str]] = frozenset()) -> list[tuple[int, str, str]]:
    return [(p.held.id, p.held.tier, p.to) for p in proposals([held], kept)]


def test_a_book_whose_tiers_fit_has_none():
    assert named(book(12)) == []


def test_two_steps_off_are_proposed_one_step_is_not():
    held = book(12)
    held[0] = replace(held[0], tier="C")
    assert named(held) == [(0, "C", "A")]
    held[0] = replace(held[0], tier="B")
    assert named(held) == []
    held = book(12)
    held[11] = replace(held[11], tier="A")
    assert named(held) == [(11, "A", "C")]
    assert "does not fit its revenue: number 12 of 12" in Viewer().plain(proposals([held], ())[0].why)


@pytest.mark.parametrize(("count", "some"), [(ENOUGH, True), (ENOUGH - 1, False)])
def test_a_small_book_says_nothing(count: int, some: bool):
    held = book(count)
    held[-1] = replace(held[-1], tier="A")
    assert bool(named(held)) is some


def test_an_account_without_revenue_is_let_be():
    held = book(12)
    held[11] = replace(held[11], tier="A", annual=None)
    assert named(held) == []


def test_what_nobody_gave_is_proposed_in_a_book_of_any_size():
    held = [Held(1, "Acme", 1, "Dana", "C", "B", 900), Held(2, "Globex", 1, "Dana", "C", "", 100)]
    (one,) = proposals([held], ())
    assert (one.held.id, one.to) == (1, "B")
    assert Viewer().plain(one.why) == "nobody gave a tier: number 1 of 2 in the book, 90 % of its revenue"


def test_a_segment_that_does_not_fit():
    held = [replace(h, annual=None, tier="C" if n else "A") for n, h in enumerate(book(3))]
    held[0] = replace(held[0], segment="filler", chosen=True)
    held[1] = replace(held[1], segment="money maker", chosen=True)
    assert named(held) == [(1, "C", "A"), (0, "A", "C")]


@pytest.mark.parametrize(("count", "some"), [(ENOUGH, True), (ENOUGH - 1, False)])
def test_a_segment_by_revenue_says_nothing_in_a_small_book(count: int, some: bool):
    """What a person chose does, in a book of any size."""
    held = book(count)
    held[2] = replace(held[2], tier="C", segment="money maker")
    assert bool(named(held)) is some
    (one,) = proposals([[replace(held[2], chosen=True), *held[:2], *held[3:]]], ())
    assert Viewer().plain(one.why).startswith("a money maker as C: number 3 of")


def test_what_somebody_kept_is_not_called_off_by_a_segment_that_revenue_made():
    held = book(ENOUGH)
    held[2] = replace(held[2], tier="C", proposal="B", segment="money maker")
    assert named(held) == [(2, "C", "B")]
    held[2] = replace(held[2], proposal="")
    assert named(held) == [(2, "C", "A")]
    assert named(held, frozenset({(2, "B")})) == []


def test_what_was_kept_is_not_proposed_again_but_another_tier_is():
    held = [Held(1, "Acme", 1, "Dana", "C", "B", 900)]
    assert named(held, frozenset({(1, "B")})) == []
    assert named(held, frozenset({(1, "A")})) == [(1, "C", "B")]


def test_each_owners_book_by_itself_the_highest_first():
    one, two = book(12), [replace(h, id=h.id + 100, owner_id=2) for h in book(12)]
    one[11], two[0] = replace(one[11], tier="A"), replace(two[0], tier="C")
    those = proposals([one, two], ())
    assert [(p.held.id, p.to) for p in those] == [(100, "A"), (11, "C")]
    assert "2 accounts change their tier (1 to A, 1 to C)" in Viewer().plain(all_of(those))
