"""Whose health fell, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from messages.words import Viewer
from rules.alarms import Look, fell, is_another, look

from ..builders import POLICY, TODAY, a_concern, a_touch, an_account, days_ago, in_days

KEPT = [a_touch(days_ago(n), sentiment="happy") for n in (9, 20, 40)]
WORRIED = an_account(touches=[*KEPT, a_touch(TODAY, sentiment="worried")])


def test_a_fall_says_how_far_to_where_and_by_what():
    f = fell(WORRIED, TODAY, POLICY)
    assert f is not None
    assert (f.account_id, f.name, f.by > 10) == (1, "Acme", True)
    assert [Viewer(today=TODAY).plain(why) for why in f.why] == ["worried on Nov 18"]
    assert f.score is not None


@pytest.mark.parametrize(("ago", "stands"), [(0, True), (6, True), (7, False)])
def test_it_stands_for_seven_days(ago, stands):
    record = an_account(touches=[*KEPT, a_touch(days_ago(ago), sentiment="worried")])
    assert bool(look(record, TODAY, POLICY).behind) is stands
    assert (fell(record, TODAY, POLICY) is not None) is stands


def test_one_that_recovered_is_none():
    again = an_account(touches=[*WORRIED.touches, a_touch(in_days(1), sentiment="happy")])
    assert fell(again, TODAY, POLICY) is not None
    assert fell(again, in_days(1), POLICY) is None


def test_what_may_still_become_one_is_looked_at_the_next_day():
    opened = an_account(touches=KEPT, concerns=(a_concern(days_ago(1)),))
    assert look(opened, TODAY, POLICY) == Look(again_on=in_days(1))
    old = an_account(touches=KEPT, concerns=(a_concern(days_ago(30)),))
    assert look(old, TODAY, POLICY) == Look(), "it stood a week ago"
    assert look(an_account(touches=KEPT), TODAY, POLICY) == Look()


@pytest.mark.parametrize("status", ["paused", "churned"])
def test_of_one_that_rests_nobody_is_told(status):
    resting = replace(WORRIED, account=replace(WORRIED.account, status=status), standings=())
    assert look(resting, TODAY, POLICY) == Look()


def test_without_enough_known_no_score_is_said():
    only_mood = replace(POLICY, weights={"silence": 0, "steadiness": 0, "value of touches": 0})
    f = fell(WORRIED, TODAY, only_mood)
    assert f is not None
    assert f.score is None


@pytest.mark.parametrize(
    ("behind", "told", "another"),
    [
        (("promises",), (), True),
        (("promises",), ("promises",), False),
        (("promises", "breadth"), ("promises",), True),
        (("promises",), ("promises", "breadth"), False),
    ],
)
def test_another_cause_makes_another_fall(behind, told, another):
    assert is_another(behind, frozenset(told)) is another
