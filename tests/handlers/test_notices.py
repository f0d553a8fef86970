"""Notices: posted for some accounts with a deadline, a reason to call until told, counted where the manager
reads it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from messages.insights import INSIGHT_CHANGE, INSIGHT_WITHDRAW
from messages.notices import NOTICE_TOLD, TellRef
from storage import tables

from ..world import World, text_of
from .test_insights import HOME, home, post


def notice(world: World, **values: str) -> int:
    return post(world, text="version 5 ends in June", tell_by="2026-12-10", **values)


def told(world: World, ref: TellRef, by: str = "UDANA") -> str:
    world.sent.clear()
    world.press(NOTICE_TOLD, ref.pack(), by=by)
    return text_of(world.sent[-1])


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"] if "text" in e]


def card(world: World) -> str:
    return text_of(world.command("/account acme"))


def test_it_is_a_reason_until_told_on_the_card(world: World):
    acme = world.account("Acme", last="2026-11-16")
    number = notice(world)
    assert "Tell them by Dec 10: “version 5 ends in June”." in card(world)
    assert "Told" in [b["text"]["text"] for b in buttons(world.command("/account acme"))]
    world.command("/log acme called 20 min, showed them the benchmark")
    assert "version 5" in card(world), "a touch alone tells nothing"
    assert "*Acme*" in told(world, TellRef(number, acme, over=True))
    assert "version 5" not in card(world)
    told(world, TellRef(number, acme))
    assert len(world.rows(tables.Told)) == 1, "once"


def test_it_is_told_from_the_morning_which_says_so(world: World):
    acme = world.account("Acme", last="2026-10-10")
    number = notice(world)
    world.tick()
    world.deliver()
    assert [n.reason["kind"] for n in world.rows(tables.Nudge)] == ["notice"]
    sent = world.slack.made("chat.postMessage")[-1]
    blocks = sent["blocks"] if isinstance(sent["blocks"], list) else json.loads(sent["blocks"])
    pressed = next(b for b in buttons({"blocks": blocks}) if b["action_id"] == NOTICE_TOLD)
    assert TellRef.unpack(pressed["value"]) == TellRef(number, acme)
    assert "✅ Told: “version 5 ends in June”." in told(world, TellRef(number, acme))
    world.deliver()
    assert "✅ told" in text_of(world.slack.made("chat.update")[-1])


def test_the_touch_that_told_it_is_marked_on_its_receipt_and_undone_with_it(world: World):
    world.account("Acme", last="2026-11-16")
    notice(world)
    receipt = world.command("/log acme called 20 min, showed them the benchmark")
    (button,) = [b for b in buttons(receipt) if b["action_id"] == NOTICE_TOLD]
    assert button["text"]["text"] == "Told: version 5 ends in June"
    told(world, TellRef.unpack(button["value"]))
    assert "version 5" not in card(world)
    batch = world.rows(tables.Touch)[-1].batch
    world.press("log.undo", json.dumps({"batch": batch}))
    assert "version 5" in card(world)


def test_whoever_posted_it_sees_who_was_told(world: World):
    acme = world.account("Acme", last="2026-11-16")
    world.account("Globex", owner="kim@x.com", last="2026-11-16")
    number = notice(world)
    assert "told 0 of 2; not yet Acme (Dana Reyes), Globex (Kim Cho)" in home(world, "UMEL")
    told(world, TellRef(number, acme))
    world.deliver()
    said = home(world, "UMEL")
    assert "told 1 of 2; not yet Globex (Kim Cho)" in said
    assert "to be told by Dec 10" in said


@pytest.mark.parametrize(
    ("audience", "fits"),
    [
        ({"service": "Support"}, ["Acme"]),
        ({"country": "DE"}, ["Globex"]),
        ({"industry": "retail"}, ["Acme", "Globex"]),
        ({"tier": "B", "industry": "retail"}, ["Globex"]),
        ({"service": "Support", "country": "DE"}, []),
    ],
)
def test_it_is_for_accounts_by_service_industry_country_and_tier(
    world: World, audience: dict[str, str], fits: list[str]
):
    world.account("Acme", last="2026-11-16", services="Core;Support", industry="retail", country="US")
    world.account("Globex", tier="B", last="2026-11-16", services="Core", industry="retail", country="DE")
    notice(world, **audience)
    for name in ("Acme", "Globex"):
        assert ("version 5" in text_of(world.command(f"/account {name.lower()}"))) == (name in fits)
    (posted,) = world.rows(tables.Insight)
    assert posted.tell_by
    listed = home(world, "UMEL")
    assert f"told 0 of {len(fits)}" in listed


def test_past_its_deadline_it_says_how_late(world: World):
    world.account("Acme", last="2026-11-16")
    notice(world)
    world.now += timedelta(days=24)
    assert "Tell them, 2 days late: “version 5 ends in June”." in card(world)


def test_a_deadline_lies_ahead(world: World):
    world.press("home.insight", "insight", by="UMEL", **HOME)
    refused = world.submit(world.modal, {"text": "x", "tell_by": "2026-11-17"}, by="UMEL")
    assert refused["errors"] == {"tell_by": "Choose today or a day to come, within a year."}


def test_changed_and_withdrawn_as_an_insight(world: World):
    acme = world.account("Acme", last="2026-11-16")
    number = notice(world)
    world.press(INSIGHT_CHANGE, json.dumps({"insight": number}), by="UMEL", **HOME)
    world.submit(world.modal, {"text": "version 5 ends in May", "tell_by": "2026-12-20"}, by="UMEL")
    assert "Tell them by Dec 20: “version 5 ends in May”." in card(world)
    world.press(INSIGHT_WITHDRAW, json.dumps({"insight": number}), by="UMEL", **HOME)
    assert "version 5" not in card(world)
    assert "no longer there" in told(world, TellRef(number, acme))


def test_who_is_not_on_the_account_tells_only_by_their_own_touch(world: World):
    acme = world.account("Acme", last="2026-11-16")
    number = notice(world)
    assert "Only its owner" in told(world, TellRef(number, acme), by="UKIM")
    receipt = world.command("/log acme called 20 min, showed them the benchmark", by="UKIM")
    (button,) = [b for b in buttons(receipt) if b["action_id"] == NOTICE_TOLD]
    assert "✅ Told" in told(world, TellRef.unpack(button["value"]), by="UKIM")
