"""What a glance says of an account, and which account it leaves to be read whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.facts.movement import Movement
from rules.glanced import Met, glance
from rules.looked import Looked, look
from rules.records import Contact, Record

from ..builders import (
    POLICY,
    TODAY,
    a_change,
    a_concern,
    a_handoff,
    a_promise,
    an_account,
    an_override,
    days_ago,
    in_days,
)

RECENT = Met(days_ago(3), days_ago(10), on_file=True, people=3)
OURS = {1}
LOST = (Movement(days_ago(500), "new", 500, "USD"), Movement(days_ago(3), "contraction", 400, "USD"))
FEWER = (Movement(days_ago(500), "purchase", 500, "USD"), Movement(days_ago(3), "purchase", 400, "USD"))
GREW = (Movement(days_ago(500), "new", 500, "USD"), Movement(days_ago(3), "expansion", 400, "USD"))


@pytest.mark.parametrize(
    ("held", "met"),
    [
        ({"concerns": (a_concern(days_ago(9)),)}, {}),
        ({"concerns": tuple(a_concern(days_ago(n), closed_on=days_ago(n)) for n in (9, 19, 29))}, {}),
        ({"promises": (a_promise(days_ago(1)),)}, {}),
        ({"movements": LOST}, {}),
        ({"movements": FEWER}, {}),
        ({"changes": (a_change(days_ago(90)),)}, {}),
        ({"overrides": (an_override(),)}, {}),
        ({"handoffs": (a_handoff(days_ago(2)),)}, {}),
        ({}, {"worried": True}),
        ({}, {"unanswered": True}),
        ({}, {"champion_left": True}),
        ({}, {"last_on": days_ago(15), "last_then": days_ago(15)}),
        ({"tier": "D"}, {}),
    ],
)
def test_what_a_glance_leaves_to_be_read_whole(held: dict[str, Any], met: dict[str, Any]):
    assert glance(an_account(**held), RECENT._replace(**met), OURS, TODAY, POLICY) is None


@pytest.mark.parametrize(
    "held",
    [
        {},
        {"movements": GREW},
        {"promises": (a_promise(in_days(1)),)},
        {"concerns": (a_concern(days_ago(9), closed_on=days_ago(8)),)},
    ],
)
def test_an_account_in_rhythm_to_which_nothing_happened_is_neither_at_risk_nor_falling(held: dict[str, Any]):
    contacts = tuple(Contact(n, f"Who {n}") for n in (1, 2, 3))
    whole = an_account(last_touch=days_ago(3), contacts=contacts, **held)
    met = RECENT._replace(last_then=None, value_on=days_ago(3), live_on=days_ago(3), people=0)
    assert not whole_and_glanced(whole, met).is_risk


def test_one_that_is_silent_for_twice_its_cadence_is_at_risk_by_that_alone():
    met = Met(days_ago(30), days_ago(30))
    seen = whole_and_glanced(an_account(last_touch=days_ago(30)), met)
    assert seen.is_risk
    assert seen.lapsed


def test_of_a_lapsed_account_too_little_is_known_where_points_are_set_so():
    points = replace(POLICY, weights={"silence": 1, "steadiness": 1, "value of touches": 1})
    met = Met(days_ago(30), days_ago(30))
    assert glance(an_account(), met, OURS, TODAY, points) is None


def test_one_of_another_team_is_not_ours_whatever_happened_to_it():
    seen = glance(an_account(concerns=(a_concern(days_ago(9)),)), RECENT, {9}, TODAY, POLICY)
    assert seen is not None
    assert (seen.now, seen.before, seen.is_risk) == (None, None, False)


def whole_and_glanced(whole: Record, met: Met) -> Looked:
    """The glance, which says what is said of the whole."""
    seen, other = glance(whole, met, OURS, TODAY, POLICY), look(whole, OURS, TODAY, POLICY)
    assert seen is not None
    for name in ("now", "before", "is_risk", "strain", "passing", "champion", "thin"):
        assert getattr(seen, name) == getattr(other, name), name
    return seen
