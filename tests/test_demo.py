"""The demo's business clock begins where DEMO_AT says, and goes on from there; its book has somebody to
call on any day."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlmodel import select
from typer.testing import CliRunner

import commands
import demo
from demo import MovableClock
from rules.alarms import fell
from rules.context import Context
from rules.learned import sinking
from rules.policy import Policy
from rules.reasons import OVERDUE, STAND, best_reason, place_reason
from rules.segment_proposals import KINDS, proposals
from sandbox import sample_book, sample_mornings, sample_numbers, sample_stories, sample_words
from scheduler.learning import learn
from settings import SettingsError, load
from storage import people, records, segments, shown, silence, tables, workspaces
from storage.database import Database
from storage.exchange import importing

from .world import World, text_of

REAL = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
FIRST = datetime(2027, 3, 14, 1, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2027-03-14T01:59:00+00:00", FIRST),
        ("2027-03-14T01:59Z", FIRST),
        ("2027-03-13T20:59:00-05:00", FIRST),
        ("", None),
    ],
)
def test_the_first_instant_is_read_with_its_offset(given: str, instant: datetime | None):
    assert load({"DEMO_AT": given}, None).demo_at == instant


@pytest.mark.parametrize(
    "given", ["2027-03-14T01:59", "2027-03-14", "noon", "1970-01-01T00:00Z", "9999-12-31T00:00Z"]
)
def test_what_is_no_instant_is_named(given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    with pytest.raises(SettingsError, match="DEMO_AT"):
        load({"DEMO_AT": given}, None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEMO_AT", given)
    ended = CliRunner().invoke(commands.cli, ["demo"])
    assert (ended.exit_code, "DEMO_AT is no instant" in ended.output) == (1, True)
    assert not list(tmp_path.iterdir()), "nothing was begun"


def test_the_clock_begins_there_and_a_restart_goes_on(tmp_path: Path):
    real = [REAL]
    clock = MovableClock(tmp_path / "clock", lambda: real[0], FIRST)
    assert clock() == FIRST
    real[0] += timedelta(minutes=5)
    clock.move(timedelta(hours=1))
    real[0] += timedelta(days=2)
    again = MovableClock(tmp_path / "clock", lambda: real[0], FIRST)
    assert again() == FIRST + timedelta(days=2, hours=1, minutes=5)
    assert MovableClock(tmp_path / "other", lambda: REAL)() == REAL, "without it: now"


@pytest.mark.parametrize("today", ["2026-11-18", "2026-11-23", "2026-12-31", "2027-03-14", "2028-02-29"])
def test_the_first_rep_has_somebody_to_call_on_each_morning_of_the_first_week(today: str, tmp_path: Path):
    begun, last = date.fromisoformat(today), dict[str, str]()
    sample_book.write(tmp_path, begun)
    for touch in csv.DictReader((tmp_path / "touches.csv").open(encoding="utf-8")):
        if touch["outcome"] == "reached":
            last[touch["account"]] = max(last.get(touch["account"], ""), touch["at"])
    hers = [
        r
        for r in csv.DictReader((tmp_path / "accounts.csv").open(encoding="utf-8"))
        if r["owner_email"].startswith("dana")
    ]
    cadence = {"A": 14, "B": 30, "C": 90}
    due = [
        date.fromisoformat(last[a["name"]]) + timedelta(days=cadence[a["tier"]])
        for a in hers
        if a["name"] in last
    ]
    assert sum(d < begun for d in due) >= 7, "more than one morning takes"
    assert sum(begun <= d <= begun + timedelta(days=4) for d in due) >= 2


@pytest.mark.parametrize("kept", ["", "12", "1e300", "nan", "-inf", "soon", "\u00b2"])
def test_a_clock_file_that_is_damaged_is_no_clock(tmp_path: Path, kept: str):
    """A cut one can't be told from a small one; all else begins anew, and the next move makes the file
    whole."""
    (tmp_path / "clock").write_text(kept, encoding="utf-8")
    begun = REAL + timedelta(seconds=12) if kept == "12" else FIRST
    clock = MovableClock(tmp_path / "clock", lambda: REAL, FIRST)
    assert clock() == begun
    clock.move(timedelta(hours=1))
    assert MovableClock(tmp_path / "clock", lambda: REAL)() == begun + timedelta(hours=1)
    assert [p.name for p in tmp_path.iterdir()] == ["clock"]


@pytest.mark.enable_socket
def test_a_start_that_fails_ends_the_demo_with_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def fails(*_: object) -> None:
        raise RuntimeError("CANARY")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEMO_PORT", "0")
    monkeypatch.setattr(demo, "_fill", lambda *_: None)
    monkeypatch.setattr(demo, "_start", fails)
    with ThreadPoolExecutor(1) as aside:  # signals stay those of the tests
        ended = aside.submit(CliRunner().invoke, commands.cli, ["demo"]).result(60)
    assert ended.exit_code == 1
    assert "The demo could not be started: RuntimeError at demo.py:" in ended.output
    assert "CANARY" not in ended.output


def test_an_account_of_the_book_is_on_its_way_to_another_rep(world: World):
    name, giver, receiver, warning = sample_book.on_its_way()
    reps = [p["email"] for p in sample_words.PEOPLE if p["role"] == "rep"]
    assert (giver, receiver) == (reps[0], reps[1])
    world.account(name)
    demo.introduce(world.tend.database, world.now, name, "dana@x.com", "kim@x.com", warning)
    world.bring()
    assert any(m["channel"] == "DKIM" and name in m["text"] for m in world.slack.posted)


def test_the_health_of_an_account_of_the_book_is_overridden(world: World):
    name, by, band, reason = sample_book.overridden()
    assert by == next(p["email"] for p in sample_words.PEOPLE if p["role"] == "rep")
    world.account(name, last="2026-08-30")
    demo.override(world.tend.database, world.now, name, "dana@x.com", band, reason)
    assert f"says Dana Reyes until Dec 18: “{reason}”" in text_of(world.command(f"/account {name}"))


@pytest.mark.parametrize(
    ("today", "born"), [("2026-11-18", "11-19"), ("2026-11-20", "11-23"), ("2026-11-22", "11-23")]
)
def test_a_champion_has_left_and_somebody_has_a_birthday(today: str, born: str, tmp_path: Path):
    begun = date.fromisoformat(today)
    sample_book.write(tmp_path, begun)
    hers = [
        r["name"]
        for r in csv.DictReader((tmp_path / "accounts.csv").open(encoding="utf-8"))
        if r["owner_email"].startswith("dana")
    ]
    there = list(csv.DictReader((tmp_path / "contacts.csv").open(encoding="utf-8")))
    (gone,) = [c for c in there if c["name"] == sample_words.CHAMPION]
    assert (gone["account"] in hers, gone["role"]) == (True, "champion")
    assert gone["left_on"] == str(begun - timedelta(days=6))
    assert born in [c["birthday"] for c in there if c["account"] == hers[sample_book.BORN_AT]]


def test_the_champion_who_left_turns_up_at_the_second_reps_account(world: World):
    name, who = sample_book.met_again()
    world.account("Acme", last="2026-11-17")
    world.account(name, owner="kim@x.com", last="2026-11-17")
    left = {"account": "Acme", "name": who["name"], "email": who["email"], "left_on": "2026-11-12"}
    world.load(world.write("contacts", left))
    demo.turn_up(world.tend.database, world.now, name, who)
    world.tick()
    told = world.rows(tables.TurnedUp)
    assert ([t.certain for t in told], len({t.person_id for t in told})) == ([True, True], 2)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("today", ["2026-11-18", "2026-12-05", "2028-02-29"])
def test_the_book_has_each_segment_and_something_to_change_of_each_kind(today: str, tmp_path: Path):
    begun = datetime.fromisoformat(f"{today}T15:00:00+00:00")
    sample_book.write(tmp_path, begun.date())
    database = Database(f"sqlite:///{tmp_path}/tend.db")
    database.migrate()
    with database.transaction() as session:
        workspaces.ensure(session, begun, {"costs": sample_numbers.COSTS}, sending=True)
    assert not importing.run(database, sorted(tmp_path.glob("*.csv")), begun).problems
    with database.reading() as session:
        ws, on = workspaces.current(session), begun.date()
        (first,) = [p for p in people.everyone(session, ws.id) if p.email.startswith("dana")]
        team = people.under(session, ws.id, first.manager_id or 0)
        r = segments.report_of(session, ws, team, on=on, today=on, now=begun, zone="UTC")
    assert all(part.accounts for part in r.parts)
    assert 0 < r.own_margins < r.whole.accounts
    made = proposals(r, (), ws.policy.currency, ws.policy.hours_percent)
    assert all(made.of(kind) for kind in KINDS), {kind: len(made.of(kind)) for kind in KINDS}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("today", ["2026-11-18", "2026-11-22", "2028-02-29"])
def test_one_account_of_the_book_fell_and_one_answers_nobody(today: str, tmp_path: Path):
    begun = datetime.fromisoformat(f"{today}T15:00:00+00:00")
    database = _brought(tmp_path, begun)
    with database.reading() as session:
        ids = session.execute(select(tables.Account.id)).scalars().all()
        hers = [r for r in records.read(session, 1, ids, now=begun) if r.owner.email.startswith("dana")]
    assert [r.account.name for r in hers if (fall := fell(r, begun.date(), Policy())) and fall.by > 12] == [
        hers[sample_stories.TURNED].account.name
    ]
    best = [best_reason(r, begun.date(), Context(Policy())).kind for r in hers]
    assert best.index("unanswered") == sample_stories.SILENT


@pytest.mark.sqlite_only
@pytest.mark.parametrize("today", ["2026-11-18", "2026-11-22", "2028-02-29"])
def test_the_book_remembers_mornings_that_teach_something(today: str, tmp_path: Path):
    """One reason is always late, so it sinks; and nothing of today is another for it."""
    begun = datetime.fromisoformat(f"{today}T15:00:00+00:00")
    database = _brought(tmp_path, begun)
    ids = _ids(database)

    def mornings() -> list[Any]:
        with database.reading() as session:
            there = records.read(session, 1, ids, now=begun)
            return [place_reason(r, begun.date(), Context(Policy()), brings="") for r in there]

    before = mornings()
    with (tmp_path / "touches.csv").open(encoding="utf-8") as touches:
        there = sample_mornings.mornings(csv.DictReader(touches), begun.date())
    demo.recall(database, begun, there)
    assert mornings() == before
    with database.reading() as session:
        reps = shown.reps(session, 1, begun.date() - timedelta(days=179))
        places = shown.between(session, 1, reps, begun.date() - timedelta(days=179), begun.date(), begun)
        assert all(silence.since(session, 1, p) is None for p in people.everyone(session, 1) if p.id in reps)
    assert set(sinking(places, STAND, last=OVERDUE)) == {sample_mornings.LATE}
    assert max(p.place for p in places) > 2
    services = cast(Any, SimpleNamespace(clock=lambda: begun, steady=SimpleNamespace(sleep=lambda _: None)))
    services.reading, services.transaction = database.reading, database.transaction
    learn(services, 1)
    with database.reading() as session:
        helped = workspaces.current(session).learned.helped  # type: ignore[union-attr]
    assert helped is not None
    assert helped.low > 0, "a place helped"
    assert len({p.rep_id for p in places}) > 2
    week = [p for p in places if p.on > begun.date() - timedelta(days=7)]
    assert week, "the digest has its line"


def _brought(folder: Path, begun: datetime) -> Database:
    """The book as its files bring it."""
    sample_book.write(folder, begun.date())
    database = Database(f"sqlite:///{folder}/tend.db")
    database.migrate()
    with database.transaction() as session:
        workspaces.ensure(session, begun, {}, sending=True)
    assert not importing.run(database, sorted(folder.glob("*.csv")), begun).problems
    return database


def _ids(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.execute(select(tables.Account.id)).scalars())
