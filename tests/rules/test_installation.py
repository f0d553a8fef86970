"""The health line of an installation: what it says, and what of it wants a look."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from messages.installation import line
from messages.words import Viewer
from rules.installation import TELLING, VERSION, Installation, says

WELL = Installation(7.0, None, True, linked=4, imported_at=datetime(2026, 11, 17, 9, tzinfo=UTC))


def alarming(i: Installation) -> list[str]:
    return [Viewer().plain(p) for p in says(i) if p.kind != TELLING]


def test_all_is_well():
    assert alarming(WELL) == []
    assert line(WELL, Viewer()) == (
        "the worker ticked 7 s ago · no message waits · sending is on · 4 people linked to Slack · "
        f"last import Nov 17, 2026 · version {VERSION}"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tick_age": None}, "the worker has never ticked"),
        ({"tick_age": 120.0}, None),
        ({"tick_age": 121.0}, "the worker has not ticked for 2 min"),
        ({"tick_age": 7200.0}, "the worker has not ticked for 2 h"),
        ({"tick_age": 172_800.0}, "the worker has not ticked for 2 days"),
        ({"due_age": 900.0}, None),
        ({"due_age": 901.0}, "a message has been due for 15 min"),
        ({"sending": False}, "sending is off"),
        ({"held_why": "Slack refuses our token"}, "sending is held: Slack refuses our token"),
        ({"unlinked": 2}, "4 people linked to Slack, 2 not"),
        ({"lost": 1}, "1 message could not be delivered in 7 days"),
        ({"cut_off": True}, "an import was cut off: run it again"),
        ({"imported_at": None}, None),
        ({"failed": 2}, "2 accounts could not be computed"),
        ({"no_rate": ("CHF", "JPY")}, "no rate for CHF, JPY: a setting"),
        ({"ownerless": 1}, "1 account’s owner left or is switched off"),
        ({"untiered": 3}, "3 accounts wait for their tier: /account tiers"),
    ],
)
def test_what_wants_a_look(changed: dict, said: str | None):
    assert alarming(replace(WELL, **changed)) == ([said] if said else [])
    if said:
        assert line(replace(WELL, **changed), Viewer()).startswith(f"⚠️ {said}")


@pytest.mark.parametrize(
    ("age", "said"), [(59.0, "no message waits"), (60.0, "the oldest due message waits 60 s")]
)
def test_what_is_just_going_out_waits_for_nothing(age: float, said: str):
    assert said in line(replace(WELL, due_age=age), Viewer())


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION
