"""What is read for the figures of a day is enough: they equal those of the whole history, whatever came
later."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rules.coverage import seen
from rules.editing import Edit
from rules.looked import look
from storage import digests, editing, people, records, tables, workspaces

from ..world import World

DAY = date(2026, 11, 15)


def a_history(chance: random.Random, account: str) -> list[dict[str, str]]:
    """Touches over five years, dense or thin, some of no value, some that reached nobody, some after the
    day."""
    thin = chance.choice([3, 20, 90, 400])
    days = [-chance.randint(0, 9) + n for n in range(-9, 1900, thin) if chance.random() < 0.8]
    return [
        {
            "account": account,
            "by_email": "dana@x.com",
            "at": str(DAY - timedelta(days=n)),
            "channel": "call",
            "outcome": chance.choice(["reached", "reached", "left_message"]),
            "purpose": chance.choice(["check_in", "shared_insight"]),
            "note": chance.choice(["", "the numbers"]),
            "sentiment": chance.choice(["", "happy", "worried"]),
        }
        for n in days
        if n >= -2
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_window_tells_what_the_whole_history_tells(
    world: World, monkeypatch: pytest.MonkeyPatch, seed: int
):
    world.now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    chance = random.Random(seed)
    names = [f"Co {n}" for n in range(12)]
    rows = [
        {"name": n, "owner_email": "dana@x.com", "tier": chance.choice("ABC"), "started_on": "2021-01-05"}
        for n in names
    ]
    world.load(
        world.write("accounts", *rows),
        world.write("touches", *(t for n in names for t in a_history(chance, n))),
    )
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        for account in world.rows(tables.Account)[:4]:
            session.execute(
                tables.table(tables.Standing)
                .insert()
                .values(
                    workspace_id=ws.id,
                    account_id=account.id,
                    from_on=date(2026, 11, 1),
                    owner_id=account.owner_id,
                    tier=account.tier,
                    status="active",
                    cadence_days=400,
                    reason="",
                )
            )
    ids = [a.id for a in world.rows(tables.Account)]
    owners = {a.owner_id for a in world.rows(tables.Account)}
    for day in (DAY, DAY - timedelta(days=1), DAY - timedelta(days=200), date(2024, 2, 29)):
        with world.tend.database.reading() as session:
            narrow = list(records.as_of(session, ws.id, ids, on=day, policy=ws.policy, now=world.now))
            with monkeypatch.context() as whole:
                whole.setattr(records, "HEALTH_SPAN", timedelta(days=20_000))
                wide = records.read(session, ws.id, ids, now=world.now)
        for a, b in zip(narrow, wide, strict=True):
            one, other = look(a, owners, day, policy=ws.policy), look(b, owners, day, policy=ws.policy)
            assert (one.now, one.before, one.health, one.fall) == (
                other.now,
                other.before,
                other.health,
                other.fall,
            ), (a.account, day)


def test_a_touch_of_today_takes_nothing_from_last_sunday(world: World):
    world.now = datetime(2026, 11, 12, 15, tzinfo=UTC)
    for n in range(3):
        world.account(f"Co {n}", tier="C", last="2025-09-01")
    world.now = datetime(2026, 11, 16, 13, 30, tzinfo=UTC)

    def sunday() -> tuple[int, list[int]]:
        with world.tend.database.reading() as session:
            ws = workspaces.current(session)
            mel = next(p for p in people.everyone(session, ws.id) if p.email == "mel@x.com")
            seen = digests.figures(session, ws, mel, ends_on=DAY, now=world.now)
            return seen.all.whole, [a.silent for a in seen.untouched]

    before = sunday()
    assert before == (3, [440, 440, 440])
    for n in range(3):
        world.command(f"/log co {n} called, happy")
    assert sunday() == before


def test_a_past_day_stays_when_the_account_passes_to_somebody_of_another_country(world: World):
    """Whose public holidays count, and by which days, is a matter of whoever owned it then."""
    world.people({"email": "aroha@x.com", "name": "Aroha", "country": "NZ", "timezone": "Pacific/Auckland"})
    world.now = datetime(2026, 12, 10, 15, tzinfo=UTC)
    names = ("Acme", "Globex")
    rows = [{"name": n, "owner_email": "dana@x.com", "tier": "A", "started_on": "2024-01-10"} for n in names]
    at = ("2026-11-10", "2026-11-15T22:00:00-05:00")  # 24 Nov and grace over Thanksgiving; Monday in Auckland
    met = {"by_email": "dana@x.com", "channel": "call"}
    world.load(
        world.write("accounts", *rows),
        world.write("touches", *({"account": n, "at": on, **met} for n, on in zip(names, at, strict=True))),
    )
    before = as_seen(world)
    assert before[date(2026, 11, 28)][0].covered, "in grace, which Thanksgiving made a day longer"
    world.load(world.write("accounts", *({"name": n, "owner_email": "aroha@x.com"} for n in names)))
    assert as_seen(world) == before
    world.now += timedelta(days=30)
    assert as_seen(world) == before


def as_seen(world: World) -> dict[date, list[Any]]:
    """How the accounts stood on each day of a month."""
    month = [date(2026, 11, 10) + timedelta(days=n) for n in range(30)]
    ids = [a.id for a in world.rows(tables.Account)]
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        asked = {"policy": ws.policy, "now": world.now}
        return {
            day: [seen(r, day, ws.policy) for r in records.as_of(session, ws.id, ids, on=day, **asked)]
            for day in month
        }


def test_a_past_day_stays_when_the_account_is_served_through_its_parent(world: World):
    """From that day on it is in no figure; by itself again it is, and the days between stay as they were."""
    world.now = datetime(2026, 12, 10, 15, tzinfo=UTC)
    of = {"owner_email": "dana@x.com", "tier": "A", "started_on": "2024-01-10"}
    world.load(world.write("accounts", {"name": "Acme", **of}, {"name": "Group", **of}))
    acme, group = world.rows(tables.Account)
    before = as_seen(world)
    through = {"parent_id": group.id, "served_through_parent": True}
    change(world, acme.id, Edit({"parent_id": None, "served_through_parent": False}, through))
    assert (as_seen(world), now_seen(world, acme.id)) == (before, None)
    world.now += timedelta(days=10)
    change(world, acme.id, Edit({"served_through_parent": True}, {"served_through_parent": False}))
    assert as_seen(world) == before
    assert now_seen(world, acme.id) is not None
    assert now_seen(world, acme.id, date(2026, 12, 15)) is None, "while its parent was looked after for both"
    world.now += timedelta(days=1)
    change(world, acme.id, Edit({"status": "active"}, {"status": "churned"}, left_on=date(2026, 12, 14)))
    assert now_seen(world, acme.id, date(2026, 12, 15)) is None


def change(world: World, account_id: int, edit: Edit) -> None:
    edit = replace(edit, after=edit.after | ({"status_reason": ""} if edit.left_on else {}))
    with world.tend.database.transaction() as session:
        editing.change(session, 1, account_id, edit, by_id=1, now=world.now)


def test_what_an_older_version_changed_is_put_back_on_past_days(world: World):
    """It kept no word of through whom an account was served."""
    acme = world.account("Acme", tier="A", last="2026-11-10")
    world.now = datetime(2026, 12, 10, 15, tzinfo=UTC)
    before = as_seen(world)
    with world.tend.database.transaction() as session:
        edit = Edit({"tier": "A"}, {"tier": "C"})
        kept = editing.change(session, 1, acme, edit, by_id=1, now=world.now - timedelta(days=5))
        for s in (*kept["stood"], *kept["stands"]):
            del s["served_through_parent"]
    assert as_seen(world) != before
    with world.tend.database.transaction() as session:
        editing.put_back(session, 1, acme, kept, by_id=1, now=world.now)
    assert as_seen(world) == before


def now_seen(world: World, account_id: int, on: date | None = None) -> Any:
    day = on or world.now.date()
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        (record,) = records.as_of(session, ws.id, [account_id], on=day, policy=ws.policy, now=world.now)
        return seen(record, day, ws.policy)
