"""Next steps in and out of files."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import records, tables, workspaces
from storage.exchange import exporting
from storage.privacy import personal, retention
from storage.privacy.erasing import erase

from ...world import World, text_of

DEMO = {"account": "Acme", "by_email": "kim@x.com", "text": "a demo", "on": "2026-12-02"}
DEMO |= {"done_on": "", "external_id": "n"}


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-10")


def steps(world: World) -> list[Any]:
    return list(world.rows(tables.NextStep))


def load(world: World, *rows: dict[str, str]) -> Any:
    return world.load(world.write("next_steps", *rows))


def exported(world: World, folder: Path) -> Path:
    with world.tend.database.reading() as session:
        exporting.write(session, 1, folder)
    return folder / "next_steps.csv"


def in_file(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def next_of(world: World, account: int) -> tuple[str, date | None] | None:
    with world.tend.database.reading() as session:
        (record,) = records.read(session, 1, [account], now=world.now)
    return record.next_step and (record.next_step.text, record.next_step.on)


def person(world: World, email: str) -> int:
    return next(p.id for p in world.rows(tables.Person) if p.email == email)


def test_they_go_out_as_they_came_in(world: World, acme: int, tmp_path: Path):
    done = {**DEMO, "text": "a visit", "done_on": "2026-11-12", "external_id": "d"}
    assert load(world, DEMO, done).files[0].new == 2
    assert in_file(exported(world, tmp_path / "out")) == [DEMO, done]
    assert list(DEMO) == ["account", "by_email", "text", "on", "done_on", "external_id"]


def test_due_dates_and_looks_follow_at_once(world: World, acme: int):
    """The look moves to the working day before a step ahead, in the very import that brings it, and back."""

    def looks() -> date:
        (account,) = world.rows(tables.Account)
        return account.look_at.date()

    before = looks()
    load(world, DEMO)
    assert (next_of(world, acme), looks()) == (("a demo", date(2026, 12, 2)), date(2026, 12, 1))
    assert "a demo" in text_of(world.command("/account acme"))
    load(world, {**DEMO, "done_on": "2026-11-18"})
    assert (next_of(world, acme), looks()) == (None, before)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York", "Pacific/Kiritimati"])
def test_the_day_on_which_it_was_done_is_its_author_s(world: World, acme: int, tmp_path: Path, zone: str):
    world.load(world.write("people", {"email": "kim@x.com", "timezone": zone}))
    load(world, {**DEMO, "done_on": "2026-11-12"})
    (step,) = steps(world)
    assert in_file(exported(world, tmp_path / "out"))[0]["done_on"] == "2026-11-12"
    assert load(world, {**DEMO, "done_on": "2026-11-12"}).files[0].same == 1
    assert steps(world) == [step]


def test_a_row_without_a_person_is_the_owner_s(world: World, acme: int):
    load(world, {"account": "Acme", "text": "a demo", "done_on": "2026-11-12"})
    (step,) = steps(world)
    assert (step.by_id, step.on) == (person(world, "dana@x.com"), None)
    assert step.done_at == datetime(2026, 11, 12, 17, tzinfo=UTC), "noon in New York"


def test_an_empty_day_opens_it_a_missing_one_changes_nothing(world: World, acme: int):
    load(world, {**DEMO, "done_on": "2026-11-12"})
    load(world, {k: v for k, v in DEMO.items() if k != "done_on"} | {"text": "a long demo"})
    (step,) = steps(world)
    assert (step.text, step.done_at is None) == ("a long demo", False)
    load(world, DEMO)
    (step,) = steps(world)
    assert (step.text, step.done_at) == ("a demo", None)
    assert next_of(world, acme) == ("a demo", date(2026, 12, 2))


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"on": "soon"}, "on “soon”: is no date such as 2026-11-22."),
        ({"done_on": "2026-02-30"}, "done_on “2026-02-30”: is no date such as 2026-11-22."),
        ({"done_on": "2026-11-20"}, "done_on “2026-11-20”: is still to come."),
        ({"on": "1776-07-04"}, "on “1776-07-04”: lies outside the years 1900 to 2200."),
        ({"text": ""}, "text “”: is required and empty."),
        (
            {"account": "Nowhere"},
            "account “Nowhere”: no account of this name is on file or in accounts.csv: send that with it, or "
            "/account add it.",
        ),
        ({"by_email": "x@y.z"}, "by_email “x@y.z”: nobody with this e-mail is on file or in people.csv."),
    ],
)
def test_bad_rows_are_named_and_nothing_is_written(
    world: World, acme: int, changed: dict[str, str], what: str
):
    report = load(world, DEMO, {**DEMO, "external_id": "2", **changed})
    assert [str(p) for p in report.problems] == [f"next_steps.csv, line 3, {what}"]
    assert not steps(world)


def test_rows_without_an_id_are_known_by_what_they_say_and_how_often(world: World, acme: int):
    row = {k: v for k, v in DEMO.items() if k != "external_id"}
    assert load(world, row, row).files[0].new == 2
    assert (load(world, row, row).files[0].same, len(steps(world))) == (2, 2)
    report = load(world, row, row, row)
    assert (report.files[0].new, report.files[0].same, len(steps(world))) == (1, 2, 3)


def test_what_a_touch_ticked_off_stays_so_until_a_file_says_otherwise(
    world: World, acme: int, tmp_path: Path
):
    came = {**DEMO, "on": "2026-11-17"}
    load(world, came)
    world.command("/log acme called, happy")
    (step,) = steps(world)
    assert step.done_at == world.now
    assert load(world, came).files[0].same == 1
    assert steps(world) == [step]
    assert in_file(exported(world, tmp_path / "out"))[0]["done_on"] == "2026-11-18"


def test_a_day_that_a_file_gives_outlives_the_touch_that_ticked_it_off(world: World, acme: int):
    load(world, {**DEMO, "on": "2026-11-17"})
    world.command("/log acme called, happy")
    load(world, {**DEMO, "on": "2026-11-17", "done_on": "2026-11-17"})
    undo(world)
    assert [s.done_at.date() for s in steps(world)] == [date(2026, 11, 17)]


def undo(world: World) -> None:
    world.press("log.undo", json.dumps({"batch": world.rows(tables.Touch)[-1].batch}))


def test_an_undone_one_is_in_no_file_and_no_file_brings_it_back(world: World, acme: int, tmp_path: Path):
    """Nor what was exported while it stood, changed since in whatever way, done or not."""
    world.command("/log acme called, happy. next: a demo on 12 May")
    (row,) = in_file(exported(world, tmp_path / "stood"))
    assert row["external_id"].startswith("tend-n1-")
    undo(world)
    (step,) = steps(world)
    assert not in_file(exported(world, tmp_path / "undone"))
    for changed in ({}, {"text": "a tour"}, {"done_on": "2026-11-17"}, {"done_on": "", "on": "2026-12-01"}):
        assert not load(world, {**row, **changed}).problems
        assert (steps(world), next_of(world, acme)) == ([step], None)


def test_one_that_an_edit_replaced_comes_back_with_no_export_either(world: World, acme: int, tmp_path: Path):
    """However often its line was edited, and though the number of what was taken away could be given anew."""
    world.command("/log acme called, happy. next: a demo on 12 May")
    (first,) = in_file(exported(world, tmp_path / "first"))
    for text in ("a tour", "a visit"):
        world.now += timedelta(minutes=1)
        world.press("log.edit", json.dumps({"batch": world.rows(tables.Touch)[-1].batch}))
        world.submit(world.modal, {"next_text": text})
    undo(world)
    world.command("/log acme called. next: a lunch on 14 May")
    stood = next_of(world, acme)
    assert load(world, first).files[0].same == 1
    assert next_of(world, acme) == stood == ("a lunch", date(2027, 5, 14))
    assert [r["text"] for r in in_file(exported(world, tmp_path / "last"))] == ["a lunch"]
    assert not [s for s in steps(world) if s.text == "a demo"], "its words went with the second edit"


def test_its_text_is_read_out_erased_and_kept_as_long_as_notes(world: World, acme: int, tmp_path: Path):
    row = {**DEMO, "text": "see Kim Cho at lunch", "done_on": "2026-11-12"}
    load(world, row, {**DEMO, "text": "open for Kim Cho", "external_id": "o"})
    with world.tend.database.reading() as session:
        told = personal.about(session, 1, "kim@x.com")
    assert told
    assert [s["text"] for s in told["next_steps"]] == ["see Kim Cho at lunch", "open for Kim Cho"]
    assert "next_steps" in {r["file"] for r in told["in_imported_files"]}
    with world.tend.database.transaction() as session:
        erase(session, workspaces.get(session, 1), "kim@x.com", world.now)
    assert [s.text for s in steps(world)] == ["see [erased] at lunch", "open for [erased]"]
    assert load(world, row).files[0].same == 1, "known by what was brought, and still without the name"
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 30})
    later = world.now + timedelta(days=31)
    while retention.forget_notes(world.tend.services.transaction, 1, later):
        pass
    assert [s.text for s in steps(world)] == ["", "open for [erased]"], "an open one is no note of the past"
    world.now = later
    path = exported(world, tmp_path / "out")
    report = world.load(path)
    assert not report.problems, "what is required and was deleted since is not missed"
    assert (report.files[0].new, report.files[0].changed) == (0, 0)
