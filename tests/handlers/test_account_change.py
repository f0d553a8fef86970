"""Changing an account in three parts: said before, done once, shown in the history, taken back within a
week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from messages.account_change import CHANGE_EARNS, CHANGE_IS, CHANGE_PARENT, Changing
from messages.acts import ACT_LIST, ACT_UNDO, ActRef
from messages.card import CARD_CHANGE
from messages.carried import AccountRef
from storage import people, tables

from ..world import World, _filled_in, text_of


@pytest.fixture
def acme(world: World) -> int:
    """Dana decides on it herself: what would wait for a manager is in test_approvals.py."""
    with world.tend.database.transaction() as session:
        people.make_admins(session, 1, ["dana@x.com"])
    return world.account("Acme", last="2026-10-01", annual_revenue="84000", currency="USD")


NEW = {"name": "Acme Industrial", "domain": "acme.com"}


def opened(world: World, account: int, by: str = "UDANA") -> dict[str, Any]:
    world.press(CARD_CHANGE, AccountRef(account).pack(), by=by)
    return world.modal


def part(world: World, to: str, view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The form with these values, turned to another part."""
    at = {"view": _filled_in(view, values), "container": {"type": "view"}, "response_url": None}
    world.press(to, "is" if to == CHANGE_IS else "earns", **at)
    return dict(world.slack.made("views.update")[-1]["view"])


def last_act(world: World) -> int:
    return int(world.rows(tables.Audit, tables.Audit.did == "changed")[-1].id)


def undo(world: World, by: str = "UDANA", where: str = "card") -> str:
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(last_act(world), where).pack(), by=by)
    return text_of(world.sent[-1])


def standings(world: World) -> list[Any]:
    rows = sorted(world.rows(tables.Standing), key=lambda s: s.from_on)
    return [(s.from_on, s.owner_id, s.tier, s.status, s.cadence_days, s.until, s.reason) for s in rows]


def test_the_form_says_what_will_change_before_it_acts(world: World, acme: int):
    form = opened(world, acme)
    assert "Nothing is changed yet" in text_of(form)
    assert "A, active · *Due:* Oct 15, 34 days ago (every 14 days)" in text_of(form)
    shown = text_of(world.chosen(form, {"tier": "C"}))
    assert "*Will change:* Tier A → C. A contact every 90 days instead of 14 days." in shown
    assert "Next due Dec 30 instead of Oct 15." in shown
    assert "Why this tier" in shown, "a reason is asked of a tier that changes"
    shown = text_of(world.chosen(form, {"status": "churned"}))
    assert "Its $84,000 a year count as lost from Nov 18." in shown
    assert world.rows(tables.Account)[0].tier == "A", "nothing is done yet"


def test_only_what_a_status_needs_is_asked(world: World, acme: int):
    form = opened(world, acme)
    assert [b["block_id"] for b in form["blocks"] if b["type"] == "input"] == ["tier", "status", "cadence"]
    paused = world.chosen(form, {"status": "paused"})
    assert {"until", "reason"} <= {b.get("block_id") for b in paused["blocks"]}
    left = world.chosen(form, {"status": "churned"})
    assert {"churn_why", "left_on", "reason"} <= {b.get("block_id") for b in left["blocks"]}
    assert not next(b for b in left["blocks"] if b.get("block_id") == "churn_why")["optional"]


def test_parts_are_saved_together(world: World, acme: int):
    is_ = part(world, CHANGE_IS, opened(world, acme), {"tier": "B"})
    earns = part(
        world, CHANGE_EARNS, is_, {"name": "Acme Industrial", "domain": "acme.com", "segment": "filler"}
    )
    assert "Tier A → B" in text_of(earns)
    assert "“Acme” goes on finding it." in text_of(earns)
    world.submit(earns, {"revenue": "1200.5", "renews": "2027-03-01", "services": "Seats; Care ;Seats"})
    account = world.rows(tables.Account)[0]
    assert (account.name, account.key, account.aliases) == ("Acme Industrial", "acme industrial", "Acme")
    assert (account.tier, account.domain, account.segment) == ("B", "acme.com", "filler")
    assert (account.annual_given, account.annual, account.services) == (120050, 120050, "Seats;Care")
    assert account.renews_on == account.renews_given == date(2027, 3, 1)
    assert "*Acme Industrial*" in text_of(world.command("/account acme")), "the old name goes on finding it"
    assert "*Acme Industrial*" in text_of(world.command("/account acme industrial"))


