"""Somebody of one account turns up at another: both owners read it in a morning message, once, of their own
workspace alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messages.people import CONTACT_ADD, CONTACT_CHANGE
from storage import tables, turned_up, workspaces
from storage.privacy import erasing

from ..world import World, text_of

ANN = {"name": "Ann Lee", "role": "other", "title": "", "prefers": "", "email": "", "birthday": ""}


@pytest.fixture
def books(world: World) -> World:
    """Leo is on file at Dana's Acme; Kim owns Globex; each has an account that is due."""
    for name, owner in (("Acme", "dana@x.com"), ("Globex", "kim@x.com")):
        world.account(name, owner=owner, last="2026-11-17")
        world.account(f"{name} due", owner=owner, last="2026-10-10")
    world.load(
        world.write(
            "contacts",
            {"account": "Acme", "name": "Leo <b> Brandt", "email": "leo@acme.com", "left_on": "2026-11-12"},
            {"account": "Acme", "name": "Bo"},
        )
    )
    morning(world, 18)
    return world


def morning(world: World, day: int) -> dict[str, str]:
    """What the morning messages of a day said, by channel."""
    world.now = datetime(2026, 11, day, 15, tzinfo=UTC)
    world.slack.posted.clear()
    world.tick()
    world.deliver()
    return {m["channel"]: text_of(m) for m in world.slack.posted if "today" in m["text"]}


def add(world: World, name: str, email: str = "", account: str = "Globex", by: str = "UKIM") -> None:
    number = world.rows(tables.Account, tables.Account.name == account)[0].id
    world.press(CONTACT_ADD, json.dumps({"account": number}), by=by)
    assert "errors" not in world.submit(world.modal, {**ANN, "name": name, "email": email}, by=by)


def rows(world: World) -> list[Any]:
    return world.rows(tables.TurnedUp)


def test_both_owners_read_it_in_their_next_morning_once(books: World):
    add(books, "L. Brandt", "LEO@acme.com")
    books.tick()
    assert {r.certain for r in rows(books)} == {True}
    books.deliver()
    assert not [m for m in books.slack.posted if "Brandt" in text_of(m)], "no message of its own"
    said = morning(books, 23)
    line = "*Leo &lt;b&gt; Brandt*, who left *Acme* Nov 12, is at *Globex*: the same e-mail address."
    assert [line in said[channel] for channel in ("DDANA", "DKIM")] == [True, True]
    assert "Brandt" not in str(morning(books, 30))


def test_the_same_whole_name_may_be_them(books: World):
    add(books, "Leo <b> Brandt")
    assert "may be at *Globex*: somebody of that name is on file" in morning(books, 23)["DDANA"]


def change(world: World, name: str, filled: dict[str, str], by: str) -> None:
    number = world.rows(tables.Contact, tables.Contact.name == name)[0].id
    world.press(CONTACT_CHANGE, json.dumps({"contact": number}), by=by)
    assert "errors" not in world.submit(world.modal, filled, by=by)


def test_who_is_put_right_is_looked_at_again(books: World):
    add(books, "L. Brandt", "l@globex.com")
    books.tick()
    assert rows(books) == []
    change(books, "L. Brandt", {"email": "leo@acme.com"}, by="UKIM")
    change(books, "L. Brandt", {"title": "CFO"}, by="UKIM")
    change(books, "L. Brandt", {"name": "Leo Brandt"}, by="UKIM")
    assert len(rows(books)) == 2, "each owner once"
    said = morning(books, 23)
    line = "*Leo &lt;b&gt; Brandt*, who left *Acme* Nov 12, is at *Globex*: the same e-mail address."
    assert [line in said[channel] for channel in ("DDANA", "DKIM")] == [True, True]


def test_a_file_that_puts_an_address_right_has_them_looked_at_again(books: World):
    for email in ("l@globex.com", "leo@acme.com"):
        assert rows(books) == []
        books.load(books.write("contacts", {"account": "Globex", "name": "L. Brandt", "email": email}))
        books.tick()
    assert {r.certain for r in rows(books)} == {True}
    assert len(rows(books)) == 2


def test_one_who_left_and_is_put_right_was_there_before(books: World):
    add(books, "Leonid Brandt")
    books.tick()
    assert rows(books) == []
    change(books, "Leo <b> Brandt", {"name": "Leonid Brandt"}, by="UDANA")
    assert "who left *Acme* Nov 12" in morning(books, 23)["DKIM"]


def test_one_who_waits_for_their_first_look_is_told_once(books: World):
    add(books, "L. Brandt")
    change(books, "L. Brandt", {"email": "leo@acme.com"}, by="UKIM")
    books.tick()
    assert len(rows(books)) == 2


def test_a_first_name_and_one_import_tell_nothing(books: World):
    add(books, "Bo")
    cy = {"name": "Cy Dorn", "email": "cy@x.org"}
    books.load(books.write("contacts", {"account": "Acme", **cy}, {"account": "Globex", **cy}))
    books.tick()
    assert rows(books) == []


def test_a_file_tells_of_who_was_on_file_before_it(books: World):
    books.load(books.write("contacts", {"account": "Globex", "name": "Leo B Brandt"}))
    books.tick()
    assert len(rows(books)) == 2, "folded, it is the same name"


def test_it_waits_while_a_file_is_taken_in(books: World):
    with books.tend.database.transaction() as session:
        workspaces.note_import(session, 1, books.now)
    add(books, "Leo <b> Brandt")
    books.tick()
    assert rows(books) == []
    with books.tend.database.transaction() as session:
        workspaces.note_import(session, 1, None)
    books.tick()
    assert len(rows(books)) == 2


def test_who_owns_both_hears_once_and_after_a_month_nobody(books: World):
    books.account("Initech", last="2026-11-17")
    add(books, "Leo <b> Brandt", account="Initech", by="UDANA")
    books.tick()
    assert len(rows(books)) == 1
    books.now += timedelta(days=40)
    books.slack.posted.clear()
    books.tick()
    books.deliver()
    assert books.slack.posted
    assert "Brandt" not in str([text_of(m) for m in books.slack.posted])


def test_a_dropped_morning_says_it_in_the_next(books: World):
    add(books, "Leo <b> Brandt")
    books.now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    books.tick()  # planned, not sent that day
    assert "Brandt" in morning(books, 24)["DDANA"]


def test_who_was_erased_meanwhile_is_not_named(books: World):
    add(books, "L. Brandt", "leo@acme.com")
    books.tick()
    with books.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "leo@acme.com", now=books.now)
    assert rows(books) == []
    assert "Brandt" not in str(morning(books, 23))


def test_the_twins_people_are_not_asked(world: World):
    """The twin has a Cleo of cleo@newt.com at its Acme."""
    world.account("Globex", last="2026-11-17")
    world.load(world.write("contacts", {"account": "Globex", "name": "Anybody Else"}))
    world.tick()
    add(world, "Cleo Newt", "cleo@newt.com", by="UDANA")
    world.tick()
    assert rows(world) == []
    with world.tend.database.reading() as session:
        assert not turned_up.are_there(session, 1), "the look came through"
