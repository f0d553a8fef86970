"""My messages: everybody moves or switches off each kind, except what waits for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from messages.own_messages import OWN_OPEN
from storage import tables

from ..scheduler.test_budget import ask, got
from ..world import World, text_of


def choose(world: World, by: str = "UDANA", **filled: Any) -> dict[str, Any]:
    world.press(OWN_OPEN, "own", by=by)
    return world.submit(world.modal, filled, by=by)


def at(world: World, day: int, hour: int, minute: int = 0) -> None:
    world.now = datetime(2026, 11, day, hour + 5, minute, tzinfo=UTC)
    world.tick()
    world.deliver()


@pytest.fixture
def late(world: World) -> World:
    """An account of Dana's that every morning would name."""
    world.account("Acme", last="2026-10-01")
    world.now = datetime(2026, 11, 18, 23, tzinfo=UTC)
    return world


def test_it_says_how_they_stand(world: World):
    said = text_of(world.command("/account settings"))
    assert "*Morning message*: at 08:45" in said
    assert "at 13:00, or with a message before" in said
    assert "Monday digest" not in said
    assert "home.settings" not in said
    assert "*Monday digest*: at 08:30" in text_of(world.command("/account settings", by="UMEL"))
    assert "home.settings" in text_of(world.command("/account settings", by="UADA"))


def test_the_morning_moves(late: World):
    choose(late, morning_at="10:15")
    assert "*Morning message*: at 10:15" in text_of(late.sent[-1])
    at(late, 19, 8, 45)
    assert not got(late, "DDANA")
    at(late, 19, 10, 15)
    assert "1 today" in text_of(got(late, "DDANA")[0])


def test_an_hour_of_one_digit_is_a_time_too(late: World):
    choose(late, morning_at="9:15")
    assert "*Morning message*: at 09:15" in text_of(late.sent[-1])
    at(late, 19, 9)
    assert not got(late, "DDANA")
    at(late, 19, 9, 15)
    assert "1 today" in text_of(got(late, "DDANA")[0])


def test_it_is_switched_off_but_not_what_waits(late: World):
    choose(late, morning="off", bundle_at="15:00")
    ask(late)
    at(late, 19, 9)
    at(late, 19, 13)
    assert not got(late, "DDANA")
    at(late, 19, 15)
    (only,) = got(late, "DDANA")
    assert "what is next?" in text_of(only)
    assert "today" not in only["text"]
    choose(late, morning="on")
    at(late, 20, 9)
    assert len(got(late, "DDANA")) == 2


def test_what_others_logged_is_switched_off(late: World):
    choose(late, news="off")
    late.command("/log acme called, happy", by="UKIM")
    ask(late)
    late.bring()
    (only,) = got(late, "DDANA")
    assert "what is next?" in text_of(only)
    assert "logged a call" not in text_of(only)


def test_the_digest_moves_and_is_switched_off(late: World):
    choose(late, by="UMEL", digest_at="11:00")
    at(late, 23, 9)
    assert not got(late, "DMEL")
    at(late, 23, 11)
    assert len(got(late, "DMEL")) == 1
    choose(late, by="UMEL", digest="off")
    at(late, 30, 12)
    assert len(got(late, "DMEL")) == 1


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("morning_at", "9", "A time of day"),
        ("morning_at", "17:30", "Before 16:00"),
        ("bundle_at", "07:00", "From 09:00 to 17:00"),
        ("bundle_at", "25:00", "A time of day"),
    ],
)
def test_a_time_that_can_t_be_is_refused(world: World, field: str, typed: str, why: str):
    assert why in choose(world, **{field: typed})["errors"][field]
    assert world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].own_messages == ""
