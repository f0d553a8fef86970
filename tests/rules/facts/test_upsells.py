"""Upsell plans: how one stands on a day, what is due when, when it wants a place, what of one is wrong; how a
team's came out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from messages.words import Viewer
from rules import dated
from rules.context import Context
from rules.facts.sends import asks, ends
from rules.facts.upsell import Upsell
from rules.facts.upsells import (
    close_error,
    explore_error,
    lateness,
    of_team,
    offer_error,
    open_plans,
    step_late,
    target_error,
    wants,
    why_lost,
)

from ...builders import POLICY, TODAY, a_person, a_plan, a_promise, a_touch, an_account, days_ago, in_days

CONTEXT = Context(POLICY)
plain = Viewer(today=TODAY).plain
WHOLE = a_plan(
    days_ago(50),
    step="won",
    explored_on=days_ago(40),
    offered_on=days_ago(30),
    sends="a case",
    sender_id=2,
    sender="Kim Cho",
    send_by=days_ago(24),
    sent_on=days_ago(20),
    closed_on=days_ago(5),
)


@pytest.mark.parametrize(
    ("ago", "step", "due"),
    [
        (51, "", None),
        (50, "target", days_ago(20)),
        (41, "target", days_ago(20)),
        (40, "explore", days_ago(10)),
        (30, "offer", days_ago(24)),
        (21, "offer", days_ago(24)),
        (20, "offer", in_days(10)),
        (6, "offer", in_days(10)),
        (5, "won", None),
    ],
)
def test_on_each_day_it_stands_at_a_step_with_the_day_it_was_due(ago: int, step: str, due: date | None):
    """Where nobody set a day it is thirty after the step's own."""
    on = days_ago(ago)
    assert (WHOLE.step_on(on), WHOLE.due_on(on)) == (step, due)
    if step:
        assert WHOLE.as_of(on).step == step
        assert WHOLE.as_of(on).sent_on == (days_ago(20) if ago <= 20 else None)


def test_a_day_that_somebody_set_goes_before_the_thirty():
    assert a_plan(TODAY, explore_by=in_days(3)).due_on(TODAY) == in_days(3)
    explored = a_plan(TODAY, step="explore", explored_on=TODAY, offer_by=in_days(4))
    assert explored.due_on(TODAY) == in_days(4)
    offered = a_plan(TODAY, step="offer", offered_on=TODAY, answer_by=in_days(5))
    assert offered.due_on(TODAY) == in_days(5)


def test_it_is_late_from_the_day_after_and_not_once_closed():
    plan = a_plan(days_ago(9), explore_by=days_ago(2))
    assert [plan.late_on(days_ago(n)) for n in (3, 2, 1, 0)] == [0, 0, 1, 2]
    assert replace(plan, step="lost", closed_on=days_ago(1)).late_on(TODAY) == 0


def test_the_latest_late_step_is_the_reason_in_its_own_words():
    explore = a_plan(days_ago(9), id=1, explore_by=days_ago(2))
    offer = a_plan(days_ago(90), id=2, step="explore", explored_on=days_ago(60), text="nights")
    reason = step_late(an_account(upsells=(explore, offer)), TODAY, CONTEXT)
    assert reason is not None
    assert (reason.kind, reason.about) == ("upsell", 2)
    assert plain(reason.why) == "upsell: an offer for “nights” is 30 days late."
    sent = a_plan(days_ago(90), step="offer", offered_on=days_ago(9), send_by=days_ago(1), sends="a case")
    said = [plain(lateness(p, TODAY)) for p in (explore, sent, replace(sent, sender_id=2, sender="Kim"))]
    assert said == [
        "upsell: exploring what they need is 2 days late.",
        "upsell: “a case” is 1 day late.",
        "upsell: “a case” is 1 day late, Kim sends it.",
    ]
    answer = a_plan(days_ago(90), step="offer", offered_on=days_ago(40), offer="Planner")
    assert plain(lateness(answer, TODAY)) == "upsell: their answer to “Planner” is 10 days late."
    assert step_late(an_account(upsells=(a_plan(TODAY),)), TODAY, CONTEXT) is None


def test_it_wants_a_place_on_the_working_day_after_and_behind_what_the_domain_names():
    friday = TODAY + timedelta(days=2)
    plan = a_plan(days_ago(9), explore_by=friday)
    record = an_account(days_ago(1), owner=a_person(country="US"), upsells=(plan,))
    assert wants(record, TODAY) == friday + timedelta(days=3)
    assert wants(an_account(upsells=(WHOLE,)), TODAY) is None
    late = an_account(upsells=(a_plan(days_ago(60)),), promises=(a_promise(days_ago(2)),))
    assert dated.brings(late, TODAY) == "promise"
    assert dated.brings(replace(late, promises=()), TODAY) == "upsell"


