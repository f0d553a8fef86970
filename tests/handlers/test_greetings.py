"""Birthdays and anniversaries in the morning message: named beside others, greeted with one tap."""

from __future__ import annotations

import json
from typing import Any

import pytest

from messages.home import HOME_SETTINGS
from messages.log_touch import LOG_UNDO
from messages.nudge import NUDGE_GREET
from storage import batches, tables

from ..world import World, text_of

HOME = {"container": {"type": "view"}, "view": {"type": "home"}, "response_url": None}


@pytest.fixture
def born(world: World) -> int:
    """An account in rhythm whose buyer has a birthday today, beside one that is due."""
    account = world.account("Globex", tier="C", last="2026-11-10")
    world.load(
        world.write(
            "contacts",
            {"account": "Globex", "name": "Leo <b>", "birthday": "--11-18"},
            {"account": "Globex", "name": "Ann", "birthday": "1980-03-14"},
        )
    )
    world.account("Acme", last="2026-10-10")
    return account


def switch(world: World, to: str) -> None:
    world.press(HOME_SETTINGS, "x", by="UADA", **HOME)
    answer = world.submit(world.modal, {"birthdays": to}, by="UADA")
    assert "errors" not in answer


def morning(world: World) -> list[dict[str, Any]]:
    world.tick()
    world.deliver()
    return [m for m in world.slack.posted if m["channel"] == "DDANA"][0]["blocks"]


def test_a_birthday_is_named_once_an_admin_wants_birthdays(world: World, born: int):
    switch(world, "on")
    line = next(b for b in morning(world) if "Also today" in text_of(b))
    assert line["text"]["text"] == "Also today: *Globex* has a birthday: Leo &lt;b&gt; today."
    tap = line["accessory"]
    assert (tap["action_id"], tap["value"]) == (NUDGE_GREET, f"{born}:birthday")
    assert [n.account_id for n in world.rows(tables.Nudge)] != [born], "it takes no place"


def test_none_is_named_by_default_or_once_they_are_switched_off(world: World, born: int):
    assert "Also today" not in text_of(morning(world))
    looks = world.rows(tables.Account, tables.Account.id == born)[0].look_at
    switch(world, "on")
    world.tick()
    assert world.rows(tables.Account, tables.Account.id == born)[0].look_at < looks
    switch(world, "off")
    world.tick()
    assert world.rows(tables.Account, tables.Account.id == born)[0].look_at == looks


def test_one_tap_logs_the_greeting_once_and_undo_takes_it_back(world: World, born: int):
    switch(world, "on")
    for _ in range(2):
        world.press(NUDGE_GREET, f"{born}:birthday")
    (touch,) = world.rows(tables.Touch, tables.Touch.purpose == "celebrated")
    assert (touch.channel, touch.outcome, touch.note) == ("message", "sent", "birthday greetings")
    with world.tend.database.reading() as session:
        met = batches.batch_of(session, 1, touch.batch).entry.contact_ids  # type: ignore[union-attr]
    assert met == (1,), "the one whose day it is"
    assert "Globex" in text_of(world.sent[-1])
    last = world.rows(tables.Account, tables.Account.id == born)[0].last_meaningful_at
    assert last.day == 10, "nobody was reached by it"
    world.press(LOG_UNDO, json.dumps({"batch": touch.batch}))
    assert world.rows(tables.Touch, tables.Touch.purpose == "celebrated")[0].voided_at


def test_an_anniversary_is_named_without_a_setting(world: World):
    account = world.account("Globex", tier="C", last="2026-11-10", started_on="2023-11-18")
    world.account("Acme", last="2026-10-10")
    line = next(b for b in morning(world) if "Also today" in text_of(b))
    assert line["text"]["text"] == "Also today: *Globex* has been with us for 3 years today."
    world.press(NUDGE_GREET, line["accessory"]["value"])
    (touch,) = world.rows(tables.Touch, tables.Touch.purpose == "celebrated")
    assert (touch.account_id, touch.note) == (account, "greetings for our anniversary")


def test_a_button_that_is_pressed_weeks_later_says_so(world: World, born: int):
    world.press(NUDGE_GREET, f"{born}:anniversary")
    assert "That day is past" in text_of(world.sent[-1])
    assert not world.rows(tables.Touch, tables.Touch.purpose == "celebrated")
