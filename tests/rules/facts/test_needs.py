"""Needs and goals: how they stand on a day, when one wants a place, its reason, what of one is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from messages.words import Viewer
from rules import dated
from rules.access import Caller
from rules.appearances import rests_for
from rules.calendar import add_working_days
from rules.context import Context
from rules.facts.aimed import Goal
from rules.facts.goals import ASKED_FOR, goal_due, goal_error, open_goals, overdue
from rules.facts.goals import wants as goal_wants
from rules.facts.needed import STATUSES, Need
from rules.facts.needs import (
    AHEAD,
    amount_of,
    may_put_right,
    need_error,
    need_unmet,
    next_status,
    open_needs,
    wants,
)
from rules.reasons import best_reason
from rules.records import Record

from ...builders import (
    POLICY,
    TODAY,
    a_goal,
    a_need,
    a_person,
    a_promise,
    a_touch,
    an_account,
    days_ago,
    in_days,
)

CONTEXT = Context(POLICY)
plain = Viewer(today=TODAY).plain


def lacks(*needs: Need, **given: Any) -> Record:
    return an_account(**{"last_touch": days_ago(20), **given}, needs=needs)


# how it stands on a day ------------------------------------------------------------------------------------
def test_each_day_has_the_status_of_that_day():
    need = a_need(
        days_ago(40), status="won", explored_on=days_ago(30), offered_on=days_ago(20), closed_on=days_ago(10)
    )
    stood = [need.status_on(days_ago(n)) for n in (41, 40, 31, 30, 21, 20, 11, 10, 0)]
    assert stood == ["", "heard", "heard", "explored", "explored", "offered", "offered", "won", "won"]
    assert [need.open_on(days_ago(n)) for n in (41, 40, 11, 10)] == [False, True, True, False]


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_without_its_day_counts_from_the_first(status: str):
    need = a_need(days_ago(40), status=status)
    assert need.status_on(TODAY) == status
    assert need.open_on(TODAY) == need.is_open == (status not in {"won", "lost"})


def test_a_day_of_an_act_is_never_to_come_but_the_one_from_which_it_is_right_may_be():
    tomorrow = in_days(1)
    known = a_need(tomorrow, explored_on=tomorrow, right_on=tomorrow, status="explored").as_known(TODAY)
    assert (known.heard_on, known.explored_on, known.right_on) == (TODAY, TODAY, tomorrow)
    same = a_need(TODAY)
    assert same.as_known(TODAY) is same


def test_going_back_takes_back_what_came_behind():
    need = a_need(days_ago(40), explored_on=days_ago(30), offered_on=days_ago(20), status="offered")
    lost = need.moved("lost", TODAY, why="price")
    assert (lost.closed_on, lost.why, lost.offered_on) == (TODAY, "price", days_ago(20))
    explored = lost.moved("explored", days_ago(25))
    assert (explored.explored_on, explored.offered_on, explored.closed_on) == (days_ago(25), None, None)
    assert explored.why == ""
    heard = explored.moved("heard", TODAY)
    assert (heard.heard_on, heard.explored_on) == (days_ago(40), None)
    assert heard.moved("heard", days_ago(3)).heard_on == days_ago(3)


def test_one_tap_leads_on_and_from_an_end_nowhere():
    after = [next_status(a_need(TODAY, status=s)) for s in STATUSES]
    assert after == ["explored", "offered", "won", "", ""]


def test_the_open_ones_begin_with_a_budget_then_what_is_right_soonest():
    plain_, later, soon, paid = (
        a_need(days_ago(9), id=1),
        a_need(days_ago(9), id=2, right_on=in_days(9)),
        a_need(days_ago(9), id=3, right_on=in_days(2)),
        a_need(days_ago(1), id=4, budget=5),
    )
    gone = a_need(days_ago(9), id=5, status="lost", closed_on=TODAY)
    assert open_needs([plain_, later, soon, paid, gone], TODAY) == [paid, soon, later, plain_]


# its reason, its day ---------------------------------------------------------------------------------------
def test_one_with_a_budget_is_a_reason_and_says_it():
    reason = need_unmet(lacks(a_need(days_ago(9), budget=2_000_000, currency="EUR", id=7)), TODAY, CONTEXT)
    assert reason
    assert plain(reason.why) == "they need “cold storage”, with a budget of €20,000."
    assert (reason.kind, reason.about) == ("need", 7)
    assert reason.ask
    assert "cost you today" in plain(reason.ask)


def test_one_without_a_budget_is_none_until_its_day():
    assert need_unmet(lacks(a_need(days_ago(9))), TODAY, CONTEXT) is None
    assert need_unmet(lacks(a_need(days_ago(9), right_on=in_days(1))), TODAY, CONTEXT) is None
    came = need_unmet(lacks(a_need(days_ago(9), right_on=TODAY)), TODAY, CONTEXT)
    assert came
    assert "right from" in plain(came.why)


@pytest.mark.parametrize(("ahead", "holds"), [(0, True), (AHEAD.days, True), (AHEAD.days + 1, False)])
def test_a_budget_counts_in_the_90_days_before_it_is_right(ahead: int, holds: bool):
    need = a_need(days_ago(9), budget=100, right_on=TODAY + timedelta(days=ahead))
    assert (need_unmet(lacks(need), TODAY, CONTEXT) is not None) == holds


@pytest.mark.parametrize("status", ["won", "lost"])
def test_what_is_closed_is_no_reason(status: str):
    need = a_need(days_ago(9), budget=100, right_on=TODAY, status=status, closed_on=days_ago(1))
    assert need_unmet(lacks(need), TODAY, CONTEXT) is None
    assert wants(lacks(need), TODAY) is None


def test_what_is_asked_follows_how_far_it_is():
    asks = [
        plain(reason.ask)
        for status in ("heard", "explored", "offered")
        if (reason := need_unmet(lacks(a_need(days_ago(9), budget=1, status=status)), TODAY, CONTEXT))
        and reason.ask
    ]
    assert len(set(asks)) == 3


def test_promises_come_before_it_and_it_comes_before_what_was_said_last():
    need = a_need(days_ago(9), budget=100)
    assert best_reason(lacks(need), TODAY, CONTEXT).kind == "need"
    assert best_reason(lacks(need, promises=(a_promise(days_ago(3)),)), TODAY, CONTEXT).kind == "promise"


def test_it_wants_a_place_on_its_day_moved_to_a_working_day():
    saturday = date(2026, 11, 21)
    record = lacks(a_need(days_ago(9), right_on=saturday))
    assert wants(record, TODAY) == date(2026, 11, 23)
    assert wants(lacks(a_need(days_ago(9))), TODAY) is None


@pytest.mark.parametrize("taken", ["explored_on", "offered_on"])
def test_once_it_was_taken_up_it_wants_none(taken: str):
    need = a_need(days_ago(9), right_on=days_ago(5))
    assert wants(lacks(need), TODAY) == days_ago(5)
    assert wants(lacks(replace(need, **{taken: days_ago(6)})), TODAY) == days_ago(5), "before its day"
    assert wants(lacks(replace(need, **{taken: days_ago(5)})), TODAY) is None


def test_a_touch_that_explored_takes_it_up_and_another_lets_it_rest():
    need = a_need(days_ago(9), right_on=days_ago(5))
    explored = a_touch(days_ago(4), purpose="explored_need")
    assert wants(lacks(need, touches=[explored]), TODAY) is None
    record = lacks(need, touches=[a_touch(days_ago(4))])
    rests = add_working_days(days_ago(4), rests_for("A", 1), record.owner.workdays)
    assert wants(record, TODAY) == rests


def test_a_day_before_it_was_heard_counts_from_when_it_was():
    need = a_need(days_ago(1), right_on=days_ago(60))
    assert wants(lacks(need), TODAY) == days_ago(1)


def test_the_morning_knows_it_as_a_dated_fact():
    record = lacks(a_need(days_ago(9), right_on=TODAY))
    assert dated.brings(record, TODAY) == "need"
    assert dated.rank("milestone") < dated.rank("need")


# what is filled in -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "budget", "on", "field"),
    [
        ({}, "", TODAY, None),
        ({"text": ""}, "", TODAY, "text"),
        ({}, "20k", TODAY, None),
        ({}, "much", TODAY, "budget"),
        ({}, "-5", TODAY, "budget"),
        ({"currency": "XXQ"}, "", TODAY, "currency"),
        ({"right_on": in_days(4000)}, "", TODAY, "right_on"),
        ({"status": "maybe"}, "", TODAY, "status"),
        ({}, "", in_days(1), "since"),
        ({}, "", None, "since"),
        ({"status": "offered"}, "", days_ago(10), "since"),
        ({"status": "lost"}, "", TODAY, "why"),
        ({"status": "lost", "why": "price"}, "", TODAY, None),
        ({"status": "won"}, "", TODAY, None),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given: dict[str, Any], budget: str, on: date, field: str | None):
    wrong = need_error(a_need(days_ago(9), **given), budget, on, TODAY)
    assert (wrong and wrong[0]) == field


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("20000", "USD", 2_000_000),
        ("20,000.50", "USD", 2_000_050),
        ("20k", "EUR", 2_000_000),
        ("1.5m", "USD", 150_000_000),
        ("20 000", "JPY", 20_000),
        ("", "USD", None),
        ("1e9", "USD", None),
        ("٢٠", "USD", None),
        ("9" * 19, "USD", None),
        ("0", "USD", 0),
    ],
)
def test_amounts_as_typed(typed: str, currency: str, minor: int | None):
    assert amount_of(typed, currency) == minor


def test_whoever_noted_it_and_who_may_change_the_account_put_it_right():
    dana, kim = a_person(id=1), a_person(id=2)
    assert may_put_right(Caller(kim, frozenset({2})), 2, 1, ()) is None
    assert may_put_right(Caller(dana, frozenset({1})), 2, 1, ()) is None
    assert may_put_right(Caller(kim, frozenset({2})), 1, 1, (2,)) is None
    assert may_put_right(Caller(kim, frozenset({2})), 1, 1, ()) is not None


# goals -----------------------------------------------------------------------------------------------------
def test_goals_are_open_until_reached_and_what_is_due_comes_first():
    first, later, never = (
        a_goal(days_ago(9), id=1, due_on=in_days(3)),
        a_goal(days_ago(20), id=2, due_on=in_days(30)),
        a_goal(days_ago(30), id=3),
    )
    reached = a_goal(days_ago(9), id=4, state="reached", closed_on=days_ago(2))
    assert open_goals([never, reached, later, first], TODAY) == [first, later, never]
    assert reached in open_goals([reached], days_ago(3))
    assert not open_goals([first], days_ago(10))


def aims(*goals: Goal, **given: Any) -> Record:
    return an_account(**{"last_touch": days_ago(20), **given}, goals=goals)


def test_whether_it_was_reached_is_asked_from_the_day_after_it_was_due():
    record = aims(a_goal(days_ago(60), id=3, due_on=TODAY))
    assert goal_due(record, TODAY, CONTEXT) is None
    tomorrow = in_days(1)
    assert goal_wants(record, TODAY) == tomorrow
    reason = goal_due(record, tomorrow, CONTEXT)
    assert reason
    assert plain(reason.why) == "their goal “second plant live” was due Nov 18: was it reached?"
    assert (reason.kind, reason.about) == ("goal", 3)
    assert dated.brings(record, tomorrow) == "goal"
    assert dated.rank("need") < dated.rank("goal")
    assert best_reason(record, tomorrow, CONTEXT).kind == "goal"


def test_the_day_after_a_friday_is_a_monday():
    friday = date(2026, 11, 20)
    assert goal_wants(aims(a_goal(days_ago(9), due_on=friday)), TODAY) == date(2026, 11, 23)


def test_a_goal_that_ended_or_has_no_day_is_never_asked_about():
    ended = a_goal(days_ago(60), due_on=days_ago(9), state="reached", closed_on=days_ago(1))
    record = aims(ended, a_goal(days_ago(60), id=2))
    assert (goal_wants(record, TODAY), goal_due(record, TODAY, CONTEXT)) == (None, None)
    assert overdue(record.goals, TODAY) == []
    assert overdue(record.goals, days_ago(2)) == [ended], "as of a day on which it was open"


def test_nobody_is_asked_for_ever_but_it_stays_overdue():
    last, long_ago = TODAY - ASKED_FOR, TODAY - ASKED_FOR - timedelta(days=1)
    asked, given_up = aims(a_goal(days_ago(300), due_on=last)), aims(a_goal(days_ago(300), due_on=long_ago))
    assert goal_wants(asked, TODAY)
    assert goal_due(asked, TODAY, CONTEXT)
    assert (goal_wants(given_up, TODAY), goal_due(given_up, TODAY, CONTEXT)) == (None, None)
    assert overdue(given_up.goals, TODAY)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, None),
        ({"text": ""}, "text"),
        ({"due_on": date(1989, 1, 1)}, "due_on"),
        ({"due_on": days_ago(1)}, None),
        ({"state": "maybe"}, "state"),
    ],
)
def test_what_is_wrong_with_a_goal(given: dict[str, Any], field: str | None):
    goal: Goal = a_goal(days_ago(9), **given)
    wrong = goal_error(goal, TODAY)
    assert (wrong and wrong[0]) == field
    assert a_goal(in_days(1), closed_on=in_days(1), state="reached").as_known(TODAY).closed_on == TODAY
