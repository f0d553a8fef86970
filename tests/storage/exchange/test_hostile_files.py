"""Whatever a cell holds, it is taken in or reported by line and column: never a crash, never after writing
has begun."""

from __future__ import annotations

import csv
import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import tables
from storage.exchange import exporting, importing
from storage.exchange.cells import as_date, as_decimal, as_instant, as_minor, clean
from storage.exchange.nouns import NOUNS

from ...hostile import CORPUS
from ...world import World

COLUMNS = {noun.kind: noun.names for noun in NOUNS}
ROWS = {
    "people": {
        "email": "new@y.com",
        "name": "New",
        "role": "rep",
        "manager_email": "mel@x.com",
        "timezone": "Asia/Tokyo",
        "country": "JP",
    },
    "accounts": {
        "name": "Acme",
        "owner_email": "dana@x.com",
        "tier": "A",
        "annual_revenue": "5",
        "currency": "EUR",
        "renews_on": "2027-01-14",
        "aliases": "AC",
    },
    "contacts": {
        "account": "Acme",
        "name": "Cleo",
        "email": "c@a.com",
        "birthday": "05-12",
        "left_on": "",
        "external_id": "",
    },
    "touches": {
        "account": "Acme",
        "by_email": "dana@x.com",
        "at": "2026-11-01",
        "minutes": "5",
        "contact": "Ann",
        "note": "n",
        "external_id": "",
    },
    "next_steps": {"account": "Acme", "text": "a demo", "on": "2026-11-20", "done_on": "2026-11-12"},
    "promises": {"account": "Acme", "text": "a quote", "promised_on": "2026-11-01", "due_on": "2026-11-20"},
    "requests": {
        "account": "Acme",
        "contact": "Ann",
        "text": "a price?",
        "asked_on": "2026-11-01",
        "answered_on": "2026-11-02",
    },
    "changes": {"account": "Acme", "kind": "acquired", "text": "by Umbra", "on": "2026-10-20"},
    "team": {"account": "Acme", "person_email": "kim@x.com", "role": "support"},
    "milestones": {"account": "Acme", "stage": "renewal", "step": "Kick-off", "due_on": "2026-11-20"},
    "concerns": {"account": "Acme", "text": "noise", "kind": "other", "raised_on": "2026-11-01"},
    "needs": {"account": "Acme", "text": "cold storage", "budget": "5", "right_from": "2027-03-01"},
    "goals": {"account": "Acme", "text": "fewer returns", "due_on": "2027-03-01"},
    "offers": {"name": "Planner", "gain": "nights plan themselves", "since_on": "2026-03-01"},
    "upsells": {"account": "Acme", "step": "won", "offer": "Planner", "closed_on": "2026-11-01"},
    "feedback": {"account": "Acme", "text": "by month", "asked_on": "2026-11-01", "theme": "price"},
    "referrals": {"account": "Acme", "who": "Umbra", "on": "2026-11-01", "became": "Acme"},
    "thanks": {"account": "Acme", "text": "a card", "on": "2026-11-01", "cost": "5", "currency": "USD"},
    "revenue": {
        "account": "Acme",
        "on": "2026-03-01",
        "kind": "purchase",
        "amount": "5",
        "currency": "USD",
        "external_id": "",
    },
}
CRUEL = (
    "9999-12-31",
    "0001-01-01",
    "1899-12-31",
    "2200-12-31",
    "2201-01-01",
    "2026-02-30",
    "2026-W47-3",
    "٢٠٢٦-١١-٠١",
    "2026-11-01T10:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-11-01T24:00:00Z",
    "1900-01-01T00:00:00+23:59",
    "2026-11-01T10:00:00+99:00",
    "²",
    "١٢",
    "5" * 5000,
    "-5",
    "1441",
    "1e3",
    "1e999999",
    "1e-999999",
    "-1e999999999999",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1_000",
    "0x10",
    "9" * 13,
    "9" * 14,
    "0." + "1" * 5000,
    "-0",
    "+5",
    "1,5",
    ".5",
    "5.",
    "a\x1fb",
    "\x1f",
    "\x00",
    "a\x00b",
    "\x7f",
    "a\tb\nc\r\nd",
    "\x85",
    "x" * 5000,
    "ﷺ" * 400,
    "\ud7ff",
    "\U0010ffff",
    "@",
    "a@b",
    " @ ",
    "😀",
    ";",
    ";;;",
    "a;b;c",
    "'=1",
    "usd",
    "ﬁﬁﬁ",
    "XXX",
    "--05-12",
    "02-29",
    "13-01",
)
CELL = st.one_of(
    st.sampled_from(CRUEL),
    st.sampled_from(CORPUS),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
    st.dates().map(str),
    st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()),
    st.floats().map(str),
    st.integers().map(str),
)
FILES = st.sampled_from(list(ROWS)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.lists(
            st.dictionaries(st.sampled_from(COLUMNS[kind]), CELL, min_size=1, max_size=3),
            min_size=1,
            max_size=4,
        ),
    )
)


def counts(world: World) -> list[int]:
    return [
        len(world.rows(t))
        for t in (
            tables.Person,
            tables.Account,
            tables.Contact,
            tables.Touch,
            tables.Revenue,
            tables.ImportRow,
        )
    ]


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
def test_any_cell_is_taken_in_or_reported(world: World, hostile: tuple[str, list[dict[str, str]]]):
    kind, changed = hostile
    if not world.rows(tables.Account):
        world.load(world.write("accounts", ROWS["accounts"]))
    rows = [{**dict.fromkeys(COLUMNS[kind], ""), **ROWS[kind], **change} for change in changed]
    before = counts(world)
    path = world.write(kind, *rows)
    report = world.load(path)
    assert report.written == (not report.problems)
    if report.problems:
        assert counts(world) == before
        assert all(p.line for p in report.problems), importing.told(report, False)
    else:
        again = world.load(path)
        assert (again.files[0].new, again.files[0].changed) == (0, 0)


