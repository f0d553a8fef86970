"""The talk track before a call: what it has brought them, what we see, what to raise, the question to ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.card import Card, compose
from rules.context import Context, Insight
from rules.facts.movement import Movement
from rules.records import Record
from rules.talk import KEPT, brought, question, seen, spent, to_raise, worth_telling
from rules.trend import Trend

from ..builders import (
    POLICY,
    TODAY,
    a_concern,
    a_feedback,
    a_goal,
    a_need,
    a_promise,
    a_touch,
    an_account,
    days_ago,
    in_days,
)


def card_of(record: Record, *insights: Insight) -> Card:
    return compose(record, TODAY, Context(POLICY, insights))


def a_result(ago: int, **given: Any) -> Any:
    seen_: dict[str, Any] = {"purpose": "delivered_result", "note": "the rollout saved 9 days"}
    return a_touch(days_ago(ago), **(seen_ | given))


@pytest.mark.parametrize(
    ("touch", "counts"),
    [
        (a_result(365), True),
        (a_result(366), False),
        (a_result(3, purpose="solved_problem"), True),
        (a_result(3, purpose="shared_insight"), False),
        (a_result(3, purpose="check_in"), False),
        (a_result(3, outcome="sent"), False),
        (a_result(3, note=""), False),
        (a_result(3, note="just checked in"), False),
    ],
)
def test_a_result_is_one_that_was_delivered_and_written_down(touch: Any, counts: bool):
    assert len(brought(an_account(touches=[touch]), TODAY)) == counts


def test_kept_promises_stand_among_results_the_newest_first():
    promises = (
        a_promise(days_ago(9), state="kept", done_on=days_ago(10), text="a quote"),
        a_promise(days_ago(20), state="dropped", done_on=days_ago(20)),
        a_promise(days_ago(400), state="kept", done_on=days_ago(400)),
        a_promise(in_days(2)),
    )
    record = an_account(touches=[a_result(12), a_result(4)], promises=promises)
    assert [(b.on, b.how) for b in brought(record, TODAY)] == [
        (days_ago(4), "delivered_result"),
        (days_ago(10), KEPT),
        (days_ago(12), "delivered_result"),
    ]
    assert brought(record, TODAY)[1].what == "a quote"
    assert [b.on for b in brought(record, days_ago(11))] == [days_ago(12)], "as of a day"


def test_time_spent_counts_ninety_days_and_what_of_it_is_estimated():
    touches = [
        a_touch(days_ago(0), minutes=30, estimated=False),
        a_touch(days_ago(89), minutes=100, outcome="no_show"),
        a_touch(days_ago(90), minutes=500),
    ]
    assert spent(an_account(touches=touches), TODAY) == (130, 100, 2, 1)
    assert spent(an_account(), TODAY) == (0, 0, 0, 0)


def grown(*amounts: tuple[int, str]) -> tuple[Movement, ...]:
    moved = [Movement(days_ago(700), "new", 7_000_000, currency="USD", service="Core")]
    return (*moved, *(Movement(days_ago(60), kind, n, currency="USD", service="Core") for n, kind in amounts))


def test_growth_is_seen_and_a_loss_is_raised():
    up = card_of(an_account(days_ago(2), movements=grown((1_400_000, "expansion"))))
    assert [p.message for p in seen(up)] == ["revenue grew {percent} % in {months} months"]
    assert to_raise(up) == []
    down = card_of(an_account(days_ago(2), movements=grown((1_400_000, "contraction"))))
    assert seen(down) == []
    assert [f.name for f in to_raise(down)] == ["commercial"]


def test_what_is_seen_is_not_the_reason_once_more():
    old = an_account(days_ago(2), services=("Core",), started_on=days_ago(700))
    card = card_of(old)
    assert card.reason.kind == "same package"
    assert seen(card) == []
    renews = card_of(replace(old, account=replace(old.account, renews_on=in_days(20))))
    assert [p.message for p in seen(renews)] == ["same package for {months} months."]


def test_our_own_silence_is_no_hard_truth_for_them():
    assert to_raise(card_of(an_account(days_ago(200)))) == []


def test_the_costliest_two_are_raised_and_what_has_a_line_of_its_own_is_not():
    record = an_account(
        touches=[a_touch(days_ago(9), sentiment="worried")],
        movements=grown((1_400_000, "contraction")),
        promises=(a_promise(days_ago(40)),),
    )
    assert [f.name for f in to_raise(card_of(record))] == ["sentiment and concerns", "commercial"]


def test_an_open_concern_has_a_line_of_its_own():
    contracted = {"movements": grown((1_400_000, "contraction")), "touches": [a_touch(days_ago(9))]}
    unhappy = an_account(**contracted, concerns=(a_concern(days_ago(9)),))
    assert [f.name for f in to_raise(card_of(unhappy))] == ["commercial"]


def test_while_health_falls_the_costliest_is_raised_though_it_is_half_well():
    card = card_of(an_account(touches=[a_touch(days_ago(9), sentiment="neutral")]))
    assert to_raise(replace(card, trend=Trend())) == []
    for trend in (Trend(change=-5), Trend(fall=11, caused=True)):
        assert [f.name for f in to_raise(replace(card, trend=trend))] == ["sentiment and concerns"]


def test_an_insight_is_told_beside_another_reason_once():
    insight = Insight(7, "new rules")
    renewing = an_account(days_ago(2), renews_on=in_days(20))
    told = worth_telling(card_of(renewing, insight))
    assert told is not None
    assert dict(told.values) == {"insight": "new rules"}
    assert worth_telling(card_of(replace(renewing, insights_told=(7,)), insight)) is None
    alone = card_of(an_account(touches=[a_touch(days_ago(2), note="")]), insight)
    assert alone.reason.insight == 7
    assert worth_telling(alone) is None, "the reason to call says it"


def test_a_notice_is_told_beside_another_reason():
    notice = Insight(7, "new rules", tell_by=in_days(9))
    promised = an_account(days_ago(2), promises=(a_promise(days_ago(1)),))
    told = worth_telling(card_of(promised, notice))
    assert told is not None
    assert dict(told.values) == {"notice": "new rules", "by": in_days(9)}
    alone = card_of(an_account(touches=[a_touch(days_ago(2), note="")]), notice)
    assert alone.reason.kind == "notice"
    assert worth_telling(alone) is None, "the reason to call says it"


def test_the_question_is_the_reasons_own_else_about_what_nobody_knows():
    renewing = card_of(an_account(days_ago(2), renews_on=in_days(20)))
    assert question(renewing) == renewing.reason.ask

    reaching = (a_goal(days_ago(170)),)

    def asks(*touches: Any, asked: int = 89, **given: Any) -> str:
        new = {"exists_on": days_ago(170)}  # too new for the reason that nothing was explored
        facts = {"goals": reaching, "feedback": (a_feedback(days_ago(asked)),), **new, **given}
        card = card_of(an_account(touches=list(touches), **facts))
        assert card.reason.ask is None
        return question(card).message

    felt = a_touch(days_ago(90), sentiment="happy")
    assert "happy" in asks(a_touch(days_ago(2)))
    assert "happy" in asks(a_touch(days_ago(91), sentiment="happy"), a_touch(days_ago(2)))
    assert "how will you measure it" in asks(felt, a_touch(days_ago(2)), goals=())
    reached = (a_goal(days_ago(170), state="reached", closed_on=days_ago(9)),)
    assert "how will you measure it" in asks(felt, a_touch(days_ago(2)), goals=reached)
    assert "{need}” be worth" in asks(felt, a_touch(days_ago(2)), needs=(a_need(days_ago(9)),))
    assert "out of reach" in asks(felt, a_touch(days_ago(2)))
    assert "out of reach" in asks(
        felt, a_touch(days_ago(2)), needs=(a_need(days_ago(9), budget=1, right_on=in_days(200)),)
    )
    explored = a_touch(days_ago(180), purpose="explored_need")
    assert "help you most" in asks(felt, explored)
    assert asks(felt, a_touch(days_ago(2)), asked=90) == "What should we change?"
    assert "What should we" not in asks(felt, a_touch(days_ago(15)), asked=90), "out of rhythm, A: 14 days"
    assert "in your own figures" in asks(felt, explored, a_result(5))


def test_who_left_is_asked_what_would_bring_them_back_and_nothing_is_raised():
    gone = card_of(an_account(days_ago(30), status="churned", movements=grown((1, "contraction"))))
    assert "come back" in question(gone).message
    assert (seen(gone), to_raise(gone), worth_telling(gone)) == ([], [], None)
