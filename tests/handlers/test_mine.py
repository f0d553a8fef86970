"""Accounts that a file gave to somebody: said to be theirs, not theirs, or paused; asked about once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messages.mine import MINE_ALL, MINE_NO, MINE_PAUSED, MINE_STAYS, MINE_YES, MineRef
from storage import tables
from storage.exchange import importing

from ..world import World, text_of

A, O, W = tables.Account, tables.Outbox, tables.Waiting  # noqa: E741 - tables of this module


@pytest.fixture
def book(world: World) -> World:
    """Four came to Dana with a file, one to Kim; it is Tuesday afternoon."""
    world.begins = True
    world.now = datetime(2026, 11, 17, 20, tzinfo=UTC)
    rows = [("Cece", "C", "5"), ("Beta", "B", "70"), ("Small", "A", "10"), ("Large", "A", "900")]
    held = [
        {"name": n, "owner_email": "dana@x.com", "tier": t, "annual_revenue": r, "started_on": "2024-01-10"}
        for n, t, r in rows
    ]
    world.load(world.write("accounts", *held, {"name": "Kimco", "owner_email": "kim@x.com", "tier": "B"}))
    return world


def account(world: World, name: str) -> Any:
    return world.rows(A, A.name == name)[0]


def listed(world: World, by: str = "UDANA") -> list[str]:
    said = world.command("/account mine", by=by)
    lines = [b["text"]["text"] for b in said["blocks"] if b["type"] == "section"]
    return [line.split("*")[1] for line in lines if line.startswith("*") and ") · " in line]


def press(world: World, what: str, name: str, by: str = "UDANA", **at: Any) -> str:
    world.sent.clear()
    world.press(what, MineRef(account(world, name).id).pack(), by=by, **at)
    return text_of(world.sent[-1]) if world.sent else ""


def said_to(world: World, name: str) -> str:
    return " ".join(text_of(m) for m in world.slack.posted if m["channel"] == f"D{name}")


def morning(world: World) -> None:
    """Wednesday's messages, and what waits for 13:00."""
    for at in (datetime(2026, 11, 18, 13, 45, tzinfo=UTC), datetime(2026, 11, 18, 18, 5, tzinfo=UTC)):
        world.now = max(world.now, at)
        world.tick()
        world.deliver()


def test_they_are_asked_once_with_what_goes_to_them_next_a_first(book: World):
    book.deliver()
    assert not book.slack.posted
    morning(book)
    assert "4 accounts (2 A, 1 B, 1 C) came to you with a file. Are they yours?" in said_to(book, "DANA")
    assert listed(book) == ["Large", "Small", "Beta", "Cece"]
    assert listed(book, by="UKIM") == ["Kimco"]
    book.load(book.write("accounts", {"name": "Large", "owner_email": "dana@x.com", "tier": "A"}))
    morning(book)
    assert len(book.rows(O, O.say == "brought", O.person_id == account(book, "Large").owner_id)) == 1


def test_mine_one_by_one_or_all(book: World):
    assert "*Small* is yours" in press(book, MINE_YES, "Small")
    assert listed(book) == ["Large", "Beta", "Cece"]
    book.press(MINE_ALL, "4", by="UDANA")
    assert "not the same any more" in text_of(book.sent[-1])
    book.press(MINE_ALL, "3", by="UDANA")
    assert "3 accounts are yours" in text_of(book.sent[-1])
    assert listed(book) == []
    assert "Dana Reyes said that it is theirs" in text_of(book.command("/account beta history"))
    morning(book)
    assert "Are they yours" not in said_to(book, "DANA"), "what is settled is not asked"


def test_not_mine_waits_for_the_manager_and_stays_until_then(book: World):
    said = press(book, MINE_NO, "Large")
    assert "I ask Mel Manager whose it is" in said
    assert listed(book) == ["Small", "Beta", "Cece"]
    assert account(book, "Large").owner_id == account(book, "Small").owner_id
    book.bring()
    told = said_to(book, "MEL")
    assert "Dana Reyes says that *Large* (A) is not theirs." in told
    assert '"handoff.open"' in told
    assert '"mine.stays"' in told
    said = press(book, MINE_STAYS, "Large", by="UMEL")
    assert "*Large* stays with Dana Reyes" in said
    assert [w.state for w in book.rows(W)] == ["refused"]
    assert "answered already" in press(book, MINE_STAYS, "Large", by="UMEL")
    book.bring()
    assert "Mel Manager says that *Large* stays with you" in said_to(book, "DANA")


def test_after_all_it_is_mine(book: World):
    said = press(book, MINE_NO, "Large")
    assert "It is mine" in said
    press(book, MINE_YES, "Large")
    assert [w.state for w in book.rows(W)] == ["withdrawn"]
    book.bring()
    assert "is not theirs" not in said_to(book, "MEL")


