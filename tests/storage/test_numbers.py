"""A year that is read once says of each month end what is read for it alone; what is asked of the record is
enough."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from storage import numbers, people, tables, workspaces

from ..world import World

TODAY = date(2026, 11, 18)


def a_book(world: World, seed: int) -> None:
    """Three years of touches and revenue of ten accounts of three people, some in euros, some that left or
    paused."""
    chance = random.Random(seed)
    row = {"role": "rep", "timezone": "America/New_York", "country": "US"}
    world.people({**row, "email": "pia@x.com", "name": "Pia Else", "manager_email": "ada@x.com"})
    names = [f"Co {n}" for n in range(10)]
    accounts = [
        {
            "name": name,
            "owner_email": chance.choice(["dana@x.com", "kim@x.com", "pia@x.com"]),
            "tier": "B",
            "started_on": str(TODAY - timedelta(days=chance.randint(30, 1100))),
            "margin": chance.choice(["", "0.4"]),
        }
        for name in names
    ]
    touches = [
        {
            "account": name,
            "by_email": "kim@x.com",
            "at": str(TODAY - timedelta(days=chance.randint(0, 1100))),
            "channel": "call",
            "purpose": chance.choice(["check_in", "explored_need"]),
            "outcome": chance.choice(["reached", "left_message"]),
        }
        for name in names
        for _ in range(chance.randint(0, 30))
    ]
    revenue = [
        {
            "account": name,
            "on": str(TODAY - timedelta(days=chance.randint(0, 1100))),
            "kind": kind,
            "amount": chance.randint(1, 900),
            "currency": "EUR" if n % 4 == 3 else "USD",
        }
        for n, name in enumerate(names)
        for kind in chance.choices(["new", "expansion", "contraction", "purchase", "renewal"], k=6)
    ]
    assert not world.load(
        world.write("accounts", *accounts), world.write("touches", *touches), world.write("revenue", *revenue)
    ).problems
    world.set(costs="hour 60; keep 600; upsell 90; spend 9000; margin 50 %")
    with world.tend.database.transaction() as session:
        ours = {r.id for r in world.rows(tables.Account)}
        for account in chance.sample(sorted(ours), 4):
            session.execute(
                tables.table(tables.Standing)
                .insert()
                .values(
                    workspace_id=1,
                    account_id=account,
                    from_on=TODAY - timedelta(days=chance.randint(1, 500)),
                    owner_id=next(
                        a.owner_id for a in world.rows(tables.Account, tables.Account.id == account)
                    ),
                    tier="B",
                    status=chance.choice(["churned", "paused"]),
                    reason="",
                )
            )


def test_a_year_read_once_says_of_each_month_end_what_is_read_for_it_alone(world: World):
    world.now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    for seed in range(2):
        a_book(world, seed)
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        for email in ("", "mel@x.com"):
            owners = numbers.people_of(session, ws.id, email)
            year = numbers.months(session, ws, owners, TODAY, world.now)
            assert len(year) == 13
            for month in year:
                alone = numbers.page(session, ws, owners, month.on, TODAY, world.now)
                assert alone.figures == month.figures, month.on
            chart = numbers.page(session, ws, owners, TODAY, TODAY, world.now).year
            assert [m.on for m in chart] == [m.on for m in year]
            kept = [[f for f in m.figures if f.key in {"nrr", "grr", "churn"}] for m in year]
            assert [[f for f in m.figures if f.key in {"nrr", "grr", "churn"}] for m in chart] == kept


def test_the_touches_of_a_year_are_enough(world: World, monkeypatch):
    """The same from the whole history."""
    world.now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    a_book(world, 3)
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        owners = numbers.people_of(session, ws.id, "")
        narrow = numbers.page(session, ws, owners, date(2026, 9, 30), TODAY, world.now).figures
        monkeypatch.setattr(numbers, "YEAR", timedelta(days=20_000))
        assert numbers.page(session, ws, owners, date(2026, 9, 30), TODAY, world.now).figures == narrow


def test_whose_figures(world: World):
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        by_email = {p.email: p for p in people.everyone(session, ws.id)}
        mel = numbers.people_of(session, ws.id, "mel@x.com")
        assert mel == {by_email[f"{n}@x.com"].id for n in ("mel", "dana", "kim")}
        assert numbers.people_of(session, ws.id, "") == {p.id for p in by_email.values()}
        assert numbers.people_of(session, ws.id, "nobody@x.com") == frozenset()
        caller = people.caller_of(session, ws.id, by_email["ada@x.com"])
        assert numbers.theirs(session, ws.id, caller) == {p.id for p in by_email.values()}


def test_how_many_were_active_at_each_month_end(world: World):
    """One paused for a while, one churned, one served through another, one that came later."""
    ids = [world.account(name, owner="dana@x.com") for name in ("Acme", "Globex", "Initech", "Umbra")]
    world.account("Newco", owner="dana@x.com", started_on="2026-10-05")
    stands = tables.table(tables.Standing)
    paused = {"status": "paused", "until": date(2026, 9, 15)}
    rows = [
        (ids[0], date(2026, 8, 10), paused),
        (ids[1], date(2026, 9, 10), {"status": "churned"}),
        (ids[2], date(2026, 10, 10), {"served_through_parent": True}),
    ]
    with world.tend.database.transaction() as session:
        dana = world.rows(tables.Account)[0].owner_id
        for account, on, given in rows:
            held = {"workspace_id": 1, "account_id": account, "from_on": on, "owner_id": dana, "tier": "B"}
            session.execute(stands.insert().values(**{"status": "active", "reason": "", **held, **given}))
        ends = [date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]
        assert list(numbers._active(session, 1, ends).values()) == [4, 3, 3, 3]
        assert [numbers._active(session, 1, [on])[on] for on in ends] == [4, 3, 3, 3]
