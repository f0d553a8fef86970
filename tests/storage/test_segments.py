"""The segment of one account, asked by itself, is the one that all of them ranked together give it."""

from __future__ import annotations

from datetime import date
from random import Random

from sqlalchemy import update

from rules.segments import segments as ranked
from storage import segments, tables

from ..world import World

TODAY = date(2026, 11, 18)


def test_one_asked_by_itself_is_where_all_of_them_rank_it(world: World):
    """With the same revenue twice, unknown and no revenue, what recurs, who is paused, gone, or served
    through another."""
    held = {"owner_email": "dana@x.com", "tier": "B", "currency": "USD", "started_on": "2025-01-10"}
    brings = [900, 900, 900, 800, 700, 700, 500, 400, 300, 200, 100, 100, 50, "", 0]
    services = ["a;b", "a;b;c", "", "a;b;c;d"]
    rows = [
        {**held, "name": f"{'Zz' if n % 2 else 'aa'} {n}", "annual_revenue": b, "services": services[n % 4]}
        for n, b in enumerate(brings)
    ]
    rows[5]["status"], rows[6]["status"] = "paused", "churned"
    rows[7]["segment"] = "money maker"
    recurs = [
        {
            "account": rows[n]["name"],
            "on": "2026-01-05",
            "kind": "new",
            "amount": brings[n],
            "currency": "USD",
        }
        for n in (9, 12)
    ]
    loaded = world.load(world.write("accounts", *rows), world.write("revenue", *recurs))
    assert not loaded.problems
    ids = [a.id for a in world.rows(tables.Account)]
    with world.tend.database.reading() as session:
        together = ranked(list(segments.earning(session, 1, TODAY, ids)))
        alone = {i: segments.of_account(session, 1, i, TODAY) for i in ids}
    assert {i: s for i, s in alone.items() if s} == together
    assert set(together.values()) == {"money maker", "contributor", "filler"}
    assert len(together) < len(ids)


def test_some_asked_by_themselves_are_where_all_rank_them_whatever_they_bring(world: World):
    """Few and many that bring anything, and many that bring the same."""
    held = {"owner_email": "dana@x.com", "tier": "B", "started_on": "2025-01-10"}
    names = [f"{'Zz' if n % 2 else 'aa'} {n}" for n in range(16)]
    rows = [{**held, "name": name, "services": "a;b" if n % 5 == 1 else ""} for n, name in enumerate(names)]
    assert not world.load(world.write("accounts", *rows)).problems
    ids, chance, accounts = (
        [a.id for a in world.rows(tables.Account)],
        Random(1),
        tables.table(tables.Account),
    )
    for most in range(len(ids) + 1):
        with world.tend.database.transaction() as session:
            for n, i in enumerate(ids):
                annual = chance.choice([1, 2, 2, 3, 9]) if n < most else chance.choice([None, 0])
                session.execute(update(accounts).where(accounts.c.id == i).values(annual=annual))
        some = chance.sample(ids, 7)
        with world.tend.database.reading() as session:
            together = ranked(list(segments.earning(session, 1, TODAY, ids)))
            assert segments.of_accounts(session, 1, ids, TODAY) == together, most
            assert segments.of_accounts(session, 1, some, TODAY) == {
                i: together[i] for i in some if i in together
            }
