"""Steps of onboarding in and out of files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from messages.milestones import MILESTONE_CHANGE, MILESTONE_DROPPED
from storage import tables
from storage.exchange import exporting

from ...world import World

STEP = {"account": "Acme", "stage": "renewal", "step": "Signed", "due_on": "2026-11-12", "external_id": "m"}


def step(world: World, number: int = 0) -> Any:
    return world.rows(tables.Milestone)[number]


def exported(world: World, tmp_path: Path) -> list[dict[str, str]]:
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    with (tmp_path / "out" / "milestones.csv").open() as file:
        return list(csv.DictReader(file))


def test_steps_go_out_as_they_came_in(world: World, tmp_path: Path):
    world.account("Acme")
    kim = {**STEP, "owner_email": "kim@x.com", "done_on": "2026-11-13"}
    world.load(
        world.write("milestones", {**kim, "stage": "Renewal"}, {"account": "Acme", "step": "of no stage"})
    )
    signed, bare = exported(world, tmp_path)
    assert signed == kim, "a stage of ours is written as we do"
    assert list(signed) == ["account", "stage", "step", "owner_email", "due_on", "done_on", "external_id"]
    assert (bare["step"], bare["stage"], bare["owner_email"], bare["due_on"]) == ("of no stage", "", "", "")
    assert step(world, 1).owner_id is None, "whoever owns the account"


def test_a_step_that_the_template_marks_brings_first_value(world: World):
    world.account("Acme")
    rows = ({"stage": s, "step": "first result SHOWN"} for s in ("new service", "renewal", "their own"))
    world.load(world.write("milestones", *({"account": "Acme", **row} for row in rows)))
    assert [m.first_value for m in world.rows(tables.Milestone)] == [True, False, False]


def test_a_dropped_step_is_in_no_file_and_stays_dropped(world: World, tmp_path: Path):
    world.account("Acme")
    file = world.write("milestones", STEP)
    world.load(file)
    world.press(MILESTONE_DROPPED, '{"step":1}')
    assert exported(world, tmp_path) == []
    world.load(file)
    world.load(world.write("milestones", {**STEP, "due_on": "2026-11-30"}))
    assert (step(world).dropped_at is not None, step(world).done_on) == (True, date(2026, 11, 18))


def test_a_file_that_says_what_it_said_leaves_a_date_moved_in_slack(world: World):
    world.account("Acme")
    file = world.write("milestones", STEP)
    world.load(file)
    world.press(MILESTONE_CHANGE, '{"step":1}')
    assert "errors" not in world.submit(world.modal, {"due_on": "2026-12-01"})
    assert world.load(file).files[0].same == 1
    assert step(world).due_on == date(2026, 12, 1)
    world.load(world.write("milestones", {"account": "Acme", "step": "Signed", "external_id": "m"}))
    assert step(world).due_on == date(2026, 12, 1), "a column that a file does not have changes nothing"


def test_bad_rows_are_named(world: World):
    world.account("Acme")
    report = world.load(
        world.write(
            "milestones",
            {**STEP, "step": ""},
            {**STEP, "external_id": "n", "due_on": "soon"},
            {**STEP, "external_id": "o", "owner_email": "nobody@x.com"},
        )
    )
    assert [p.column for p in report.problems] == ["step", "due_on", "owner_email"]
    assert not world.rows(tables.Milestone)