def test_every_cruel_cell_alone(world: World, tmp_path: Any):
    """Each in each column, with the good rows kept; what was taken in can be exported, imported again and
    looked at."""
    world.load(world.write("accounts", ROWS["accounts"]))
    for kind, columns in COLUMNS.items():
        rows = [
            {**dict.fromkeys(columns, ""), **ROWS[kind], column: cell}
            for column, cell in itertools.product(columns, CRUEL)
        ]
        report = world.load(world.write(kind, *rows), keep_good=True)
        assert report.written
        assert all(p.line and (p.column or "cells" in p.what) for p in report.problems)
    assert not [a.name for a in world.rows(tables.Account) if a.failed_why]
    world.tick()
    world.deliver()
    assert "Acme" in str(world.command("/account acme"))
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    for kind in COLUMNS:
        reply = world.load(tmp_path / "out" / f"{kind}.csv").problems
        assert not reply, [str(p) for p in reply[:3]]


@pytest.mark.parametrize(
    ("kind", "column", "cell", "said"),
    [
        (
            "accounts",
            "renews_on",
            "9999-12-31",
            "renews_on “9999-12-31”: lies outside the years 1900 to 2200",
        ),
        ("accounts", "started_on", "0001-01-01", "lies outside"),
        ("touches", "at", "0001-01-01T00:00:00+14:00", "lies outside"),
        ("revenue", "on", "2201-01-01", "lies outside"),
        ("contacts", "left_on", "1899-12-31", "lies outside"),
        ("contacts", "birthday", "1750-01-01", "is no day"),
        ("touches", "minutes", "²", "is no number of minutes"),
        ("touches", "minutes", "5" * 5000, "is no number of minutes"),
        ("accounts", "annual_revenue", "1e999999", "is no amount"),
        ("revenue", "amount", "NaN", "is no amount"),
        ("accounts", "name", "x" * 501, "is too long"),
        ("accounts", "name", "ﷺ" * 400, "is too long"),
        ("touches", "external_id", "x" * 501, "is too long"),
        ("people", "email", "x" * 500 + "@y.com", "is no e-mail"),
    ],
)
def test_what_cannot_be_is_named_by_line_and_column(
    world: World, kind: str, column: str, cell: str, said: str
):
    world.load(world.write("accounts", ROWS["accounts"]))
    before = counts(world)
    report = world.load(world.write(kind, ROWS[kind], {**ROWS[kind], column: cell}))
    assert [
        str(p).startswith(f"{kind}.csv, line 3, {column} ") and said in str(p) for p in report.problems
    ] == [True]
    assert counts(world) == before


def test_control_characters_are_taken_out_and_a_note_keeps_its_lines(world: World):
    world.load(
        world.write("accounts", {**ROWS["accounts"], "name": "Ac\x1fme\tCo", "industry": "a\x07\x1b[31mb"})
    )
    world.load(
        world.write(
            "touches",
            {**ROWS["touches"], "account": "Acme Co", "note": "one\r\ntwo\x1f\x00\x7f\n\tthree\x85"},
        )
    )
    account, touch = world.rows(tables.Account)[0], world.rows(tables.Touch)[0]
    assert (account.name, account.industry, touch.note) == ("Acme Co", "a[31mb", "one\ntwo\n\tthree")


def test_lone_halves_of_signs_are_no_utf8(world: World):
    path = world.folder / "accounts.csv"
    path.write_bytes("name,owner_email\nA\ud800,dana@x.com\n".encode("utf-8", "surrogatepass"))
    assert "is not UTF-8" in str(world.load(path).problems[0])
    assert clean("a\ud800b\x1f") == "ab"


def test_a_cell_larger_than_a_cell_may_be_is_a_sentence(world: World):
    with (world.folder / "touches.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["account", "at", "note"], ["Acme", "2026-11-01", "x" * 200_000]])
    assert "is no CSV" in str(world.load(world.folder / "touches.csv").problems[0])


def test_values_are_values_or_nothing():
    for cell in (*CRUEL, *CORPUS):
        for read in (as_date, as_instant, as_decimal):
            read(cell)
        assert as_minor(cell, "KWD") is None or abs(as_minor(cell, "KWD") or 0) < 2**63
    assert (as_minor("1200.505", "USD"), as_minor("1200.5", "JPY"), as_minor("-0.5", "KWD")) == (
        120_050,
        1200,
        -500,
    )
    assert (as_date("1900-01-01"), as_date("2200-12-31")) == (date(1900, 1, 1), date(2200, 12, 31))


def test_a_large_book_in_small_money_is_no_overflow(world: World):
    """Minor units outgrow 32 bits."""
    assert world.load(
        world.write("accounts", {**ROWS["accounts"], "annual_revenue": "9999999999999", "currency": "USD"})
    ).written
    rows = [{**ROWS["revenue"], "amount": "9999999999999.99", "on": f"2026-03-{n:02d}"} for n in range(1, 29)]
    assert world.load(world.write("revenue", *rows)).written
    assert world.rows(tables.Account)[0].annual == 999_999_999_999_900
