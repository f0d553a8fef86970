"""Quiet days of one team: its manager's word and form, and what the mornings hold then."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from messages.quiet import QUIET_OPEN, QUIET_SET
from storage import tables

from ..world import World, text_of

DECEMBER = json.dumps({"first": "2026-11-19", "last": "2026-11-20"})


def quiet(world: World, who: str = "mel") -> str:
    return world.rows(tables.Person, tables.Person.email == f"{who}@x.com")[0].quiet_days


def named(world: World) -> set[str]:
    there = {a.id: a.name for a in world.rows(tables.Account)}
    return {there[p.account_id] for p in world.rows(tables.Nudge) if p.state != "dropped"}


def morning(world: World, day: int) -> None:
    world.now = datetime(2026, 11, day, 14, tzinfo=UTC)
    world.tick()
    world.deliver()


@pytest.fixture
def late(world: World) -> World:
    """Dana is in Mel's team, Pia in nobody's but Ada's; each has an A and a B that are late."""
    row = {"role": "rep", "timezone": "America/New_York", "country": "US"}
    world.people({**row, "email": "pia@x.com", "name": "Pia Elsewhere", "manager_email": "ada@x.com"})
    for who in ("dana", "pia"):
        world.account(f"{who} A", owner=f"{who}@x.com", last="2026-10-10")
        world.account(f"{who} B", owner=f"{who}@x.com", tier="B", last="2026-09-10")
    world.now = datetime(2026, 11, 18, 23, tzinfo=UTC)
    return world


def test_days_of_a_manager_hold_the_mornings_of_their_team_alone(late: World):
    said = text_of(late.command("/account quiet 19-20 nov", by="UMEL"))
    assert "the mornings of your team (3 people) hold A accounts" in said
    assert quiet(late) == "", "nothing before the tap"
    late.press(QUIET_SET, DECEMBER, by="UMEL")
    late.press(QUIET_SET, DECEMBER, by="UMEL")
    assert quiet(late) == "2026-11-19 to 2026-11-20"
    morning(late, 19)
    assert named(late) == {"dana A", "pia A", "pia B"}
    (dana,) = [m for m in late.slack.posted if m["channel"] == "DDANA"]
    assert "Quiet days until Fri, Nov 20" in text_of(dana)
    morning(late, 23)
    assert "dana B" in named(late)


def test_those_of_who_is_above_hold_too_and_join_everybody_s(late: World):
    late.press(QUIET_SET, DECEMBER, by="UADA")
    late.set(quiet_days="12-28 to 12-31")
    said = text_of(late.command("/account quiet", by="UADA"))
    assert "2026-11-19 to 2026-11-20" in said
    assert "*Everybody's*: 12-28 to 12-31" in said
    morning(late, 19)
    assert named(late) == {"dana A", "pia A"}


def test_the_form_changes_and_empties_them(late: World):
    late.press(QUIET_OPEN, "quiet", by="UMEL")
    wrong = late.submit(late.modal, {"quiet_days": "sometime"}, by="UMEL")
    assert "a country and its days" in wrong["errors"]["quiet_days"]
    late.submit(late.modal, {"quiet_days": "12-28 to 12-31; JP: 03-30 to 03-31"}, by="UMEL")
    assert quiet(late) == "12-28 to 12-31\nJP: 03-30 to 03-31"
    late.press(QUIET_OPEN, "quiet", by="UMEL")
    late.submit(late.modal, {"quiet_days": ""}, by="UMEL")
    assert quiet(late) == ""
    kept = [a.change for a in late.rows(tables.Audit, tables.Audit.did == "set quiet days")]
    assert kept[-1]["before"] == "12-28 to 12-31\nJP: 03-30 to 03-31"


def test_a_rep_has_none_to_set(late: World):
    assert "A team's manager sets" in text_of(late.command("/account quiet", by="UDANA"))
    late.press(QUIET_SET, DECEMBER, by="UDANA")
    late.press(QUIET_OPEN, "quiet", by="UDANA")
    assert "A team's manager sets" in text_of(late.modal)
    assert quiet(late, "dana") == ""


def test_days_that_are_not_certain_are_asked_in_the_form(late: World):
    assert "I can't tell from when to when" in text_of(late.command("/account quiet soonish", by="UMEL"))
