"""Adding an account: what is like it first, then a form; into one's own book, a manager's people's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from messages.adding import ADD_OPEN, ADD_OWNER, Adding
from messages.opening import CARD_NEW
from storage import tables

from ..world import World, text_of


def form(world: World, name: str, by: str = "UDANA") -> dict[str, Any]:
    assert ADD_OPEN in text_of(world.command(f"/account add {name}", by=by))
    world.press(ADD_OPEN, Adding(name).pack(), by=by)
    return world.modal


def id_of(world: World, who: str) -> int:
    return int(world.rows(tables.Person, tables.Person.email == f"{who}@x.com")[0].id)


@pytest.mark.parametrize("typed", ["Acme Industrial", "acme", "acme industrail", "ACME INDUSTRIAL GmbH"])
def test_what_is_like_it_is_shown_before_anything_is_added(world: World, typed: str):
    world.account("Acme Industrial", owner="kim@x.com")
    said = world.command(f"/account add {typed}")
    assert "*Acme Industrial* · A · Kim Cho" in text_of(said)
    assert CARD_NEW in text_of(said)
    assert (ADD_OPEN in text_of(said)) == (typed != "Acme Industrial"), "what is on file is no new one"
    assert len(world.rows(tables.Account)) == 1


def test_one_of_ones_own_hides_none_of_the_others_that_begin_so(world: World):
    world.account("Zephyr Optik")
    world.account("Zephyr Power", owner="kim@x.com")
    said = text_of(world.command("/account add zephyr"))
    assert "*Zephyr Optik* · A · Dana Reyes" in said
    assert "*Zephyr Power* · A · Kim Cho" in said
    world.account("Zephyr", owner="kim@x.com")
    there = text_of(world.command("/account add zephyr"))
    assert "is on file:" in there
    assert "Zephyr Power" not in there


def test_a_rep_adds_to_their_own_book(world: World):
    view = form(world, "Größe & Söhne")
    assert "owner" not in {b.get("block_id") for b in view["blocks"]}
    given = {"tier": "B", "domain": "groesse.de", "revenue": "84000", "renews": "2027-06-01"}
    for _ in range(2):
        world.sent.clear()
        world.submit(view, given)
        assert "✅ Added: *Größe &amp; Söhne*, with Dana Reyes." in text_of(world.sent[0])
    (account,) = world.rows(tables.Account)
    assert (account.name, account.owner_id, account.tier) == ("Größe & Söhne", id_of(world, "dana"), "B")
    assert (account.annual, account.domain, account.renews_on) == (8400000, "groesse.de", date(2027, 6, 1))
    assert account.added_on == account.exists_on == date(2026, 11, 18)
    assert account.due_on is not None
    assert account.look_at is not None
    (standing,) = world.rows(tables.Standing)
    assert (standing.from_on, standing.tier, standing.status) == (account.exists_on, "B", "active")
    assert "*Größe &amp; Söhne*" in text_of(world.command("/account grosse"))
    history = text_of(world.command("/account grosse history"))
    assert "Dana Reyes added it" in history
    assert "came with a file" not in history
    assert "Logged with" in text_of(world.command("/log grosse & söhne called, happy"))


def test_a_name_typed_only_into_the_form_is_looked_at_too(world: World):
    world.account("Globex")
    view = form(world, "Zzyzx")
    answer = world.submit(view, {"name": "Globexx", "tier": "A"})
    assert "Like it on file: *Globex*" in text_of(answer["view"])
    assert len(world.rows(tables.Account)) == 1
    assert not world.submit(answer["view"], {}).get("errors")
    assert [a.name for a in world.rows(tables.Account)] == ["Globex", "Globexx"]
    view = form(world, "Zzyzx")
    assert "of that name is on file" in world.submit(view, {"name": "globex"})["errors"]["name"]


def test_a_manager_adds_to_the_book_of_their_people_who_hear_of_it(world: World):
    view = form(world, "Initech", by="UMEL")
    offered = world.interact(
        world.payload("block_suggestion", action_id=ADD_OWNER, value="", user={"id": "UMEL", "team_id": "T1"})
    )
    assert {o["text"]["text"] for o in offered["options"]} == {"Mel Manager", "Dana Reyes", "Kim Cho"}
    world.submit(view, {"owner": id_of(world, "kim")}, by="UMEL")
    assert world.rows(tables.Account)[0].owner_id == id_of(world, "kim")
    world.now += timedelta(hours=3, minutes=30)
    world.tick()
    world.deliver()
    assert any("Mel Manager added *Initech* (C) to your book." in text_of(m) for m in world.slack.posted)


def test_nobody_adds_to_the_book_of_others(world: World):
    view = form(world, "Initech", by="UMEL")
    stop = "Only their manager adds an account"
    for by, owner in (("UDANA", "kim"), ("UMEL", "ada"), ("UKIM", "mel")):
        assert stop in world.submit(view, {"owner": id_of(world, owner)}, by=by)["errors"]["owner"]
    assert "errors" in world.submit(view, {"owner": 999}, by="UMEL")
    assert not world.rows(tables.Account)
    assert not world.submit(view, {"owner": id_of(world, "kim")}, by="UADA").get("errors")


def test_a_file_that_brings_it_later_finds_it(world: World):
    world.submit(form(world, "Initech"), {"tier": "B"})
    world.account("INITECH", owner="dana@x.com", tier="A", industry="mills")
    (account,) = world.rows(tables.Account)
    assert (account.tier, account.industry) == ("A", "mills")


def test_add_alone_asks_which(world: World):
    assert "Which account?" in text_of(world.command("/account add"))
    assert "Which account?" in text_of(world.command("/account add !!!"))


def test_an_account_whose_name_begins_so_beats_the_word(world: World):
    world.account("Add Value Inc")
    assert "*Add Value Inc*" in text_of(world.command("/account add value"))
