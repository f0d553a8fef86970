"""The plan to sell more to a customer: whom to grow, its three steps with their forms, the need that follows,
what is late, what somebody sends for it."""

from __future__ import annotations

from typing import Any

import pytest

from messages.upsells import UPSELL_EXPLORE, UPSELL_OFFER, UPSELL_TARGET, UPSELL_UNDO, UPSELL_WON
from messages.upsold import UPSELL_SENT
from storage import tables

from ..world import World, text_of
from .test_needs import tap

NEED = {"account": "Acme", "by_email": "dana@x.com", "text": "cold storage", "heard_on": "2026-11-10"}
PLANNER = {"name": "Night planner", "gain": "night shifts plan themselves", "sends": "the brochure"}


@pytest.fixture
def acme(world: World) -> int:
    account = world.account("Acme", last="2026-11-16", annual_revenue="84000", segment="filler")
    world.load(world.write("needs", {**NEED, "budget": "20000", "external_id": "NE7"}))
    world.load(world.write("offers", PLANNER))
    return account


def fill(world: World, by: str = "UDANA", **filled: str) -> dict[str, Any]:
    world.sent.clear()
    refused = world.submit(world.modal, filled, by=by)
    return world.sent[-1] if world.sent else refused


def plan(world: World) -> Any:
    (one,) = world.rows(tables.Upsell)
    return one


def need(world: World) -> Any:
    (one,) = world.rows(tables.Need)
    return one


def explored(world: World) -> dict[str, Any]:
    """The plan at its second step, as it is shown."""
    shown = tap(world, world.command("/account acme upsell"), UPSELL_TARGET)
    tap(world, shown, UPSELL_EXPLORE)
    return fill(world, text="nobody plans the night shift", competitors="Umbra")


def offered(world: World, **filled: str) -> dict[str, Any]:
    tap(world, explored(world), UPSELL_OFFER)
    return fill(world, **{"offer": "1", "due_on": "2026-12-10", **filled})


def test_thread(world: World, acme: int):
    shown = world.command("/account upsell")
    print(text_of(shown))
    shown = offered(world)
    print(text_of(shown))
    print(plan(world))
    shown = tap(world, shown, UPSELL_SENT)
    print(text_of(shown))
    shown = tap(world, shown, UPSELL_WON)
    print(text_of(shown))
    print(need(world))
    shown = tap(world, shown, UPSELL_UNDO)
    print(text_of(shown))
    print(need(world))
