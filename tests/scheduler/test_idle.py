"""An idle tick costs the same however many people and accounts there are, and however much is over: counted
in the steps that SQLite's machine takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, update

from bench.book import NOW, fill
from rules.changeovers import SETTLED
from rules.facts.escalated import OVER
from rules.merging import MERGED
from rules.waiting import OPEN
from scheduler.metronome import tick
from storage import tables
from storage.people import new_person

from ..world import World

FEW, MANY = 3, 150
LONG_AGO, AHEAD = NOW - timedelta(days=60), NOW + timedelta(days=2)
DAY: date = LONG_AGO.date()
Row = dict[str, Any]


def lead(n: int) -> Iterator[tuple[type[Any], Row]]:
    """A manager with nobody to lead, and much that is over, or that stands and is nothing a tick has to do
    with."""
    person, account, ws = 10_000 + n, n + 1, {"workspace_id": 1}
    due = {"plan_at": AHEAD, "digest_at": AHEAD, "friday_at": AHEAD}
    named = {"id": person, "name": f"Lead {n}", "slack_id": f"UL{n}"}
    yield tables.Person, {**new_person(1, f"lead{n}@bench.example"), **named, "role": "manager", **due}
    away = {"person_id": person, "by_id": person, "first_on": DAY, "last_on": DAY, "created_at": LONG_AGO}
    yield tables.Absence, ws | away
    moved = {"person_id": person, "why": "off", "stage": SETTLED, "due_at": LONG_AGO, "moved_at": LONG_AGO}
    yield tables.Changeover, ws | moved | {"created_at": LONG_AGO}
    told = {"account_id": account, "owner_id": person, "late_on": DAY, "on": DAY, "due_at": LONG_AGO}
    for became in (OVER, ""):  # the second is with a manager, and waits for them
        gone = {"to_id": person, "went_on": DAY, "became": became, "why": "", "created_at": LONG_AGO}
        yield tables.Escalation, ws | told | gone
    asked = {"for_id": person, "by_id": person, "subject_id": n, "since_at": LONG_AGO, "remind_at": LONG_AGO}
    over = {"until_at": LONG_AGO, "state": "expired", "closed_at": LONG_AGO}
    stands = {"until_at": AHEAD, "state": OPEN, "reminded_at": LONG_AGO, "closed_at": None}
    for state in (over, stands):
        yield tables.Waiting, ws | asked | {"kind": "silent"} | state
    went = {"gone_id": account, "stays_id": 1, "by_id": person, "became": MERGED, "asked_on": DAY}
    yield (
        tables.Merge,
        ws | went | {"merged_on": DAY, "done_at": LONG_AGO, "kept": "", "created_at": LONG_AGO},
    )
    passed = {"account_id": account, "by_id": person, "giver_id": person, "receiver_id": 1, "since_on": DAY}
    taken = {"became": "accepted", "ended_on": DAY, "greet_by": DAY, "followed_at": LONG_AGO}
    yield tables.Handoff, ws | passed | taken | {"created_at": LONG_AGO}
    fell = {"account_id": account, "fell_at": LONG_AGO, "behind": "promises"}
    yield tables.Alarm, ws | fell


@pytest.fixture
def steps(url: str, tmp_path: Path) -> Iterator[Any]:
    """Steps of the second of two idle ticks, of a book with so much that is over."""
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL counts no steps")
    worlds = list[World]()

    def counted(much: int) -> int:
        folder = tmp_path / str(much)
        folder.mkdir()
        shutil.copy(url.removeprefix("sqlite:///"), folder / "tend.db")
        world = World(f"sqlite:///{folder / 'tend.db'}", folder, [])
        worlds.append(world)
        world.now = NOW
        fill(world.tend, 75 * max(much // 10, 1), not_due=True)
        made = dict[type[Any], list[Row]]()
        for n in range(much):
            for kind, row in lead(n):
                made.setdefault(kind, []).append(row)
        with world.tend.database.transaction() as session:
            for kind, rows in made.items():
                session.connection().execute(tables.table(kind).insert(), rows)
        return _steps(world)

    yield counted
    for world in worlds:
        world.close()


def _steps(world: World) -> int:
    taken, counting = [0], [False]

    def step() -> int:
        taken[0] += counting[0]
        return 0

    def connected(raw: Any, _: object) -> None:
        raw.set_progress_handler(step, 1)

    event.listen(world.tend.database.engine, "connect", connected)
    world.tend.database.close()  # what it had open counts none
    assert tick(world.tend.services) == (0, 0)
    counting[0] = True
    assert tick(world.tend.services) == (0, 0)
    return taken[0]


def test_no_statement_grows_with_people_accounts_or_what_is_over(steps: Any):
    few, many = steps(FEW), steps(MANY)
    assert few > 300, "steps are counted"
    assert many < few * 1.15, (few, many)


@pytest.mark.parametrize("day", [1, 7])
def test_who_may_be_asked_about_pairs_is_found_among_many(world: World, day: int):
    """In the first week of a month every admin is, and nobody else is looked at for that."""
    world.now = NOW.replace(day=day)
    P = tables.table(tables.Person)
    with world.tend.database.transaction() as session:
        session.execute(update(P).where(P.c.workspace_id == 1, P.c.email == "kim@x.com").values(role="admin"))
    world.tick()
    told = {m.person_id for m in world.rows(tables.Outbox) if m.say == "duplicates"}
    admins = {p.id for p in world.rows(tables.Person) if p.is_admin or p.role == "admin"}
    assert told == admins
    assert admins
