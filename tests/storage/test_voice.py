"""Feedback, referrals, thanks and treats: in and out of files, into a record, and who came by a referral."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.policy import Policy
from rules.records import Record
from storage import records, tables, workspaces
from storage.exchange import exporting

from ..world import World

REFERRAL = {"account": "Acme", "by_email": "dana@x.com", "who": "Umbra", "on": "2026-10-05"}
FEEDBACK = {
    "account": "Acme",
    "contact": "Tessa",
    "asked_on": "2026-11-02",
    "state": "given",
    "answered_on": "2026-11-04",
    "theme": "price",
    "text": "bill by the month",
}
THANKS = [
    {"account": "Acme", "text": "a card", "on": "2026-11-05"},
    {"account": "Acme", "kind": "event", "text": "seat at the fair", "cost": "250.50", "currency": "USD"},
]


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-16", annual_revenue="84000")


def record_of(world: World, account: int) -> Record:
    with world.tend.database.reading() as session:
        (record,) = records.read(session, 1, [account], world.now)
        return record


def then(world: World, account: int, on: date) -> Record:
    with world.tend.database.reading() as session:
        (record,) = records.as_of(session, 1, [account], on, Policy(), world.now)
        return record


def test_a_record_holds_what_files_brought(world: World, acme: int):
    report = world.load(
        world.write("referrals", REFERRAL), world.write("feedback", FEEDBACK), world.write("thanks", *THANKS)
    )
    assert not report.problems
    record = record_of(world, acme)
    (referral,) = record.referrals
    assert (referral.kind, referral.who, referral.on, referral.outcome) == (
        "received",
        "Umbra",
        date(2026, 10, 5),
        "open",
    )
    (feedback,) = record.feedback
    assert (feedback.kind, feedback.theme, feedback.text) == ("feedback", "price", "bill by the month")
    assert [(t.kind, t.cost, t.on) for t in record.thanks] == [
        ("thanks", None, date(2026, 11, 5)),
        ("event", 25_050, date(2026, 11, 18)),  # of no day: from when it was put on file
    ]
    assert record.came_by_referral is None


def test_the_account_that_one_became_came_by_it(world: World, acme: int):
    umbra = world.account("Umbra")
    won = {**REFERRAL, "outcome": "won", "closed_on": "2026-11-09", "became": "umbra"}
    world.load(world.write("referrals", won, {**REFERRAL, "kind": "given", "who": "Acme", "became": "Acme"}))
    assert record_of(world, umbra).came_by_referral == date(2026, 11, 9)
    assert then(world, umbra, date(2026, 11, 10)).came_by_referral == date(2026, 11, 9)
    assert record_of(world, umbra).referrals == ()
    record = record_of(world, acme)
    assert record.came_by_referral is None  # who was sent away came not to us
    assert {r.became for r in record.referrals} == {"Umbra", "Acme"}


def test_a_referral_that_is_not_won_dates_it_by_the_day_it_was_sent(world: World, acme: int):
    umbra = world.account("Umbra")
    world.load(world.write("referrals", {**REFERRAL, "became": "Umbra"}))
    assert record_of(world, umbra).came_by_referral == date(2026, 10, 5)
    with world.tend.database.transaction() as session:
        referral = tables.table(tables.Referral)
        mine = referral.c.workspace_id == 1
        session.execute(referral.update().where(mine).values(voided_at=world.now))
    assert record_of(world, umbra).came_by_referral is None


def test_an_export_reads_back_the_same(world: World, acme: int, tmp_path: Path):
    world.account("Umbra")
    files = {
        "referrals": [{**REFERRAL, "became": "Umbra", "to": "Kim", "thanked_on": "2026-10-07"}],
        "feedback": [FEEDBACK, {"account": "Acme", "kind": "testimonial", "asked_on": "2026-11-10"}],
        "thanks": THANKS,
    }
    world.load(*(world.write(kind, *rows) for kind, rows in files.items()))
    stored = {m: [r.model_dump() for r in world.rows(m)] for m in _TABLES}
    with world.tend.database.reading() as session:
        exporting.write(session, workspaces.current(session).id, tmp_path)
    report = world.load(*(tmp_path / f"{kind}.csv" for kind in files))
    assert not report.problems
    assert {m: [r.model_dump() for r in world.rows(m)] for m in _TABLES} == stored
    assert [len(rows) for rows in stored.values()] == [2, 1, 2]


_TABLES = (tables.Feedback, tables.Referral, tables.Thanks)


@pytest.mark.parametrize(
    ("kind", "row", "column", "what"),
    [
        ("feedback", {**FEEDBACK, "state": "asked"}, "answered_on", "says that it is answered"),
        ("feedback", {**FEEDBACK, "answered_on": "2026-11-01"}, "answered_on", "is before it was asked."),
        ("feedback", {**FEEDBACK, "theme": "weather"}, "theme", ""),
        (
            "referrals",
            {**REFERRAL, "outcome": "open", "closed_on": "2026-11-01"},
            "closed_on",
            "says that it is closed",
        ),
        ("referrals", {**REFERRAL, "thanked_on": "2026-10-01"}, "thanked_on", "is before the referral."),
        ("referrals", {**REFERRAL, "on": "2027-01-01"}, "on", "is still to come."),
        ("referrals", {**REFERRAL, "outcome": "open", "became": "Nobody"}, "became", ""),
        ("thanks", {**THANKS[0], "on": "2027-01-01"}, "on", "is still to come."),
        ("thanks", {**THANKS[1], "cost": "-1"}, "cost", "can't be below 0."),
    ],
)
def test_a_row_that_cannot_be_is_reported(
    world: World, acme: int, kind: str, row: dict[str, Any], column: str, what: str
):
    (problem, *_) = world.load(world.write(kind, row)).problems
    assert problem.column == column
    assert what in problem.what