def test_given_to_another_it_waits_no_more(book: World):
    press(book, MINE_NO, "Large")
    book.press("handoff.open", json.dumps({"account": account(book, "Large").id}), by="UMEL")
    kim = account(book, "Kimco").owner_id
    book.submit(book.modal, {"receiver": str(kim), "how": "now"}, by="UMEL")
    if account(book, "Large").owner_id != kim:  # Kim accepts it first
        handoff = book.rows(tables.Handoff)[0].id
        book.press("handoff.accept", json.dumps({"handoff": handoff}), by="UKIM")
    assert account(book, "Large").owner_id == kim
    book.bring()
    assert "is not theirs" not in said_to(book, "MEL")


@pytest.mark.parametrize("to", ["kim@x.com", "ada@x.com"])
def test_of_what_went_to_another_meanwhile_it_stays_says_nothing(book: World, to: str):
    """Of one's own people, and of others."""
    press(book, MINE_NO, "Large")
    book.bring()
    book.load(book.write("accounts", {"name": "Large", "owner_email": to, "tier": "A"}))
    before = said_to(book, "DANA")
    assert [w.state for w in book.rows(W)] == ["open"]
    assert "answered already" in press(book, MINE_STAYS, "Large", by="UMEL")
    assert [w.state for w in book.rows(W)] == ["withdrawn"]
    assert not book.rows(tables.Audit, tables.Audit.did == "left with its owner")
    book.bring()
    assert "stays with you" not in said_to(book, "DANA").removeprefix(before)


def test_nobody_settles_it_and_both_are_told_after_ten_working_days(book: World):
    press(book, MINE_NO, "Large")
    book.bring()
    book.now = datetime(2026, 12, 3, 4, 59, tzinfo=UTC)  # Wednesday evening, the tenth working day
    book.tick()
    assert [w.state for w in book.rows(W)] == ["open"]
    book.now += timedelta(minutes=2)
    book.tick()
    assert [w.state for w in book.rows(W)] == ["expired"]
    book.bring()
    assert "Mel Manager did not settle in time whose *Large* is" in said_to(book, "DANA")
    assert "You did not settle in time whose *Large* is" in said_to(book, "MEL")
    assert account(book, "Large").status == "active"


def test_paused_asks_until_and_why_and_an_a_waits_for_the_manager(book: World):
    press(book, MINE_PAUSED, "Cece")
    form = book.modal
    assert {"until", "reason"} <= {b.get("block_id") for b in form["blocks"]}
    book.submit(form, {"until": "2026-12-10", "reason": "they move house"})
    assert (account(book, "Cece").status, account(book, "Cece").asks_owner) == ("paused", False)
    press(book, MINE_PAUSED, "Large")
    book.submit(book.modal, {"until": "2027-06-10", "reason": "on hold"})
    assert account(book, "Large").status == "active"
    assert [x.became for x in book.rows(tables.Loosening)] == [""]
    assert listed(book) == ["Large", "Small", "Beta"]


def test_only_of_ones_own(book: World):
    for what in (MINE_YES, MINE_NO):
        assert "said that already, or it is another" in press(book, what, "Large", by="UKIM")
    press(book, MINE_NO, "Large")
    assert "Only a manager of its owner" in press(book, MINE_STAYS, "Large", by="UKIM")
    assert "Only a manager of its owner" in press(book, MINE_STAYS, "Large", by="UDANA")
    assert [w.state for w in book.rows(W)] == ["open"]


def test_who_has_it_by_a_hand_is_not_asked(book: World):
    """A file gives it and asks; a person who gives it has looked."""
    book.load(book.write("accounts", {"name": "Kimco", "owner_email": "dana@x.com", "tier": "B"}))
    assert "Kimco" in listed(book)
    assert listed(book, by="UKIM") == []
    book.command("/account add Handmade")
    book.press("add.open", json.dumps({"name": "Handmade"}))
    book.submit(book.modal, {})
    assert "Handmade" not in listed(book)


def test_a_manager_hears_of_tiers_that_are_proposed(book: World):
    rows = [
        {"name": f"Co {n}", "owner_email": "kim@x.com", "annual_revenue": str(900 if n == 0 else 20)}
        for n in range(10)
    ]
    book.load(book.write("accounts", *rows))
    morning(book)
    book.now = datetime(2026, 11, 19, 18, 5, tzinfo=UTC)
    book.deliver()
    assert "tiers are proposed for accounts of your people" in said_to(book, "MEL")
    assert "tiers are proposed" not in said_to(book, "KIM")


def test_what_waits_about_an_account_whose_import_is_undone_waits_no_more(book: World):
    """Whoever was asked whose it is finds no question about nothing."""
    press(book, MINE_NO, "Large")
    press(book, MINE_YES, "Small")
    morning(book)
    assert "Large" in said_to(book, "MEL")
    run = max(r.id for r in book.rows(tables.ImportRun))
    importing.undo_run(book.tend.database, run, book.now)
    assert not book.rows(A)
    assert [w.state for w in book.rows(W, W.kind == "not_mine")] == ["withdrawn"]
    book.deliver()
    assert "Large" not in text_of(book.command("/account waiting", by="UMEL"))
