"""An override, from the long card and back: once, with a reason and an end, seen everywhere."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from messages import overrides as say
from messages.card import CARD_MORE
from storage import audit, tables, workspaces
from storage.privacy import erasing, personal

from ..world import World, text_of

WHY = "they renewed by phone"


@pytest.fixture
def acme(world: World) -> int:
    """At risk: nobody called for 80 days."""
    return world.account("Acme", last="2026-08-30")


def override(world: World, account: int, by: str = "UDANA", **filled: str) -> dict[str, Any]:
    """Set one by the form; what is answered."""
    world.press(say.OVERRIDE_OPEN, json.dumps({"account": account}), by=by)
    world.sent.clear()
    refused = world.submit(world.modal, {"band": "healthy", "reason": WHY, **filled}, by=by)
    return world.sent[-1] if world.sent else refused


def take_back(world: World, number: int = 1, by: str = "UDANA") -> dict[str, Any]:
    world.sent.clear()
    world.press(say.OVERRIDE_VOID, json.dumps({"override": number}), by=by)
    return world.sent[-1]


def more(world: World, account: int) -> dict[str, Any]:
    world.sent.clear()
    world.press(CARD_MORE, json.dumps({"account": account}))
    return world.sent[-1]


def labels(message: dict[str, Any]) -> list[str]:
    rows = (b["elements"] for b in message["blocks"] if b["type"] == "actions")
    return [e["text"]["text"] for row in rows for e in row if "text" in e]


def at_risk(world: World) -> bool:
    return bool(world.rows(tables.Account, tables.Account.name == "Acme")[0].at_risk)


def test_it_is_told_beside_what_is_computed(world: World, acme: int):
    assert at_risk(world)
    assert "Override" in labels(more(world, acme))
    shown = override(world, acme)
    assert shown["replace_original"]
    for seen in (text_of(shown), text_of(world.command("/account acme"))):
        assert f"🟢 *Healthy*, says Dana Reyes until Dec 18: “{WHY}”" in seen
        assert "Computed: 🔴 *At risk 43" in seen
    assert "Acme (A): Healthy (computed at risk 43)" in shown["text"]
    assert {"Change override", "Take back"} <= set(labels(shown))
    assert not at_risk(world), "what my book marks follows it"
    world.press(say.OVERRIDE_OPEN, json.dumps({"account": acme}))
    fields = {b["block_id"]: b["element"] for b in world.modal["blocks"] if b["type"] == "input"}
    assert fields["reason"]["initial_value"] == WHY
    assert fields["until_on"]["initial_date"] == "2026-12-18", "30 days unless somebody says so"


def test_taken_back_it_is_as_computed(world: World, acme: int):
    override(world, acme)
    shown = take_back(world)
    assert "says Dana" not in text_of(shown)
    assert "Computed" not in text_of(shown)
    assert "Override" in labels(shown)
    assert at_risk(world)
    stale = take_back(world)
    assert "That override was taken back or replaced on Nov 18." in text_of(stale)
    assert world.rows(tables.Override)[0].ended_on == date(2026, 11, 18)


def test_it_ends_by_itself(world: World, acme: int):
    override(world, acme, until_on="2026-11-20")
    for day, holds in ((20, True), (21, False)):
        world.now = world.now.replace(day=day, hour=15)
        world.tick()
        assert at_risk(world) == (not holds)
        assert ("says Dana Reyes" in text_of(world.command("/account acme"))) == holds
    assert "That override ended by itself on Nov 20." in text_of(take_back(world))


def test_another_takes_its_place(world: World, acme: int):
    override(world, acme)
    world.now += timedelta(days=2)
    shown = override(world, acme, by="UMEL", band="watch", reason="they only said maybe")
    assert "🟡 *Watch*, says Mel Manager until Dec 18: “they only said maybe”" in text_of(shown)
    first, second = world.rows(tables.Override)
    assert (first.ended_on, second.ended_on) == (date(2026, 11, 20), None)
    assert "taken back or replaced on Nov 20" in text_of(take_back(world, 1)), "a stale button"
    assert "replaced" not in text_of(take_back(world, 2))


def test_sent_twice_it_is_one(world: World, acme: int):
    world.press(say.OVERRIDE_OPEN, json.dumps({"account": acme}))
    form = world.modal
    for _ in range(2):
        world.submit(form, {"band": "watch", "reason": WHY})
    assert len(world.rows(tables.Override)) == 1
    assert [a.did for a in world.rows(tables.Audit, tables.Audit.noun == "override")] == ["overrode"]


@pytest.mark.parametrize(
    ("filled", "wrong"),
    [
        ({"reason": " "}, {"reason": "Why? One line is enough."}),
        ({"until_on": "2026-11-18"}, {"until_on": "Choose a day from tomorrow to Feb 16."}),
        ({"until_on": "2027-02-17"}, {"until_on": "Choose a day from tomorrow to Feb 16."}),
    ],
)
def test_what_is_missing_is_asked_for(world: World, acme: int, filled: dict[str, str], wrong: dict[str, str]):
    assert override(world, acme, **filled)["errors"] == wrong
    assert not world.rows(tables.Override)


def test_others_may_not_and_gone_accounts_are_said(world: World, acme: int):
    world.press(say.OVERRIDE_OPEN, json.dumps({"account": acme}))
    form = world.modal
    refused = world.submit(form, {"band": "watch", "reason": WHY}, by="UKIM")
    assert "Only its owner" in refused["errors"]["band"]
    override(world, acme)
    assert "Only its owner" in text_of(take_back(world, by="UKIM"))
    world.press(say.OVERRIDE_OPEN, '{"account":999}')
    assert "no longer on file" in text_of(world.modal)
    assert "no longer on file" in text_of(take_back(world, 999))


def test_the_digest_names_it_in_place_of_the_risk(world: World, acme: int):
    assert "*At risk or falling*: 1" in text_of(world.command("/digest", by="UMEL"))
    override(world, acme)
    seen = text_of(world.command("/digest", by="UMEL"))
    assert "At risk or falling" not in seen
    assert "*Overridden*: 1 account" in seen
    whole = world.digest_part("overridden")
    assert f"🟢 Acme (A), computed at risk 43: Dana Reyes until Dec 18: “{WHY}”" in whole
    override(world, acme, band="at risk", reason="their sponsor is leaving")
    seen = text_of(world.command("/digest", by="UMEL"))
    assert "*Overridden*" not in seen
    assert "🔴 *Acme* (A): computed at risk 43, overridden by Dana Reyes until Dec 18" in seen


def test_history_says_who_said_what(world: World, acme: int):
    override(world, acme)
    world.now += timedelta(days=2)
    take_back(world)
    seen = text_of(world.command("/account acme history"))
    assert (
        f"Overridden as healthy by Dana Reyes, from Nov 18 to Nov 20, when it was taken back or "
        f"replaced: “{WHY}”" in seen
    )


def test_a_channel_reads_the_band_alone(world: World, acme: int):
    override(world, acme)
    world.press("card.share", json.dumps({"account": acme}))
    world.slack.answers["conversations.info"] = [{"channel": {"is_member": True}}]
    world.submit(world.modal, {"channel": "C1"})
    world.deliver()
    shared = text_of(world.slack.posted[-1])
    assert "🟢 Healthy" in shared
    assert WHY not in shared


def test_who_wrote_it_is_read_out_and_erased(world: World, acme: int):
    override(world, acme, reason="Dana Reyes spoke with dana@x.com")
    with world.tend.database.reading() as session:
        answer = personal.about(session, 1, "dana@x.com")
    assert answer
    (said,) = answer["health_overridden"]
    assert said["reason"] == "Dana Reyes spoke with dana@x.com"
    with world.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "dana@x.com", now=world.now)
    assert "Dana" not in repr(world.rows(tables.Override))


def test_the_audit_says_who_and_how_never_why(world: World, acme: int):
    override(world, acme)
    take_back(world)
    with world.tend.database.reading() as session:
        lines = audit.lines(session, 1, since=world.now - timedelta(days=1))
    overrode, took_back = [line for line in lines if "override 1" in line]
    assert "Dana Reyes: overrode override 1 (account" in overrode
    assert "band healthy, until 2026-12-18" in overrode
    assert "Dana Reyes: took back override 1" in took_back
    assert WHY not in " ".join(lines)
