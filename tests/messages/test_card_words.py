"""What a card says of an account: what goes well, one movement at a time, pauses, and factors without
points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from messages import card, history
from messages.blocks import Message
from messages.condition import health_line
from rules.cadence import due
from rules.card import Card
from rules.context import Context
from rules.health import assess
from rules.policy import Policy
from rules.reasons import best_reason
from rules.records import Record
from rules.trend import Trend

from ..builders import POLICY, TODAY, a_concern, a_touch, an_account, days_ago, in_days, trend
from .test_golden import VIEWER, a_card, a_churned_card


def a_card_of(record: Record, policy: Policy = POLICY) -> Card:
    reason = best_reason(record, TODAY, Context(policy))
    return Card(
        record,
        assess(record, TODAY, policy),
        trend(record, TODAY, policy),
        due=due(record, TODAY, policy),
        reason=reason,
        on=TODAY,
    )


def resting(until: date | None, **given: Any) -> Card:
    seen = {
        "status": "paused",
        "paused_until": until,
        "status_reason": "summer <shut>",
        "renews_on": in_days(80),
        **given,
    }
    return a_card_of(an_account(touches=[a_touch(days_ago(40 + n)) for n in range(12)], **seen))


def said(message: Message) -> str:
    texts = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section" and "text" in b]
    return "\n".join(
        [*texts, *(e["text"] for b in message["blocks"] if b["type"] == "context" for e in b["elements"])]
    )


def test_an_alarm_takes_the_place_of_the_arrow():
    shown = replace(a_card(), trend=Trend(change=8, fall=17, caused=True, behind=("silence",)))
    assert "*At risk 49, fell 17 in a week*: " in health_line(shown, VIEWER)
    assert "rising" not in health_line(shown, VIEWER)
    shown = replace(a_card(), trend=Trend(change=8, fall=17))
    assert "*At risk 49, rising*: " in health_line(shown, VIEWER), "a fall that nothing caused is no alarm"


def well(**given: Any) -> Card:
    """Touched steadily and happily, healthy: what goes well is its steadiness."""
    touches = [a_touch(days_ago(n), sentiment="happy") for n in range(2, 180, 12)]
    return a_card_of(an_account(touches=touches, **given))


def test_a_fall_is_told_with_what_fell_never_with_what_goes_well():
    card = well(concerns=(a_concern(days_ago(5)),))
    score = card.health.score
    assert card.health.computed == "healthy"
    assert card.trend.behind == ("sentiment and concerns",)
    assert f"*Healthy {score}, fell {round(card.trend.fall)} in a week*: concern about " in health_line(
        card, VIEWER
    )
    calm = replace(card, trend=Trend())
    assert f"*Healthy {score}*: touched on " in health_line(calm, VIEWER)


def test_a_fall_that_nothing_explains_stands_alone():
    card = replace(well(), trend=Trend(fall=17, caused=True, behind=("steadiness",)))
    assert f"*Healthy {card.health.score}, fell 17 in a week* · " in health_line(card, VIEWER)


def test_who_is_healthy_and_falling_over_the_month_is_told_with_what_it_lacks():
    card = replace(well(concerns=(a_concern(days_ago(3)),)), trend=Trend(change=-6))
    assert f"*Healthy {card.health.score}, falling*: concern about " in health_line(card, VIEWER)


def test_a_factor_without_points_is_no_fact():
    policy = Policy(weights={"silence": 0, "promises": 0})
    shown = a_card_of(a_card().record, policy)
    assert "silence" not in said(card.long(shown, VIEWER))
    assert "promises" not in said(card.long(shown, VIEWER))
    assert health_line(shown, VIEWER).endswith(" · 6 of 6 facts known")
    assert health_line(shown, VIEWER).startswith("🔴 *At risk 49*: worried on Oct 19 (Umar Ortiz) · ")


def test_nothing_is_to_be_done_about_a_factor_without_points():
    policy = Policy(
        weights=dict.fromkeys(("steadiness", "value of touches", "breadth", "promises", "commercial"), 0)
    )
    shown = a_card_of(an_account(touches=[a_touch(days_ago(5), note="", sentiment="happy")]), policy)
    assert "Reach somebody" not in card.do_now_line(shown, VIEWER)
    assert "little more often" not in card.do_now_line(shown, VIEWER)


@pytest.mark.parametrize(
    ("silent", "given"), [(0, "touched today"), (1, "last contact 1 day ago"), (6, "last contact 6 days ago")]
)
def test_a_healthy_account_is_told_when_it_was_last_reached(silent, given):
    shown = a_card_of(
        an_account(
            touches=[a_touch(days_ago(silent), sentiment="happy")],
            added_on=days_ago(20),
            exists_on=days_ago(20),
        )
    )
    assert health_line(shown, VIEWER).startswith(f"🟢 *Healthy 100, rising*: {given} · ")
    assert f"🟢 silence: 25/25 · {given}\n" in said(card.long(shown, VIEWER))


def test_a_healthy_account_that_is_often_touched():
    shown = a_card_of(
        an_account(touches=[a_touch(days_ago(5 + 9 * n), sentiment="happy") for n in range(11)])
    )
    assert ": touched on 11 days in 180 · " in health_line(shown, VIEWER)


@pytest.mark.parametrize(("until", "head"), [(in_days(20), "Paused until Dec 8"), (None, "Paused")])
def test_a_running_pause_is_said_first(until, head):
    shown = resting(until)
    for message in (card.short(shown, VIEWER), card.long(shown, VIEWER)):
        lines = said(message).splitlines()
        assert lines[0] == "*Acme* · A · Dana Reyes · $84,000"
        assert message["text"].startswith(f"Acme (A): ⏸ {head}. Last: ")
        assert lines[1] == f"⏸ *{head}*: summer &lt;shut&gt;"
        assert "facts known" in lines[2]
        assert "held at" not in said(message)
        assert "Do now" not in said(message)
        assert "cadence" not in lines[2]
    assert said(history.prep(shown, VIEWER)).startswith(f"*Before you call Acme*\n⏸ *{head}*: summer")
    given = said(card.shared(shown, VIEWER, shown.record.owner, note=""))
    assert f"⏸ *{head}* · " in given
    assert "summer" not in given, "why is not for a channel"


@pytest.mark.parametrize("until", [TODAY, days_ago(10)])
def test_a_pause_that_is_over_is_over(until):
    shown = resting(until)
    for message in (
        card.short(shown, VIEWER),
        card.long(shown, VIEWER),
        history.prep(shown, VIEWER),
        card.shared(shown, VIEWER, shown.record.owner, note=""),
    ):
        assert "aused" not in said(message).replace("its pause ended", "")
        assert "summer" not in said(message)
    assert "*Do now:*" in said(card.short(shown, VIEWER))
    assert "*Do now:*" in said(card.long(shown, VIEWER))
    assert "*Do now:*" in said(history.prep(shown, VIEWER))


def test_before_a_call_with_somebody_who_left():
    given = said(history.prep(a_churned_card(), VIEWER))
    assert given.startswith("*Before you call Acme*\n⚫ *Churned* since Nov 6: moved to &lt;Globex&gt;\n")
    assert "Do now" not in given
    assert "enew" not in given


def test_every_day():
    assert "(every day)" in card.due_line(a_card_of(an_account(days_ago(1), cadence_days=1)), VIEWER)


def test_no_contact_needed_before_a_day_is_said_whole():
    """A date that no cadence gave names none, though trouble or a renewal has the account nudged faster."""
    record = an_account(
        days_ago(10), tier="B", not_needed_until=date(2026, 12, 18), renews_on=in_days(60), trouble=True
    )
    shown = replace(a_card_of(record), due=due(record, TODAY, POLICY, trouble=True))
    assert card.due_line(shown, VIEWER) == "*Due:* Dec 18 (no contact needed before Dec 18)"
    stepped = an_account(days_ago(10), tier="B")
    shown = replace(a_card_of(stepped), due=due(stepped, TODAY, POLICY, trouble=True))
    assert card.due_line(shown, VIEWER).endswith("(every 14 days instead of 30, since there is trouble)")


def test_what_was_said_last_ends_before_what_to_do():
    record = an_account(touches=[a_touch(days_ago(20), note="the buyer doubts the ROI numbers.")])
    line = card.do_now_line(a_card_of(record), VIEWER)
    assert line.startswith("*Do now:* Last time (Oct 29): “the buyer doubts the ROI numbers”. ")
