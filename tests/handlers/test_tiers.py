"""`/account tiers`: what is proposed after an import, taken, kept, all taken, taken back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from messages.acts import ACT_UNDO, ActRef
from messages.approvals import APPROVAL_YES
from messages.tiers import TIERS_ALL, TIERS_KEEP, TIERS_LIST, TIERS_TAKE, TierRef
from storage import tables

from ..world import World, text_of
from .test_approvals import change


@pytest.fixture
def book(world: World) -> World:
    """Ten of Dana's without a tier; the first makes nearly all of the revenue."""
    revenue = {n: str(9000 if n == 0 else 20 - n) for n in range(10)}
    rows = [
        {"name": f"Co {n}", "owner_email": "dana@x.com", "annual_revenue": r, "currency": "USD"}
        for n, r in revenue.items()
    ]
    world.load(world.write("accounts", *rows))
    return world


def account(world: World, name: str) -> Any:
    return world.rows(tables.Account, tables.Account.name == name)[0]


def listed(world: World, by: str = "UMEL") -> list[tuple[str, str]]:
    """(name, change) of each line."""
    said = world.command("/account tiers", by=by)
    lines = [b["text"]["text"] for b in said.get("blocks", []) if b["type"] == "section" and "→" in str(b)]
    return [(line.split("*")[1], line.split("*")[3]) for line in lines]


def press(world: World, what: str, name: str, to: str, by: str = "UMEL") -> str:
    world.sent.clear()
    world.press(what, TierRef(account(world, name).id, to).pack(), by=by)
    return text_of(world.sent[-1])


def undo(world: World, noun: str, where: str = "tiers", by: str = "UMEL") -> str:
    act = world.rows(tables.Audit, tables.Audit.noun == noun, tables.Audit.did != "undone")[-1].id
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(int(act), where).pack(), by=by)
    return text_of(world.sent[-1])


def test_after_an_import_a_manager_takes_one(book: World):
    assert listed(book) == [("Co 0", "C → A"), ("Co 1", "C → B"), ("Co 2", "C → B"), ("Co 3", "C → B")]
    said = press(book, TIERS_TAKE, "Co 0", "A")
    assert "*Co 0* is A now, it was C." in said
    assert (account(book, "Co 0").tier, account(book, "Co 0").tier_proposal) == ("A", "")
    assert [name for name, _ in listed(book)] == ["Co 1", "Co 2", "Co 3"]
    history = text_of(book.command("/account co 0 history", by="UMEL"))
    assert "Tier C → A (“proposed from revenue”)" in history
    undo(book, "account")
    assert account(book, "Co 0").tier == "C"
    assert ("Co 0", "C → A") in listed(book)


def test_what_waits_for_a_tap_names_them_until_they_are_settled(book: World):
    said = text_of(book.command("/account approvals", by="UMEL"))
    assert "4 tiers are proposed for accounts of your people" in said
    assert TIERS_LIST in said
    assert "Nothing waits" not in said
    assert "proposed" not in text_of(book.command("/account approvals", by="UDANA"))
    book.press(TIERS_ALL, "4", by="UMEL")
    assert "Nothing waits for your tap" in text_of(book.command("/account approvals", by="UMEL"))


def test_pressed_twice_it_is_one_act(book: World):
    press(book, TIERS_TAKE, "Co 0", "A")
    assert "not proposed any more" in press(book, TIERS_TAKE, "Co 0", "A")
    assert len(book.rows(tables.Audit, tables.Audit.did == "changed")) == 1


def test_kept_it_is_not_proposed_for_half_a_year_by_no_import_either(book: World):
    assert "stays C" in press(book, TIERS_KEEP, "Co 1", "B")
    assert "Co 1" not in dict(listed(book))
    assert "nobody gave one" not in text_of(book.command("/account co 1", by="UMEL"))
    assert "Mel Manager kept its tier" in text_of(book.command("/account co 1 history", by="UMEL"))
    again = {"owner_email": "dana@x.com", "currency": "USD", "industry": "mills"}
    rows = [{"name": f"Co {n}", **again} for n in range(10)]
    book.load(book.write("accounts", *rows))
    assert account(book, "Co 1").tier_proposal == ""
    book.now += timedelta(days=180)
    assert "Co 1" not in dict(listed(book))
    book.now += timedelta(days=1)
    book.load(book.write("accounts", *[{**r, "industry": "steel"} for r in rows]))
    assert "Co 1" in dict(listed(book))


def test_keeping_is_taken_back(book: World):
    press(book, TIERS_KEEP, "Co 1", "B")
    assert "proposed again" in undo(book, "tier")
    assert ("Co 1", "C → B") in listed(book)


