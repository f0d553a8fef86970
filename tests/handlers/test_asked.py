"""What a person asked is one value: of a registered caller alone, and as of one look at the clock."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.asked import Asked
from messages.card import CARD_MORE, CARD_SNOOZE
from messages.words import Viewer
from rules.access import NOT_REGISTERED
from tests.world import World


@pytest.fixture
def made(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """Everything that was asked, as the gate made it."""
    values: list[Asked] = []
    of = Asked.of
    monkeypatch.setattr("handlers.gate.Asked.of", lambda *given: values.append(of(*given)) or values[-1])
    return values


def home(world: World, by: str) -> dict[str, Any]:
    event = {"type": "app_home_opened", "user": by, "tab": "home", "event_ts": "1.5"}
    return world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")


def test_a_request_looks_at_the_clock_once(world: World):
    account = world.account("Acme", last="2026-10-10")
    looks: list[datetime] = []

    def clock() -> datetime:
        """Another second at each look: two in one request would differ."""
        looks.append(world.now + timedelta(seconds=len(looks)))
        return looks[-1]

    world.tend.services = dataclasses.replace(world.tend.services, clock=clock)
    world.app  # noqa: B018 - the listeners are given this clock
    ref = json.dumps({"account": account})
    for ask in (
        lambda: world.command("/account acme"),
        lambda: world.command("/log acme called 20 min, happy"),
        lambda: world.command("/digest", by="UMEL"),
        lambda: world.press(CARD_MORE, ref),
        lambda: world.press(CARD_SNOOZE, f"{account}:3d", option=True),
        lambda: home(world, "UDANA"),
    ):
        looks.clear()
        ask()
        assert len(looks) == 1


def test_what_is_asked_names_who_and_their_own_today(world: World, made: list[Asked]):
    world.now = datetime.fromisoformat("2026-11-18T03:00:00+00:00")  # still the 17th in New York
    world.command("/account")
    (asked,) = made
    assert (asked.person.email, asked.now, asked.today.isoformat()) == ("dana@x.com", world.now, "2026-11-17")


def test_nothing_is_asked_by_whom_the_gate_refuses(world: World, made: list[Asked]):
    assert world.command("/account acme", by="USTRANGER")["text"] == Viewer().plain(NOT_REGISTERED)
    home(world, "USTRANGER")  # it reads why, on its Home tab
    assert len(world.slack.made("views.publish")) == 1
    assert not made
