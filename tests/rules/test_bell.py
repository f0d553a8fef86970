"""What went well, by name: what counts, and in which order it is told."""

from __future__ import annotations

import pytest

from rules.bell import BACK, CLOSED, KEPT, Win, back, rung, team_of

from ..builders import POLICY, TODAY, a_person, a_touch, an_account, days_ago

DANA, KIM = a_person(id=1, name="Dana Reyes"), a_person(id=2, name="Kim Cho")
TEAM = {p.id: p for p in (DANA, KIM)}
FIRST = days_ago(4)


@pytest.mark.parametrize(
    ("before", "silent"),
    [
        (45, 43),  # long out of rhythm
        (23, 21),
        (22, None),  # due on Tuesday a week ago: in its grace to Monday, for Wednesday was a holiday
        (10, None),
    ],
)
def test_back_is_whoever_was_out_of_rhythm_the_day_before(before: int, silent: int | None):
    record = an_account(touches=[a_touch(days_ago(2)), a_touch(days_ago(before))])
    win = back(record, TEAM, FIRST, TODAY, POLICY)
    assert (win.silent if win else None) == silent


def test_it_is_who_reached_them_first_in_the_week_whosever_account_it_is():
    kims = a_touch(days_ago(3), by_id=2, by_name="Kim Cho")
    record = an_account(touches=[a_touch(days_ago(1)), kims, a_touch(days_ago(60))])
    win = back(record, TEAM, FIRST, TODAY, POLICY)
    assert win is not None
    assert (win.by, win.silent) == ("Kim Cho", 57)
    assert back(record, {1: DANA}, days_ago(1), TODAY, POLICY) is None, "in rhythm by then"
    assert back(record, {9: a_person(id=9)}, FIRST, TODAY, POLICY) is None, "somebody of another team"


def test_an_attempt_brings_nobody_back():
    tried = a_touch(days_ago(2), outcome="sent", channel="email")
    assert back(an_account(touches=[tried, a_touch(days_ago(60))]), TEAM, FIRST, TODAY, POLICY) is None


def test_the_first_contact_ever_is_one_and_says_no_days():
    record = an_account(touches=[a_touch(days_ago(2))], added_on=days_ago(90), exists_on=days_ago(90))
    win = back(record, TEAM, FIRST, TODAY, POLICY)
    assert win is not None
    assert win.silent is None


def test_each_has_their_best_before_anybody_has_a_second():
    wins = [
        Win(BACK, 1, "Dana", "Acme", "A", 20),
        Win(BACK, 1, "Dana", "Bolt", "A", 50),
        Win(CLOSED, 1, "Dana", "Acme", "A"),
        Win(KEPT, 2, "Kim", "Umbra", "C"),
    ]
    assert [(w.by, w.account) for w in rung(wins)] == [
        ("Dana", "Bolt"), ("Kim", "Umbra"), ("Dana", "Acme"), ("Dana", "Acme")
    ]  # fmt: skip


def test_a_team_is_one_s_own_people_else_those_beside_one():
    assert team_of(DANA, {1}, {9, 1, 2}) == {9, 1, 2}
    assert team_of(DANA, {1, 5}, {9, 1, 2}) == {1, 5}
    assert team_of(DANA, {1}, ()) == {1}
