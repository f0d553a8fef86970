"""Posting an insight, seeing it on Home, changing and withdrawing it; and what becomes of it in messages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from messages.home import HOME_INSIGHT
from messages.insights import INSIGHT_CHANGE, INSIGHT_WITHDRAW, InsightRef
from storage import tables

from ..world import World, text_of

HOME = {
    "container": {"type": "view", "view_id": "V0"},
    "view": {"type": "home", "id": "V0"},
    "response_url": None,
}


def post(world: World, by: str = "UMEL", **values: str) -> int:
    world.press(HOME_INSIGHT, "insight", by=by, **HOME)
    world.submit(world.modal, {"text": "plants save a fifth"} | values, by=by)
    return int(world.rows(tables.Insight)[-1].id)


def home(world: World, by: str) -> str:
    event: dict[str, Any] = {"type": "app_home_opened", "user": by, "tab": "home"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    world.deliver()
    return text_of(next(v["view"] for v in reversed(world.slack.made("views.publish")) if v["user_id"] == by))


def reasons(world: World) -> list[str]:
    return [n.reason["kind"] for n in world.rows(tables.Nudge)]


def test_home_lists_what_i_posted_and_admins_see_all(world: World):
    post(world, tier="A")
    assert "“plants save a fifth”" in home(world, "UMEL")
    assert "A accounts, until Dec 18" in home(world, "UMEL")
    assert "by Mel Manager" in home(world, "UADA")
    assert "plants save" not in home(world, "UDANA")


def test_a_changed_one_is_told_as_changed(world: World):
    insight = post(world, tier="B")
    world.press(INSIGHT_CHANGE, InsightRef(insight).pack(), by="UMEL", **HOME)
    world.submit(world.modal, {"text": "plants save a third", "tier": "*"}, by="UMEL")
    assert [(i.text, i.tier) for i in world.rows(tables.Insight)] == [("plants save a third", "")]
    world.deliver()
    assert "plants save a third" in text_of(world.slack.made("views.publish")[-1])
    world.account("Acme", last="2026-10-10")
    world.tick()
    assert world.rows(tables.Nudge)[0].reason["why"]["v"] == {"insight": "plants save a third"}


def test_an_empty_one_says_what_to_write(world: World):
    insight = post(world)
    for act, carried in ((HOME_INSIGHT, "insight"), (INSIGHT_CHANGE, InsightRef(insight).pack())):
        world.press(act, carried, by="UMEL", **HOME)
        refused = world.submit(world.modal, {"text": " "}, by="UMEL")
        assert refused["errors"] == {"text": "Write what is worth telling them."}


def test_a_withdrawn_one_is_told_no_more(world: World):
    insight = post(world)
    world.press(INSIGHT_WITHDRAW, InsightRef(insight).pack(), by="UMEL", **HOME)
    world.deliver()
    assert "plants save" not in text_of(world.slack.made("views.publish")[-1])
    world.account("Acme", last="2026-10-10")
    world.tick()
    assert reasons(world) == ["said last"]
    world.press(INSIGHT_WITHDRAW, InsightRef(insight).pack(), by="UMEL", **HOME)
    assert "no longer there" in text_of(world.modal)


@pytest.mark.parametrize("act", [INSIGHT_CHANGE, INSIGHT_WITHDRAW])
def test_others_may_not(world: World, act: str):
    insight = post(world, by="UADA")
    world.press(act, InsightRef(insight).pack(), by="UMEL", **HOME)
    assert "Only whoever posted it" in text_of(world.modal)
    assert world.rows(tables.Insight)[0].until_on > world.now.date()


def test_an_account_hears_of_it_once_in_a_sent_message_and_the_card_keeps_it_until_an_act(world: World):
    account = world.account("Acme", last="2026-10-10")
    post(world)
    world.tick()
    assert reasons(world) == ["insight"]
    world.deliver()
    assert "plants save a fifth" in text_of(world.command("/account acme"))
    world.now += timedelta(days=5)  # its rest is over
    world.tick()
    world.deliver()
    assert reasons(world) == ["insight", "said last"]
    world.command("/log acme called, showed the savings of other plants")
    assert "worth telling" not in text_of(world.command("/account acme"))
    assert account


def test_one_that_was_not_sent_is_told_the_next_time(world: World):
    world.account("Acme", last="2026-10-10")
    post(world)
    world.tick()
    world.now += timedelta(days=1)  # nothing was delivered
    world.tick()
    world.deliver()
    assert reasons(world) == ["insight", "insight"]
    assert [n.state for n in world.rows(tables.Nudge)] == ["dropped", "sent"]
