"""What Home reads, from a table: a line more is shown, and each is read for whom it is meant alone."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from messages.home import Home
from scheduler import home
from scheduler.home import HOME_READ, Line

from ..world import World, text_of

FILLED = {line.field for line in HOME_READ}


def home_of(world: World, slack_id: str) -> str:
    """What Home shows somebody who opens it."""
    world.slack.calls.clear()
    event = {"type": "app_home_opened", "user": slack_id, "channel": "D1", "tab": "home", "event_ts": "1.1"}
    world.dispatch(json.dumps(world.payload("event", event=event)), "application/json")
    world.deliver()
    shown = [c["view"] for c in world.slack.made("views.publish") if c["user_id"] == slack_id]
    return text_of(shown[-1])


def test_each_line_fills_a_field_of_its_own_that_has_a_default():
    fields = {f.name: f for f in dataclasses.fields(Home)}
    assert len(FILLED) == len(HOME_READ)
    assert set(fields) - FILLED == {"person", "sending", "held_why"}, "a field that no line fills"
    assert all(fields[name].default is not dataclasses.MISSING for name in FILLED)


def test_a_line_of_a_tests_own_is_shown(world: World, monkeypatch: pytest.MonkeyPatch):
    own = Line("linked", lambda of: of.viewer.today.toordinal())
    rest = tuple(line for line in HOME_READ if line.field != "linked")
    monkeypatch.setattr(home, "HOME_READ", (*rest, own))
    assert f"{world.now.date().toordinal()} people linked" in home_of(world, "UADA")


def test_what_is_meant_for_some_is_read_for_no_other(world: World, monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, str]] = []

    def noted(line: Line) -> Line:
        def read(of: home.Whose) -> Any:
            asked.append((of.person.name, line.field))
            return line.read(of)

        return line._replace(read=read)

    monkeypatch.setattr(home, "HOME_READ", tuple(map(noted, HOME_READ)))
    for slack_id in ("UDANA", "UMEL", "UADA"):
        home_of(world, slack_id)
    of = {name: {field for who, field in asked if who == name} for name, _ in asked}
    assert sorted(of.values(), key=len) == [
        {"lines", "promised", "asked", "steps", "waiting", "unhappy"},
        {"lines", "promised", "asked", "steps", "waiting", "unhappy", "posted"},
        FILLED,
    ]
