"""Many accounts at once: chosen, ticked, previewed, changed as one act, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from messages.acts import ACT_UNDO, ActRef
from messages.bulk import BULK_LOOK, BULK_OPEN
from storage import processed, tables

from ..world import World, _filled_in, text_of


@pytest.fixture
def book(world: World) -> None:
    world.account("Acme", last="2026-11-10", industry="Mills")
    world.account("Globex", tier="B", last="2026-06-01", industry="mills")
    world.account("Initech", owner="kim@x.com", tier="B", last="2026-06-02")
    world.account("Hooli", owner="kim@x.com", tier="C")
    world.account("Goneco", tier="B", last="2026-06-01", status="churned")
    zone = {"timezone": "America/New_York", "country": "US"}
    world.people(
        {"email": "ned@x.com", "name": "Ned Other", "role": "manager", "manager_email": "", **zone},
        {"email": "pat@x.com", "name": "Pat Under", "role": "rep", "manager_email": "ned@x.com", **zone},
    )
    world.account("Patco", owner="pat@x.com", tier="B", last="2026-06-01")


def who(world: World, name: str) -> int:
    return int(world.rows(tables.Person, tables.Person.email == f"{name}@x.com")[0].id)


def chosen(world: World, by: str = "UMEL", **wanted: Any) -> dict[str, Any]:
    """The form with those that are meant."""
    assert BULK_OPEN in text_of(world.command("/account bulk", by=by))
    world.press(BULK_OPEN, "-", by=by)
    return world.submit(world.modal, wanted, by=by)


def asked(world: World, form: dict[str, Any], what: str, by: str = "UMEL", **values: Any) -> dict[str, Any]:
    """The form once it is chosen what to do."""
    at = {"view": _filled_in(form, {"what": what, **values}), "container": {"type": "view"}}
    world.press(BULK_LOOK, what, by=by, option=True, response_url=None, **at)
    return dict(world.slack.made("views.update")[-1]["view"])


def names(form: dict[str, Any]) -> list[str]:
    (field,) = (b["element"] for b in form["blocks"] if b.get("block_id") == "accounts")
    return [o["text"]["text"].split(" · ")[0] for o in field["options"]]


def undo(world: World, by: str = "UMEL") -> str:
    act = world.rows(tables.Audit, tables.Audit.noun == "bulk", tables.Audit.did != "undone")[-1].id
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(int(act), "people").pack(), by=by)
    return text_of(world.sent[-1])


def standing(world: World) -> dict[str, Any]:
    return {a.name: (a.tier, a.status, a.paused_until, a.owner_id) for a in world.rows(tables.Account)}


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ({}, ["Hooli", "Globex", "Initech", "Acme"]),
        ({"tier": "B"}, ["Globex", "Initech"]),
        ({"industry": "MILLS"}, ["Globex", "Acme"]),
        ({"silent": "100"}, ["Hooli", "Globex", "Initech"]),
        ({"tier": "B", "silent": "169"}, ["Globex"]),
    ],
)
def test_a_manager_chooses_among_the_accounts_of_their_people(
    world: World, book: None, wanted: dict[str, Any], there: list[str]
):
    form = chosen(world, **wanted)["view"]
    assert names(form) == there
    assert f"{len(there)} account" in text_of(form)


def test_whose_and_nobodys(world: World, book: None):
    assert names(chosen(world, owner=who(world, "kim"))["view"]) == ["Hooli", "Initech"]
    assert "No account of your people" in chosen(world, owner=who(world, "pat"))["errors"]["tier"]
    assert "Patco" in names(chosen(world, by="UADA", tier="B")["view"])


def test_the_ticked_are_paused_as_one_act_and_come_back(world: World, book: None):
    before = standing(world)
    form = chosen(world, tier="B")["view"]
    form = asked(world, form, "pause")
    assert "Until" in text_of(form)
    form = asked(world, form, "pause", until="2026-12-24", why="stocktaking")
    assert "2 accounts (2 B) will be paused: nobody is nudged until Dec 24." in text_of(form)
    assert standing(world) == before
    assert "day to come" in world.submit(form, {"until": "2026-11-01"}, by="UMEL")["errors"]["until"]
    world.sent.clear()
    for _ in range(2):
        world.submit(form, {}, by="UMEL")
    assert "✅ 2 accounts paused until Dec 24." in text_of(world.sent[0])
    assert standing(world)["Globex"][1:3] == ("paused", date(2026, 12, 24))
    assert world.rows(tables.Account, tables.Account.name == "Globex")[0].due_on == date(2026, 12, 24)
    assert "Mel Manager changed: Status" in text_of(world.command("/account globex history"))
    assert len(world.rows(tables.Audit, tables.Audit.noun == "bulk")) == 1
    assert "↩️ Undone: 2 accounts as before." in undo(world)
    assert standing(world) == before
    assert "taken back already" in undo(world)


def test_what_was_done_in_bulk_is_listed_with_undo_for_a_week(world: World, book: None):
    before = standing(world)
    form = asked(world, asked(world, chosen(world, tier="B")["view"], "pause"), "pause", until="2026-12-24")
    world.submit(form, {"why": "stocktaking"}, by="UMEL")
    world.now += timedelta(days=6)
    said = world.command("/account bulk", by="UMEL")
    assert "*Nov 18* Mel Manager: 2 accounts paused" in text_of(said)
    assert "paused" not in text_of(world.command("/account bulk", by="UNED")).split("somebody.")[-1]
    assert "2 accounts paused" in text_of(world.command("/account bulk", by="UADA"))
    (button,) = (b["accessory"] for b in said["blocks"] if ACT_UNDO in str(b.get("accessory")))
    world.press(ACT_UNDO, button["value"], by="UMEL")
    assert "↩️ Undone: 2 accounts as before." in text_of(world.sent[-1])
    assert ACT_UNDO not in text_of(world.sent[-1])
    assert standing(world) == before


def test_after_a_week_no_undo_is_offered(world: World, book: None):
    form = asked(world, asked(world, chosen(world, tier="B")["view"], "tier"), "tier", to_tier="C")
    world.submit(form, {"why": "small"}, by="UMEL")
    world.now += timedelta(days=7, minutes=1)
    assert ACT_UNDO not in text_of(world.command("/account bulk", by="UMEL"))


def test_only_the_ticked_are_changed_and_what_was_changed_since_stays(world: World, book: None):
    globex, initech = (
        world.rows(tables.Account, tables.Account.name == n)[0].id for n in ("Globex", "Initech")
    )
    form = asked(world, chosen(world)["view"], "tier", accounts=[globex, initech])
    form = asked(world, form, "tier", to_tier="C")
    assert "2 accounts will be C" in text_of(form)
    world.submit(form, {"why": "too small"}, by="UMEL")
    tiers = {n: s[0] for n, s in standing(world).items()}
    assert (tiers["Globex"], tiers["Initech"], tiers["Acme"]) == ("C", "C", "A")
    assert "(“too small”)" in text_of(world.command("/account globex history"))
    world.now += timedelta(days=1)
    world.account("Globex", tier="A")
    assert "1 account as before. 1 account changed since" in undo(world)
    tiers = {n: s[0] for n, s in standing(world).items()}
    assert (tiers["Globex"], tiers["Initech"]) == ("A", "B")


def test_sent_twice_at_the_same_moment_the_answer_with_its_undo_stands(
    world: World, book: None, monkeypatch: pytest.MonkeyPatch
):
    form = asked(world, asked(world, chosen(world, tier="B")["view"], "tier"), "tier", to_tier="C")
    world.submit(form, {}, by="UMEL")
    world.sent.clear()
    asks, was_seen = iter([False]), processed.was_seen
    monkeypatch.setattr(processed, "was_seen", lambda *at: next(asks, None) or was_seen(*at))
    world.submit(form, {}, by="UMEL")
    assert not world.sent, "not “0 accounts C now” above it"


def test_given_accounts_are_told_to_whoever_has_them(world: World, book: None):
    form = asked(world, chosen(world, tier="B")["view"], "give")
    assert "your own people" in world.submit(form, {"to": who(world, "pat")}, by="UMEL")["errors"]["to"]
    assert "Who takes" in world.submit(form, {}, by="UMEL")["errors"]["to"]
    world.sent.clear()
    world.submit(form, {"to": who(world, "kim")}, by="UMEL")
    assert "✅ 1 account given to Kim Cho. 1 was so already." in text_of(world.sent[0])
    assert standing(world)["Globex"][3] == who(world, "kim")
    world.now += timedelta(hours=3, minutes=30)
    world.tick()
    world.deliver()
    told = [text_of(m) for m in world.slack.posted if m["channel"] == "DKIM"]
    assert any("Mel Manager gave you 1 account: Globex." in t for t in told)


def test_who_may_not_changes_nothing(world: World, book: None):
    stop = "Only managers and admins do that, for accounts of their people."
    assert stop in text_of(world.command("/account bulk"))
    world.press(BULK_OPEN, "-")
    assert stop in text_of(world.modal)
    before = standing(world)
    world.press(BULK_OPEN, "-", by="UMEL")
    assert stop in world.submit(world.modal, {})["errors"]["tier"]
    form = asked(world, asked(world, chosen(world)["view"], "tier"), "tier", to_tier="C")
    assert stop in world.submit(form, {})["errors"]["what"]
    assert stop in text_of(asked(world, form, "tier", by="UDANA"))
    assert "No account of your people" in world.submit(form, {}, by="UNED")["errors"]["what"]
    assert standing(world) == before, "another manager changes none of theirs"
    world.submit(form, {}, by="UMEL")
    assert "Only whoever did it" in undo(world, by="UDANA")
    assert "Only whoever did it" in undo(world, by="UNED")


def test_many_are_cut_at_a_hundred_and_said(world: World):
    rows = [{"name": f"Co {n}", "owner_email": "dana@x.com", "tier": "C"} for n in range(130)]
    world.load(world.write("accounts", *rows))
    form = chosen(world)["view"]
    assert len(names(form)) == 100
    assert "130 accounts match. Longest silent first; 30 more match." in text_of(form)
    form = asked(world, asked(world, form, "tier"), "tier", to_tier="B")
    world.sent.clear()
    world.submit(form, {}, by="UMEL")
    assert "✅ 100 accounts B now." in text_of(world.sent[0])
    assert "100 accounts as before" in undo(world)
