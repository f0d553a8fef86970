"""A look back through a book equals what its files say by themselves, however it is read; nobody's future
counts, and one bad account stops nothing."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rules.looks import Look
from rules.worth import Looks, measure
from storage import standings, tables, workspaces, worth
from storage.database import Database

from .. import quiet_book
from ..world import World
from .test_merging import merge

MONTHS = [date(2026, m, 1) for m in (4, 5, 6, 7, 8)]


class Kept(Looks):
    """Looks as they were taken."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Look] = []

    def take(self, looks: Any) -> None:
        self.seen += (of := list(looks))
        super().take(of)


def plan(world: World) -> worth.Plan:
    with world.tend.database.reading() as session:
        return worth.plan(session, workspaces.current(session), world.now)


def looked(world: World, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setattr(worth, "Looks", Kept)
    database: Database = world.tend.database
    with database.reading() as session:
        ws = workspaces.current(session)
    seen = worth.look_back(database.reading, ws, plan(world), world.now, rest=lambda: None)
    assert isinstance(seen, Kept)
    return seen


def from_files(world: World) -> dict[tuple[str, date], tuple[int, int, bool]]:
    """Silence, frequency and whether nothing was heard, straight from what was imported."""
    days: dict[str, list[date]] = {}
    with (world.folder / "touches.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            days.setdefault(row["account"], []).append(date.fromisoformat(row["at"]))
    told = {}
    for account, touched in days.items():
        for on in MONTHS:
            before = [d for d in touched if d <= on]
            since = (on - max(before, default=quiet_book.BEGUN)).days
            often = sum(d >= on - timedelta(days=180) for d in before)
            heard = any(on < d <= on + timedelta(days=90) for d in touched)
            told[account, on] = (since, often, not heard)
    return told


def named(world: World, seen: Kept, dates: list[date]) -> dict[tuple[str, date], Look]:
    names = {a.id: a.name for a in world.rows(tables.Account)}
    by: dict[str, list[Look]] = {}
    for look in seen.seen:
        by.setdefault(names[look.account_id], []).append(look)
    assert all(len(of) == len(dates) for of in by.values())
    return {(name, on): look for name, of in by.items() for on, look in zip(dates, of, strict=True)}


def test_a_look_back_equals_what_the_files_say(world: World, monkeypatch: pytest.MonkeyPatch):
    quiet_book.fill(world, 12, quiet=5)
    assert list(plan(world).dates) == MONTHS
    seen = named(world, looked(world, monkeypatch), MONTHS)
    assert {key: (x.silent, x.often, x.unheard) for key, x in seen.items()} == from_files(world)
    assert not any(x.churned or x.unbought for x in seen.values())


def test_however_many_are_read_together_it_is_the_same(world: World, monkeypatch: pytest.MonkeyPatch):
    quiet_book.fill(world, 12, quiet=5)
    whole = looked(world, monkeypatch).seen
    for at_once in (1, 5):
        monkeypatch.setattr(worth, "AT_ONCE", at_once)
        assert looked(world, monkeypatch).seen == whole
        assert plan(world).steps == len(MONTHS) * (13 if at_once == 1 else 3)


def test_accounts_are_drawn_whole_whatever_the_chunk(world: World, monkeypatch: pytest.MonkeyPatch):
    quiet_book.fill(world, 6, quiet=3)
    monkeypatch.setattr(worth, "AT_ONCE", 2)
    measured = measure(looked(world, monkeypatch), "unheard")
    assert (measured.whole.looks, measured.whole.accounts) == (35, 7)


def test_what_comes_later_changes_no_look(world: World, monkeypatch: pytest.MonkeyPatch):
    """Another tier, a churn and a call of today say nothing of what was shown in summer."""
    quiet_book.fill(world, 4, quiet=2)
    before = looked(world, monkeypatch).seen
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        one, two = (a.id for a in world.rows(tables.Account)[:2])
        standings.change(session, ws.id, one, world.now, None, tier="A")
        standings.churn(session, ws.id, two, from_on=world.now.date(), reason="moved", by_id=1)
    world.command("/log co 000 called, worried")
    assert looked(world, monkeypatch).seen == before


def test_a_churn_is_what_followed_and_then_nothing_is_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    quiet_book.fill(world, 2, quiet=1)
    gone = world.rows(tables.Account)[0].id
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        standings.churn(session, ws.id, gone, from_on=date(2026, 6, 20), reason="moved", by_id=1)
    seen = [x for x in looked(world, monkeypatch).seen if x.account_id == gone]
    assert [x.churned for x in seen] == [True, True, True]  # April, May, June


def test_what_became_one_with_another_is_not_looked_at_where_it_followed(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """Merged in July: of May, June and July nobody can say whose silence it was."""
    quiet_book.fill(world, 3, quiet=1)
    one, two = (a.id for a in world.rows(tables.Account)[:2])
    world.now = datetime(2026, 7, 15, 15, tzinfo=UTC)
    merge(world, one, two)
    world.now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    seen = looked(world, monkeypatch).seen
    assert [x.account_id for x in seen].count(one) == 1  # April
    assert [x.account_id for x in seen].count(two) == 2  # April, and August as the one that stayed


def test_an_account_that_cannot_be_computed_is_left_out(world: World, monkeypatch: pytest.MonkeyPatch):
    quiet_book.fill(world, 3, quiet=1)
    bad = world.rows(tables.Account)[1].id
    real = worth.look

    def look(record: Any, *given: Any) -> Look | None:
        if record.account.id == bad:
            raise OverflowError("a date at the calendar's end")
        return real(record, *given)

    monkeypatch.setattr(worth, "look", look)
    seen = {x.account_id for x in looked(world, monkeypatch).seen}
    assert len(seen) == 3
    assert bad not in seen


def test_only_this_workspace_is_looked_at(world: World):
    """The twin's accounts have touches of every week, too."""
    assert plan(world).dates == []
    assert plan(world).ids == []


def test_a_hole_in_the_record_is_not_silence(world: World):
    """A team that logged nothing for a month says nothing of who was quiet then."""
    quiet_book.fill(world, 2, quiet=1)
    table = tables.table(tables.Touch)
    with world.tend.database.transaction() as session:
        gap = (table.c.at >= datetime(2026, 5, 20, tzinfo=UTC), table.c.at < datetime(2026, 7, 1, tzinfo=UTC))
        held = select(table.c.id).where(table.c.workspace_id == 1, *gap)
        session.execute(
            table.update().where(table.c.id.in_(held)).values(voided_at=datetime(2026, 11, 1, tzinfo=UTC))
        )
    assert plan(world).dates == []


def test_settings_changed_beside_it_stay(world: World):
    world.set(cadence_a_days=10)
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        workspaces.keep_look_back(session, ws, {"on": "2026-11-18", "rests_on": "", "by_band": {}})
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
    assert ws.policy.cadence_a_days == 10
    assert ws.chances
    assert ws.chances.on == date(2026, 11, 18)
    world.set(cadence_b_days=31)
    with world.tend.database.reading() as session:
        assert workspaces.current(session).looked_back