def test_all_are_taken_as_one_act_and_taken_back_as_one(book: World):
    said = text_of(book.command("/account tiers", by="UMEL"))
    assert "4 accounts change their tier (1 to A, 3 to B)" in said
    book.press(TIERS_ALL, "4", by="UMEL")
    assert "4 accounts have another tier now" in text_of(book.sent[-1])
    assert sorted(a.tier for a in book.rows(tables.Account)) == ["A", "B", "B", "B"] + ["C"] * 6
    assert ACT_UNDO in text_of(book.sent[-1])
    assert "Done in the last" not in text_of(book.sent[-1]), "the same twice"
    assert listed(book) == []
    assert len(book.rows(tables.Audit, tables.Audit.did == "changed")) == 4
    book.now += timedelta(days=6)
    later = text_of(book.command("/account tiers", by="UMEL"))
    assert "Mel Manager: 4 accounts with another tier" in later
    assert ACT_UNDO in later, "once the answer is gone"
    undo(book, "bulk")
    assert {a.tier for a in book.rows(tables.Account)} == {"C"}
    assert len(listed(book)) == 4, "and they are proposed again"


def test_all_is_what_was_shown(book: World):
    press(book, TIERS_KEEP, "Co 1", "B")
    book.press(TIERS_ALL, "4", by="UMEL")
    assert "look again before you take all" in text_of(book.sent[-1])
    assert {a.tier for a in book.rows(tables.Account)} == {"C"}


def test_lowering_an_a_is_approved_by_the_managers_own_tap(book: World):
    book.load(book.write("accounts", {"name": "Co 9", "owner_email": "dana@x.com", "tier": "A"}))
    assert ("Co 9", "A → C") in listed(book)
    press(book, TIERS_TAKE, "Co 9", "C")
    assert account(book, "Co 9").tier == "C"
    assert not book.rows(tables.Waiting)
    assert [x.became for x in book.rows(tables.Loosening)] == ["held"]


def test_what_a_person_decided_is_not_proposed_otherwise_for_half_a_year(book: World):
    """Approved at 10:00, it was proposed back at 10:01."""
    press(book, TIERS_TAKE, "Co 0", "A")
    book.now += timedelta(days=1)
    change(book, account(book, "Co 0").id, tier="C", why="they shrank")
    assert "Co 0" not in dict(listed(book)), "it is asked still"
    book.press(APPROVAL_YES, json.dumps({"loosening": 1}), by="UMEL")
    assert account(book, "Co 0").tier == "C"
    assert "Co 0" not in dict(listed(book))
    again = {"owner_email": "dana@x.com", "currency": "USD", "industry": "mills"}
    book.load(book.write("accounts", *({"name": f"Co {n}", **again} for n in range(10))))
    assert (account(book, "Co 0").tier_proposal, "Co 0" in dict(listed(book))) == ("", False)
    book.now += timedelta(days=181)
    assert ("Co 0", "C → A") in listed(book)


def test_of_a_managers_own_book_their_manager_is_asked(book: World):
    rows = [
        {"name": f"Mel {n}", "owner_email": "mel@x.com", "annual_revenue": str(900 - n), "tier": "A"}
        for n in range(10)
    ]
    book.load(book.write("accounts", *rows))
    assert "your manager is asked" in press(book, TIERS_TAKE, "Mel 9", "C")
    assert account(book, "Mel 9").tier == "A"
    assert [x.became for x in book.rows(tables.Loosening)] == [""]


def test_a_rep_has_no_such_list_another_manager_not_these(book: World):
    assert "Only managers and admins" in text_of(book.command("/account tiers", by="UDANA"))
    assert "Only managers and admins" in press(book, TIERS_TAKE, "Co 0", "A", by="UDANA")
    zone = {"timezone": "America/New_York", "country": "US"}
    book.people({"email": "ned@x.com", "name": "Ned", "role": "manager", "manager_email": "", **zone})
    assert listed(book, by="UNED") == []
    assert "not proposed any more" in press(book, TIERS_TAKE, "Co 0", "A", by="UNED")
    assert {a.tier for a in book.rows(tables.Account)} == {"C"}
    assert len(listed(book, by="UADA")) == 4


def test_a_long_list_has_pages(book: World):
    rows = [
        {"name": f"Kim {n:02d}", "owner_email": "kim@x.com", "annual_revenue": str(500 - n)}
        for n in range(60)
    ]
    book.load(book.write("accounts", *rows))
    first = text_of(book.command("/account tiers", by="UMEL"))
    assert '"Next"' in first
    book.press(TIERS_LIST, "1", by="UMEL")
    assert '"Previous"' in json.dumps(book.sent[-1])
