"""Promises in and out of files: what is done is kept or dropped, in the file and beside what is stored."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from messages.promises import PROMISE_KEPT
from storage import tables
from storage.exchange import exporting

from ...world import World

QUOTE = {"account": "Acme", "text": "a quote", "due_on": "2026-11-12", "external_id": "q"}


def quote(world: World) -> Any:
    return world.rows(tables.Promise)[0]


def exported(world: World, tmp_path: Path) -> Path:
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    return tmp_path / "out" / "promises.csv"


def test_one_that_a_file_opens_again_is_done_no_more(world: World, tmp_path: Path):
    """Though the file has no dates of that; what is exported then can be read back."""
    world.account("Acme", last="2026-11-16")
    world.load(world.write("promises", {**QUOTE, "state": "kept", "done_on": "2026-11-11"}))
    for _ in range(2):
        world.load(world.write("promises", {**QUOTE, "state": "open"}))
        assert (quote(world).state, quote(world).done_on) == ("open", None)
    assert not world.load(exported(world, tmp_path)).problems


def test_a_file_opens_what_was_kept_here_and_dropped_there(world: World):
    """The day that was stored here is in no file."""
    world.account("Acme", last="2026-11-16")
    world.load(world.write("promises", {**QUOTE, "state": "open", "done_on": ""}))
    world.press(PROMISE_KEPT, '{"promise":1}')
    for state, done_on in (("dropped", date(2026, 11, 18)), ("open", None)):
        world.load(world.write("promises", {**QUOTE, "state": state, "done_on": ""}))
        assert (quote(world).state, quote(world).done_on) == (state, done_on)


@pytest.mark.parametrize("known_by", ["external_id", "content"])
def test_a_file_without_states_goes_by_the_stored_one(world: World, known_by: str):
    world.account("Acme", last="2026-11-16")
    row = QUOTE if known_by == "external_id" else {k: v for k, v in QUOTE.items() if k != "external_id"}
    world.load(world.write("promises", {**row, "state": "kept", "done_on": "2026-11-11"}))
    again = {**row, "done_on": "2026-11-10" if known_by == "external_id" else "2026-11-11"}
    assert not world.load(world.write("promises", again)).problems
    assert (quote(world).state, str(quote(world).done_on)) == ("kept", again["done_on"])
    new = world.load(
        world.write("promises", {**row, "text": "new", "external_id": "n", "done_on": "2026-11-11"})
    )
    assert [p.column for p in new.problems] == ["done_on"]


def test_an_export_without_its_states_is_read_back(world: World, tmp_path: Path):
    world.account("Acme", last="2026-11-16")
    kept = {**QUOTE, "text": "a report", "external_id": "", "state": "kept", "done_on": "2026-11-11"}
    world.load(world.write("promises", {**QUOTE, "state": "", "done_on": ""}, kept))
    with exported(world, tmp_path).open() as file:
        rows = [{k: v for k, v in r.items() if k != "state"} for r in csv.DictReader(file)]
    assert not world.load(world.write("promises", *rows)).problems
    assert [p.state for p in world.rows(tables.Promise)] == ["open", "kept"]


def test_what_was_kept_here_takes_a_day_from_a_file(world: World):
    world.account("Acme", last="2026-11-16")
    world.load(world.write("promises", QUOTE))
    assert world.load(world.write("promises", {**QUOTE, "done_on": "2026-11-11"})).problems
    world.press(PROMISE_KEPT, '{"promise":1}')
    assert not world.load(world.write("promises", {**QUOTE, "done_on": "2026-11-11"})).problems
    assert (quote(world).state, quote(world).done_on) == ("kept", date(2026, 11, 11))
