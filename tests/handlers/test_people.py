"""Who we know at an account: the list, one tap each, the forms; what health and the morning make of who
left."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from messages import people as say
from storage import audit, tables, workspaces
from storage.privacy import erasing

from ..world import World, text_of

FORM = {"name": "Ann Lee", "role": "sponsor", "title": "CFO", "prefers": "call", "email": "", "birthday": ""}


@pytest.fixture
def acme(world: World) -> int:
    """An A, cadence 14: the champion touched 2 days ago, the buyer 22, a user never; Umar left."""
    account = world.account("Acme", tier="A")
    world.load(
        world.write(
            "contacts",
            {
                "account": "Acme",
                "name": "Leo Park",
                "email": "leo@acme.com",
                "title": "Head of plant",
                "role": "champion",
                "prefers": "call",
                "birthday": "12-01",
            },
            {"account": "Acme", "name": "Bo Buyer", "role": "buyer"},
            {"account": "Acme", "name": "Uma User", "role": "user"},
            {"account": "Acme", "name": "Umar Ortiz", "left_on": "2026-10-01"},
        ),
        world.write(
            "touches",
            {
                "account": "Acme",
                "by_email": "dana@x.com",
                "at": "2026-11-16",
                "channel": "call",
                "contact": "Leo Park",
            },
            {
                "account": "Acme",
                "by_email": "dana@x.com",
                "at": "2026-10-27",
                "channel": "call",
                "contact": "Bo Buyer",
            },
        ),
    )
    return account


def press(world: World, action: str, number: int = 1, by: str = "UDANA") -> None:
    world.sent.clear()
    world.press(action, json.dumps({"contact": number}), by=by)


def more(world: World, account: int) -> str:
    world.sent.clear()
    world.press("card.more", json.dumps({"account": account}))
    return text_of(world.sent[-1])


def contact(world: World, name: str) -> Any:
    return world.rows(tables.Contact, tables.Contact.name == name)[0]


def test_the_list_says_how_an_account_hangs_by_a_thread(world: World):
    world.account("Acme", last="2026-11-16", tier="A")
    world.load(
        world.write("contacts", *({"account": "Acme", "name": n} for n in ("Ann Bly", "Bo Orr", "Cy Dow")))
    )
    assert "Single-threaded: met 0 of 3 in 180 days" in text_of(world.command("/account acme people"))
    met = {"account": "Acme", "at": "2026-11-17", "channel": "call"}
    world.load(world.write("touches", *({**met, "contact": n} for n in ("Ann Bly", "Bo Orr", "Cy Dow"))))
    assert "Single-threaded" not in text_of(world.command("/account acme people"))


def test_the_list_says_role_how_to_reach_them_and_when_they_were_touched(world: World, acme: int):
    answer = world.command("/account acme people")
    said = text_of(answer)
    order = [said.index(x) for x in ("Bo Buyer", "Leo Park", "Uma User", "*Lost*", "Umar Ortiz")]
    assert order == sorted(order), "who cools down stands first"
    assert "3 people · 1 cooling" in said
    assert "🧊 *Bo Buyer*, buyer · cooling: last touched Oct 27, 22 days ago" in said
    assert "*Leo Park*, champion, Head of plant · last touched Nov 16" in said
    assert "prefers call · leo@acme.com · birthday Dec 1" in said
    assert "*Uma User*, user · not touched yet" in said
    assert "• Umar Ortiz, left Oct 1" in said
    labels = [e["text"]["text"] for b in answer["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert labels == ["Change", "Left or moved"] * 3 + ["Add a person", "Card"]


def test_an_account_with_nobody_on_file_says_so(world: World):
    world.account("Globex")
    assert "Nobody on file yet" in text_of(world.command("/account globex people"))


def test_somebody_is_added_once(world: World, acme: int):
    world.press(say.CONTACT_ADD, json.dumps({"account": acme}))
    form = world.modal
    for _ in range(2):
        world.submit(form, FORM)
    stored = contact(world, "Ann Lee")
    assert (stored.role, stored.title, stored.prefers, stored.key) == ("sponsor", "CFO", "call", "ann lee")
    assert stored.added_on == date(2026, 11, 18)
    assert "Ann Lee is on file now" in text_of(world.sent[0])
    with world.tend.database.reading() as session:
        line = audit.lines(session, 1, world.now)[-1]
    assert "Dana Reyes: added contact" in line
    assert "Ann" not in line


@pytest.mark.parametrize(
    ("filled", "block", "why"),
    [
        ({"name": "leo PARK"}, "name", "on file here already"),
        ({"name": "…"}, "name", "a letter or a digit"),
        ({"email": "leo at acme"}, "email", "no address"),
        ({"email": "ANN@acme.com "}, "email", "Bo Buyer has this address here already"),
        ({"birthday": "May 12"}, "birthday", "05-12"),
        ({"birthday": "02-30"}, "birthday", "05-12"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    world: World, acme: int, filled: dict[str, str], block: str, why: str
):
    press(world, say.CONTACT_CHANGE, 2)
    world.submit(world.modal, {"email": "ann@acme.com"})
    world.press(say.CONTACT_ADD, json.dumps({"account": acme}))
    assert why in world.submit(world.modal, {**FORM, **filled})["errors"][block]
    assert len(world.rows(tables.Contact)) == 4


def test_a_desks_address_is_nobodys_own_and_who_has_one_keeps_it(world: World, acme: int):
    for number in (1, 2):
        press(world, say.CONTACT_CHANGE, number)
        assert "errors" not in world.submit(world.modal, {"email": "info@acme.com"})
    press(world, say.CONTACT_CHANGE, 2)
    assert "errors" not in world.submit(world.modal, {"title": "buys"})


def test_a_namesake_with_an_address_of_their_own_is_somebody_else(world: World, acme: int):
    world.press(say.CONTACT_ADD, json.dumps({"account": acme}))
    world.submit(world.modal, {**FORM, "name": "Leo Park", "email": "leo.park2@acme.com"})
    assert len(world.rows(tables.Contact, tables.Contact.name == "Leo Park")) == 2


def test_somebody_is_changed(world: World, acme: int):
    press(world, say.CONTACT_CHANGE, 2)
    world.submit(world.modal, {"name": "Bo Buyer-Lee", "role": "champion", "birthday": "1980-02-29"})
    stored = contact(world, "Bo Buyer-Lee")
    assert (stored.role, stored.birthday, stored.key) == ("champion", "1980-02-29", "bo buyer lee")
    assert "Bo Buyer-Lee: changed" in text_of(world.sent[-1])


def test_who_came_back_is_here_again_by_emptying_the_day(world: World, acme: int):
    press(world, say.CONTACT_CHANGE, 4)
    form = world.modal
    (day,) = (b["element"] for b in form["blocks"] if b.get("block_id") == "left_on")
    assert day.pop("initial_date") == "2026-10-01"
    world.submit(form, {})
    assert contact(world, "Umar Ortiz").left_on is None


def test_a_champion_who_left_empties_breadth_until_there_is_a_new_one(world: World, acme: int):
    press(world, say.CONTACT_LEFT)
    world.submit(world.modal, {"left_on": "2026-11-17"})
    assert contact(world, "Leo Park").left_on == date(2026, 11, 17)
    assert "Leo Park, their champion, left Nov 17" in text_of(world.sent[-1])
    assert "(champion) left on" in more(world, acme)
    press(world, say.CONTACT_CHANGE, 2)
    world.submit(world.modal, {"role": "champion"})
    assert "(champion) left" not in more(world, acme)


def test_a_champion_who_moved_inside_is_asked_about_until_somebody_follows(world: World, acme: int):
    press(world, say.CONTACT_LEFT)
    world.submit(world.modal, {"went": "moved", "left_on": "2026-11-17"})
    stored = contact(world, "Leo Park")
    assert (stored.left_on, stored.moved_on) == (None, date(2026, 11, 17))
    assert "Leo Park, their champion, moved inside on Nov 17" in text_of(world.sent[-1])
    said = text_of(world.command("/account acme people"))
    assert "*Leo Park*, was champion" in said
    assert "moved inside Nov 17: successor?" in said
    assert "no champion" in said
    assert "Leo Park (champion) moved: successor?" in text_of(world.command("/account acme prep"))
    assert "Leo Park (champion) moved to another post" in more(world, acme)
    assert "Acme (Leo Park, moved Nov 17)" in world.digest_part("people")
    press(world, say.CONTACT_CHANGE)
    world.submit(world.modal, {"successor": "2"})
    assert contact(world, "Leo Park").successor_id == contact(world, "Bo Buyer").id
    assert contact(world, "Bo Buyer").role == "champion"
    assert "successor?" not in text_of(world.command("/account acme people"))
    assert "moved to another post" not in more(world, acme)


def test_who_came_after_somebody_is_set_as_they_leave(world: World, acme: int):
    press(world, say.CONTACT_LEFT, 2)
    options = next(b for b in world.modal["blocks"] if b.get("block_id") == "successor")["element"]["options"]
    assert [o["text"]["text"] for o in options] == ["Leo Park", "Uma User"]
    world.submit(world.modal, {"went": "left", "left_on": "2026-11-17", "successor": "3"})
    assert "Bo Buyer left Nov 17. Uma User came after them." in text_of(world.sent[-1])
    assert "• Bo Buyer, buyer, left Nov 17 · after them: Uma User" in text_of(world.sent[-1])
    assert contact(world, "Uma User").role == "user", "only a champion's role goes along"


def test_a_successor_of_another_account_is_none(world: World, acme: int):
    world.account("Globex")
    world.load(world.write("contacts", {"account": "Globex", "name": "Elsewhere"}))
    press(world, say.CONTACT_LEFT)
    number = str(contact(world, "Elsewhere").id)
    world.submit(world.modal, {"went": "left", "left_on": "2026-11-17", "successor": number})
    assert contact(world, "Leo Park").left_on
    assert contact(world, "Leo Park").successor_id is None
    assert contact(world, "Elsewhere").role == "other"


def test_the_digest_names_the_champion_who_left_and_the_single_threaded(world: World, acme: int):
    press(world, say.CONTACT_LEFT)
    world.submit(world.modal, {"left_on": "2026-11-17"})
    said = text_of(world.command("/digest", by="UMEL"))
    assert "*Champion left*: 1 · *Single-threaded*: 1" in said
    said = world.digest_part("people")
    assert "*Champion left*: 1 · nobody in their place yet: Acme (Leo Park, Nov 17)" in said
    assert "*Single-threaded*: 1 · people met in 180 days: Acme (A) 1 of 3" in said


def test_nobody_leaves_tomorrow_and_nobody_twice(world: World, acme: int):
    press(world, say.CONTACT_LEFT)
    form = world.modal
    assert "today or a day before" in world.submit(form, {"left_on": "2026-11-19"})["errors"]["left_on"]
    world.submit(form, {"left_on": "2026-11-18"})
    press(world, say.CONTACT_LEFT)
    assert "Leo Park left Nov 18 already" in text_of(world.modal)


def test_whoever_was_erased_here_is_not_brought_back_in_passing(world: World, acme: int):
    with world.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "leo@acme.com", now=world.now)
    press(world, say.CONTACT_CHANGE)
    assert "no longer on file" in text_of(world.modal)
    world.press(say.CONTACT_ADD, json.dumps({"account": acme}))
    for again in ({"name": "Leo Park"}, {"name": "Leonard", "email": "leo@acme.com"}):
        assert "was erased here" in world.submit(world.modal, {**FORM, **again})["errors"]["name"]
