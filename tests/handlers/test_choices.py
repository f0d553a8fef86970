"""A name that may stand for several accounts: these are to choose from, and whom it names there was met."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from messages.log_fields import ANOTHER
from storage import tables

from ..world import World, text_of
from .test_questions import types
from .test_unlogged import inputs, touches


@pytest.fixture
def book(world: World) -> dict[str, int]:
    """Two people called Farid, two accounts called Orchard."""
    names = ("Acme", "Globex", "Orchard Plastics", "Orchard Foods", "Umbra")
    ids = {name: world.account(name, last="2026-11-16") for name in names}
    world.load(
        world.write(
            "contacts",
            {"account": "Acme", "name": "Farid Khan"},
            {"account": "Globex", "name": "Farid Aziz"},
            {"account": "Orchard Foods", "name": "Ida Lund"},
            {"account": "Umbra", "name": "Priya Nair"},
            {"account": "Umbra", "name": "Priya Shah"},
        )
    )
    return ids


def field(view: dict[str, Any], name: str = "account") -> dict[str, Any]:
    return next(b for b in view["blocks"] if b.get("block_id") == name)


def offered(view: dict[str, Any]) -> list[tuple[str, str]]:
    options = field(view)["element"].get("options", [])
    return [(o["text"]["text"], o.get("description", {}).get("text", "")) for o in options]


def met(world: World) -> list[str]:
    with_whom = (tables.Contact.id == tables.TouchContact.contact_id, tables.Contact.workspace_id == 1)
    with world.tend.database.reading() as session:
        return list(session.exec(select(tables.Contact.name).where(*with_whom)))


def test_the_accounts_that_a_name_may_stand_for_come_first_and_marked(world: World, book: dict[str, int]):
    world.command("/log called farid 10 min, happy")
    view = world.modal
    assert inputs(view)[0] == "account"
    assert field(view)["label"]["text"] == "❓ Account"
    assert offered(view) == [("Acme", "Farid Khan"), ("Globex", "Farid Aziz"), ("Another account", "")]
    assert "may be Farid Khan or Farid Aziz" in text_of(view)


@pytest.mark.parametrize("painted", [False, True])
def test_whom_it_names_at_the_one_chosen_was_met(world: World, book: dict[str, int], painted: bool):
    world.command("/log called farid 10 min, happy")
    view = world.modal
    if painted:
        view = world.choose_account(view, {}, book["Globex"])
        assert field(view)["element"]["initial_option"]["text"]["text"] == "Globex"
        assert "with Farid Aziz" in text_of(view["blocks"][-2])
    world.submit(view, {} if painted else {"account": book["Globex"]})
    (touch,) = touches(world)
    assert (touch.account_id, touch.minutes) == (book["Globex"], 10)
    assert met(world) == ["Farid Aziz"]
    assert "with Farid Aziz" in text_of(world.sent[-1])


def test_who_is_chosen_behind_more_stands(world: World, book: dict[str, int]):
    world.command("/log called farid 10 min, happy")
    whole = world.more(world.choose_account(world.modal, {}, book["Acme"]), {})
    shown = field(whole, "contacts")["element"]
    assert [o["text"]["text"] for o in shown["initial_options"]] == ["Farid Khan"]
    del shown["initial_options"]  # taken out again
    world.submit(whole, {})
    assert touches(world)[0].account_id == book["Acme"]
    assert met(world) == []


def test_another_account_is_looked_for_in_the_whole_book(world: World, book: dict[str, int]):
    world.command("/log called farid 10 min, happy")
    view = world.choose_account(world.modal, {}, ANOTHER)
    assert field(view)["element"]["type"] == "external_select"
    whole = world.more(view, {})
    assert field(whole)["element"]["type"] == "external_select", "it stays so"
    world.submit(whole, {"account": book["Umbra"]})
    assert touches(world)[0].account_id == book["Umbra"]
    assert met(world) == []


def test_neither_chosen_is_asked(world: World, book: dict[str, int]):
    world.command("/log called farid 10 min, happy")
    assert "account" in world.submit(world.modal, {"account": ANOTHER})["errors"]
    assert not touches(world)


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("called orchard 20 min", ["Orchard Plastics", "Orchard Foods"]),
        ("called orchrd 20 min", ["Orchard Plastics", "Orchard Foods"]),
        ("acme or globex called", ["Acme", "Globex"]),
        ("talked to farid at umbra", ["Umbra", "Acme", "Globex"]),
    ],
)
def test_so_are_names_of_accounts(world: World, book: dict[str, int], line: str, first: list[str]):
    world.command(f"/log {line}")
    assert [name for name, _ in offered(world.modal)] == [*first, "Another account"]


def test_one_account_s_two_of_a_name_are_asked_there(world: World, book: dict[str, int]):
    world.command("/log priya called 5 min")
    view = world.modal
    assert inputs(view)[0] == "contacts"
    assert field(view)["element"]["initial_option"]["text"]["text"] == "Umbra"


def test_a_name_that_only_shares_a_word_is_nobody_s(world: World, book: dict[str, int]):
    world.command("/log coffee with Farid Novak")
    assert offered(world.modal) == [("Acme", ""), ("Globex", ""), ("Another account", "")]
    world.submit(world.modal, {"account": book["Acme"]})
    assert touches(world)[0].account_id == book["Acme"]
    assert met(world) == []


def test_in_the_direct_message_finish_offers_them(world: World, book: dict[str, int]):
    assert "Finish" in types(world, "called farid 10 min, happy")
    world.press("line.open", '{"line":1}')
    assert offered(world.modal)[0] == ("Acme", "Farid Khan")
