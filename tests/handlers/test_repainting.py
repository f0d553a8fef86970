"""Two presses on one painting of a form: the one that came last is what it shows, whichever comes first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from messages.log_fields import LOG_ACCOUNT
from messages.log_form import LOG_MORE
from services import Presses

from ..world import World

CONFLICT = "hash_conflict"


@pytest.fixture
def form(world: World) -> dict[str, Any]:
    """The empty form, whose updates Slack refuses from now on as of an older view."""
    world.account("Acme", last="2026-11-10")
    world.command("/log")
    return world.modal


def press(world: World, view: dict[str, Any], id_: str, value: str, *, option: bool = False) -> None:
    account = {"account": {LOG_ACCOUNT: {"type": "external_select", "selected_option": _option("1")}}}
    shown = {**view, "state": {"values": account}, "id": world.slack.shown, "hash": "1.a"}
    world.press(id_, value, option=option, view=shown, container={"type": "view"}, response_url=None)


def _option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": "Acme"}, "value": value}


def painted(world: World) -> list[tuple[bool, bool, bool]]:
    """Of each update: whether it was bound to a view, whether it has the account and every field."""
    return [
        ("hash" in u, "Acme" in json.dumps(u["view"]), "purpose" in json.dumps(u["view"]["blocks"]))
        for u in world.slack.made("views.update")
    ]


def test_more_pressed_before_the_account_was_painted_is_not_lost(world: World, form: dict[str, Any]):
    press(world, form, LOG_ACCOUNT, "1", option=True)
    world.slack.refuse("views.update", CONFLICT)
    press(world, form, LOG_MORE, "more")
    assert painted(world)[1:] == [(True, True, True), (False, True, True)]


def test_an_earlier_press_that_comes_late_paints_over_nothing(world: World, form: dict[str, Any]):
    def overtaken(seen: dict[str, Any]) -> dict[str, Any]:
        press(world, form, LOG_MORE, "more")
        world.slack.refuse("views.update", CONFLICT)
        raise world.slack.answers["views.update"].pop()

    world.slack.answers["views.update"] = [overtaken]
    press(world, form, LOG_ACCOUNT, "1", option=True)
    assert painted(world)[1:] == [(True, True, True)], "that of More alone"


def test_every_field_stays_when_the_account_is_chosen_after_more(world: World, form: dict[str, Any]):
    press(world, form, LOG_MORE, "more")
    world.slack.refuse("views.update", CONFLICT)
    press(world, form, LOG_ACCOUNT, "1", option=True)
    assert painted(world)[1:] == [(True, True, True), (False, True, True)]


def test_another_refusal_is_no_conflict(world: World, form: dict[str, Any]):
    world.slack.refuse("views.update", "not_found")
    press(world, form, LOG_MORE, "more")
    assert len(painted(world)) == 1


def test_of_many_forms_the_most_recent_are_known():
    presses = Presses()
    for n in range(Presses.MOST + 1):
        presses.note(f"form {n}", 1.0, asks=True)
    assert presses.note("form 1", 0.5, asks=False)
    assert not presses.is_last("form 1", 0.5)
    assert not presses.note("form 0", 1.0, asks=False), "long ago"
