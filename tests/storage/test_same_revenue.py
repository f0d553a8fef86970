"""Numbers, segments of today and segments by the record say of each customer that it brings the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import numbers, segments, tables, workspaces
from storage.assess import recompute

from ..world import World
from .test_numbers import TODAY, a_book

A, S = tables.table(tables.Account), tables.table(tables.Standing)


@pytest.mark.parametrize("seed", [3, 5])
def test_three_ways_to_one_revenue(world: World, seed: int):
    """Ten accounts, some in euros without a rate, some that left; three are served through others, maybe in a
    chain."""
    world.now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    a_book(world, seed)
    chance = random.Random(seed)
    with world.tend.database.transaction() as session:
        ids = sorted(session.execute(select(A.c.id).where(A.c.workspace_id == 1)).scalars())
        last = {r.account_id: r for r in session.execute(select(S).order_by(S.c.from_on, S.c.id))}
        for i in ids:
            session.execute(update(A).where(A.c.id == i).values(status=last[i].status))
        for child in chance.sample(ids[1:], 3):
            above = chance.choice([i for i in ids if i < child])
            through = {"parent_id": above, "served_through_parent": True}
            session.execute(update(A).where(A.c.id == child).values(**through))
            stands = {
                c: getattr(last[child], c) for c in ("workspace_id", "owner_id", "tier", "status", "reason")
            }
            since = TODAY - timedelta(days=3)
            session.execute(
                S.insert().values(account_id=child, from_on=since, served_through_parent=True, **stands)
            )
        recompute(session, 1, workspaces.current(session).policy, ids=ids, now=world.now)
    with world.tend.database.reading() as session:
        ws, owners = workspaces.current(session), numbers.people_of(session, 1, "")
        (team,) = numbers._teams(session, ws, owners, [TODAY], now=world.now, back=timedelta(0))
        counted = {
            c.name: c.annual.minor if c.annual and c.annual.currency == "USD" else None for c in team.active
        }
        for today in (TODAY, TODAY + timedelta(days=1)):  # as it is kept, and by the record
            report = segments.report_of(
                session, ws, None, on=TODAY, today=today, now=world.now, zone="America/New_York"
            )
            assert {a.name: a.annual for a in report.accounts} == counted
        assert numbers._active(session, 1, [TODAY]) == {TODAY: len(counted)}
    assert any(c.served for c in team.customers)
