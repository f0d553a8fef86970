"""Undo takes back what a touch brought, and brings back what it ended: a snooze, "not needed", a place in
the morning message."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from messages.card import CARD_SNOOZE
from messages.log_touch import LOG_EDIT, LOG_UNDO, BatchRef
from messages.places import NUDGE_NOT_NEEDED
from storage import tables

from ..world import World, text_of
from .test_nudge_actions import MESSAGE, nudged  # noqa: F401 - a fixture


def later(world: World, **span: int) -> None:
    world.now += timedelta(**(span or {"minutes": 5}))


def log(world: World, line: str) -> str:
    """Log a line a little later; its batch."""
    later(world)
    world.command(f"/log {line}")
    later(world)
    return world.rows(tables.Touch, tables.Touch.batch != "")[-1].batch


def undo(world: World, batch: str) -> None:
    world.press(LOG_UNDO, BatchRef(batch).pack())


def stored(world: World, account: int) -> tables.Account:
    return world.rows(tables.Account, tables.Account.id == account)[0]


@pytest.fixture
def acme(world: World) -> int:
    account = world.account("Acme", last="2026-10-10")
    world.press(CARD_SNOOZE, f"{account}:week", option=True)
    assert stored(world, account).snoozed_until == date(2026, 11, 25)
    return account


def test_undo_brings_a_snooze_back(world: World, acme: int):
    before = stored(world, acme)
    batch = log(world, "acme called, happy")
    assert stored(world, acme).snoozed_until is None
    undo(world, batch)
    after = stored(world, acme)
    assert (after.snoozed_until, after.due_on, after.look_at) == (
        before.snoozed_until,
        before.due_on,
        before.look_at,
    )


def test_a_snooze_that_is_over_or_was_replaced_stays_away(world: World, acme: int):
    batch = log(world, "acme called, happy")
    world.press(CARD_SNOOZE, f"{acme}:3d", option=True)
    undo(world, batch)
    assert stored(world, acme).snoozed_until == date(2026, 11, 21), "the newer one holds"
    batch = log(world, "acme called, happy")
    later(world, days=5)
    undo(world, batch)
    assert stored(world, acme).snoozed_until is None, "its day is over"


def test_a_touch_logged_since_keeps_it_ended_until_that_one_is_undone_too(world: World, acme: int):
    first, second = log(world, "acme called, happy"), log(world, "acme called again")
    undo(world, first)
    assert stored(world, acme).snoozed_until is None
    undo(world, second)
    assert stored(world, acme).snoozed_until == date(2026, 11, 25)


def test_an_edit_that_still_reached_somebody_keeps_it_ended_and_one_that_did_not_brings_it_back(
    world: World, acme: int
):
    batch = log(world, "acme called, happy")
    for outcome, until in (("reached", None), ("left_message", date(2026, 11, 25)), ("reached", None)):
        world.press(LOG_EDIT, BatchRef(batch).pack())
        assert world.submit(world.modal, {"outcome": outcome}) == {"text": ""}
        assert stored(world, acme).snoozed_until == until, outcome
    undo(world, batch)
    assert stored(world, acme).snoozed_until == date(2026, 11, 25)


def test_not_needed_comes_back_and_the_message_says_so(world: World, nudged: list):  # noqa: F811
    world.press(NUDGE_NOT_NEEDED, f"{nudged[1].id}:quiet", option=True, **MESSAGE)
    before = stored(world, nudged[1].account_id)
    batch = log(world, "globex called, happy")
    undo(world, batch)
    after = stored(world, nudged[1].account_id)
    assert after.not_needed_until == before.not_needed_until == date(2026, 12, 2)
    assert after.due_on == before.due_on
    assert world.rows(tables.Nudge)[1].outcome == "not_needed", "what became of the place before stays"
    world.deliver()
    last = text_of(world.slack.made("chat.update")[-1])
    assert "back Dec 2" in last
    assert "logged" not in last


def test_a_place_closed_before_its_message_went_out_is_in_it_again(world: World):
    world.account("Acme", last="2026-10-10")
    world.account("Globex", last="2026-10-11")
    world.tick()
    batch = log(world, "acme called, happy")
    undo(world, batch)
    world.deliver()
    assert [n.state for n in world.rows(tables.Nudge)] == ["sent", "sent"]
    assert "Acme" in text_of(world.slack.posted[0])
    assert not world.slack.made("chat.update"), "nothing is painted over before it is there"