def test_an_amount_follows_its_currency(world: World, acme: int):
    world.submit(part(world, CHANGE_EARNS, opened(world, acme), {}), {"currency": "jpy"})
    account = world.rows(tables.Account)[0]
    assert (account.annual_given, account.currency, account.annual) == (84000, "JPY", None)
    assert "¥84,000" in text_of(world.command("/account acme"))
    assert (
        "currency"
        in world.submit(part(world, CHANGE_EARNS, opened(world, acme), {}), {"currency": "XX"})["errors"]
    )


def test_a_name_that_is_taken_and_a_parent_that_is_a_child(world: World, acme: int):
    globex = world.account("Globex", parent="Acme")
    answer = world.submit(part(world, CHANGE_IS, opened(world, acme), {}), {"name": "GLOBEX"})
    assert answer["errors"] == {"name": "Another account is called so."}
    for below in (acme, globex):
        answer = world.submit(part(world, CHANGE_IS, opened(world, acme), {}), {"parent": below})
        assert "can't belong to itself" in answer["errors"]["parent"]
    answer = world.submit(part(world, CHANGE_IS, opened(world, acme), {}), {"through": "yes"})
    assert "Through which parent" in answer["errors"]["parent"]


def test_served_through_its_parent_it_has_no_date_of_its_own(world: World, acme: int):
    globex = world.account("Globex", last="2026-10-02")
    payload = world.payload("block_suggestion", action_id=CHANGE_PARENT, value="acm")
    assert [o["text"]["text"] for o in world.interact(payload)["options"]] == ["Acme"]
    form = part(world, CHANGE_IS, opened(world, globex), {})
    world.submit(form, {"parent": acme, "through": "yes"})
    account = world.rows(tables.Account)[1]
    assert (account.parent_id, account.served_through_parent, account.due_on) == (acme, True, None)
    assert "Parent – → Acme, Looked after by itself → through its parent" in text_of(world.sent[-1])
    form = part(world, CHANGE_IS, opened(world, globex), {})
    world.submit(form, {"parent": "-", "through": "no"})
    account = world.rows(tables.Account)[1]
    assert (account.parent_id, account.served_through_parent) == (None, False)
    assert account.due_on == date(2026, 10, 16)


def test_sent_twice_it_is_one_change(world: World, acme: int):
    form = opened(world, acme)
    for _ in range(2):
        world.sent.clear()
        assert not world.submit(form, {"tier": "B"}).get("errors")
        assert "✅ Changed: Tier A → B" in text_of(world.sent[-1])
        assert ActRef(last_act(world)).pack() in str(world.sent[-1])
    assert len(world.rows(tables.Audit, tables.Audit.did == "changed")) == 1


def test_saving_what_is_so_changes_nothing(world: World, acme: int):
    before = standings(world)
    world.submit(opened(world, acme), {})
    assert standings(world) == before
    assert not world.rows(tables.Audit, tables.Audit.did == "changed")


def test_churned_from_a_day_and_taken_back_to_the_very_standings(world: World, acme: int):
    world.submit(opened(world, acme), {"tier": "B"})
    world.now += timedelta(days=3)
    before = standings(world)
    form = opened(world, acme)
    assert "Why did they leave" in text_of(world.submit(form, {"status": "churned"}))
    form = world.chosen(form, {"status": "churned"})
    assert "Why did they leave" in world.submit(form, {})["errors"]["churn_why"]
    late = world.submit(form, {"status": "churned", "churn_why": "price", "left_on": "2026-12-01"})
    assert "today at the latest" in late["errors"]["left_on"]
    world.submit(
        form, {"status": "churned", "churn_why": "price", "reason": "went to Globex", "left_on": "2026-11-01"}
    )
    account = world.rows(tables.Account)[0]
    assert (account.status, account.status_reason, account.due_on) == (
        "churned",
        "price: went to Globex",
        None,
    )
    assert [(s[0], s[3]) for s in standings(world)][1:] == [
        (date(2026, 11, 1), "churned"),
        (date(2026, 11, 18), "churned"),
    ]
    said = undo(world)
    assert "Undone: Status churned → active" not in said
    assert "↩️ Undone: Status “churned” → “active”" in said
    assert standings(world) == before, "figures of earlier days are what they were"
    account = world.rows(tables.Account)[0]
    assert (account.status, account.status_reason, account.due_on) == ("active", "", date(2026, 10, 31))