def test_a_touch_that_did_not_settle_it_lets_it_rest():
    plan = a_plan(days_ago(60), explore_by=days_ago(5))
    record = an_account(touches=[a_touch(days_ago(1))], upsells=(plan,))
    day = wants(record, TODAY)
    assert day is not None
    assert day > TODAY


def test_before_its_last_step_it_stood_as_its_days_say():
    assert (back := WHOLE.before()) is not None
    assert (back.step, back.closed_on, back.sent_on) == ("offer", None, days_ago(20))
    assert (back := back.before()) is not None
    assert (back.step, back.offered_on, back.sends, back.sender_id, back.send_by) == (
        "explore",
        None,
        "",
        None,
        None,
    )
    assert (back := back.before()) is not None
    assert (back.step, back.explored_on) == ("target", None)
    assert back.before() is None
    assert replace(back, step="lost", closed_on=TODAY).before() == replace(back, closed_on=None)


def test_what_is_missing_is_said_at_its_field():
    by = in_days(9)
    assert target_error(None, TODAY) is not None
    assert target_error(days_ago(1), TODAY) is not None
    assert target_error(TODAY, TODAY) is None
    assert target_error(in_days(731), TODAY) is not None
    assert [e and e[0] for e in (explore_error("", by, TODAY), explore_error("x", by, TODAY))] == [
        "text",
        None,
    ]
    assert (error := offer_error(None, by, TODAY)) is not None
    assert error[0] == "offer"
    assert close_error("lost", "") is not None
    assert close_error("lost", "price") is None
    assert close_error("won", "") is None


def test_whoever_sends_is_asked_when_it_is_another_thing_person_or_day():
    none = a_plan(TODAY, step="explore")
    offer = replace(WHOLE, step="offer", closed_on=None, sent_on=None)
    assert asks(none, offer, 1)
    assert not asks(none, offer, 2), "they say so themselves"
    assert not asks(none, replace(offer, sends=""), 1)
    assert not asks(offer, replace(offer, gain="more"), 1)
    assert asks(offer, replace(offer, send_by=in_days(9)), 1)
    assert not ends(offer, replace(offer, gain="more"))
    for to in (replace(offer, sent_on=TODAY), replace(offer, step="won"), replace(offer, sender_id=3)):
        assert ends(offer, to)


def test_a_teams_plans_stand_as_of_the_day_with_why_lost_together():
    lost = a_plan(days_ago(60), step="lost", closed_on=days_ago(9), why="Too dear")
    gone = replace(lost, closed_on=days_ago(91))
    late = a_plan(days_ago(60), explore_by=days_ago(3))
    records = [
        an_account(upsells=(WHOLE, late)),
        an_account(id=2, name="Globex", upsells=(lost,)),
        an_account(id=3, name="Initech", upsells=(gone,)),
        an_account(id=4, name="Theirs", owner_id=9, upsells=(lost,), owner=a_person(id=9)),
    ]
    now = of_team(records, {1}, TODAY)
    assert [(name, n) for name, _, n in now.open] == [("Acme", 3)]
    assert ([n for n, _ in now.won], [n for n, _ in now.lost], now.late) == (["Acme"], ["Globex"], 1)
    assert now.why == (("Too dear", 1),)
    then = of_team(records, {1}, days_ago(10))
    assert [(name, u.step) for name, u, _ in then.open] == [
        ("Globex", "target"),
        ("Acme", "target"),
        ("Acme", "offer"),
    ]
    assert (then.won, [n for n, _ in then.lost]) == ((), ["Initech"])


def test_why_lost_rolls_near_words_together():
    def of(*why: str) -> list[Upsell]:
        return [a_plan(TODAY, step="lost", why=text) for text in why]

    assert why_lost(of("too dear", "no budget", "Too dear.", "far too dear", "")) == [
        ("Too dear", 3),
        ("no budget", 1),
    ]


def test_what_is_due_first_stands_first():
    plans = (a_plan(days_ago(1), id=1), a_plan(days_ago(9), id=2), replace(WHOLE, id=3))
    assert [u.id for u in open_plans(an_account(upsells=plans), TODAY)] == [2, 1]