def test_reopened(world: World, acme: int):
    world.submit(opened(world, acme), {"status": "churned", "churn_why": "price"})
    form = opened(world, acme)
    assert "A, churned" in text_of(form)
    assert "a customer again" in text_of(world.chosen(form, {"status": "active"}))
    world.submit(form, {"status": "active"})
    assert world.rows(tables.Account)[0].due_on == date(2026, 10, 15)


def test_undo_leaves_what_was_changed_since(world: World, acme: int):
    world.submit(opened(world, acme), {"tier": "B", "cadence": "20"})
    first = last_act(world)
    world.now += timedelta(days=1)
    world.submit(opened(world, acme), {"tier": "C"})
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(first).pack())
    assert "Changed since, so it stays: Tier" in text_of(world.sent[-1])
    account = world.rows(tables.Account)[0]
    assert (account.tier, account.cadence_days) == ("C", None)
    assert account.due_on == date(2026, 12, 30)


def test_undo_is_once_within_a_week_by_whom_may_change_it(world: World, acme: int):
    world.submit(opened(world, acme), {"tier": "B"})
    assert "Only its owner" in undo(world, by="UKIM")
    assert world.rows(tables.Account)[0].tier == "B"
    assert "Tier B → A" in undo(world, by="UMEL")
    assert "taken back already" in undo(world)
    world.submit(opened(world, acme), {"tier": "B"})
    world.now += timedelta(days=7, minutes=1)
    assert "over 7 days ago" in undo(world)
    assert world.rows(tables.Account)[0].tier == "B"
    assert ACT_UNDO not in text_of(world.command("/account acme history"))


def test_history_shows_what_was_changed_newest_first(world: World, acme: int):
    world.submit(opened(world, acme), {"tier": "B", "why": "they <shrink>"})
    world.submit(opened(world, acme), {"cadence": "20"})
    seen = text_of(world.command("/account acme history"))
    assert seen.index("Cadence in days – → 20") < seen.index("Tier A → B")
    assert "*Nov 18* Dana Reyes changed: Tier A → B (“they &lt;shrink&gt;”)" in seen
    assert seen.count(ACT_UNDO) == 2
    assert ACT_UNDO not in text_of(world.command("/account acme history", by="UKIM"))
    assert "↩️ Undone" in undo(world, where="history")
    assert "~*Nov 18* Dana Reyes changed: Cadence in days – → 20~ taken back" in text_of(world.sent[-1])
    for days in range(1, 14):
        world.now += timedelta(hours=1)
        world.submit(opened(world, acme), {"cadence": str(20 + days)})
    assert "All 15 changes" in text_of(world.command("/account acme history"))
    world.press(ACT_LIST, AccountRef(acme, 1).pack())
    assert "Tier A → B" in text_of(world.sent[-1])


@pytest.mark.parametrize("by", ["UKIM"])
def test_who_may_not_changes_nothing(world: World, acme: int, by: str):
    form = opened(world, acme)
    assert "Only its owner" in text_of(opened(world, acme, by=by))
    answer = world.submit(form, {"tier": "C"}, by=by)
    assert "Only its owner" in text_of(answer["errors"])
    assert world.rows(tables.Account)[0].tier == "A"


def test_a_draft_that_is_large_still_fits(world: World, acme: int):
    cells = {"name": "n" * 120, "aliases": "a" * 400, "domain": "d" * 120, "industry": "i" * 80}
    is_ = part(world, CHANGE_IS, opened(world, acme), {"tier": "B", "why": "w" * 200})
    earns = part(world, CHANGE_EARNS, is_, {**cells, "country": "c" * 80})
    again = part(world, CHANGE_IS, earns, {"services": "s" * 400})
    assert len(again["private_metadata"]) < 3000
    assert Changing.unpack(again["private_metadata"]).draft["services"] == "s" * 400
