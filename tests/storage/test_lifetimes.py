"""From when accounts exist and how they stood: imported as churned, changed across zones, touched before
they were known."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from messages.log_touch import LOG_UNDO, BatchRef
from rules.calendar import local_date
from storage import assess, digests, lifetimes, people, standings, tables, workspaces

from ..world import World

AUCKLAND = {
    "email": "ari@x.com",
    "name": "Ari Ngata",
    "role": "rep",
    "manager_email": "mel@x.com",
    "timezone": "Pacific/Auckland",
    "country": "NZ",
}


def stood(world: World, account: int = 1) -> list[tuple[date, str]]:
    rows = world.rows(tables.Standing, tables.Standing.account_id == account)
    return sorted((s.from_on, s.status) for s in rows)


def test_an_account_imported_as_churned_is_lost_revenue(world: World):
    given = {"owner_email": "dana@x.com", "tier": "B"}
    moves = [
        ("Gone", "2024-02-01", "new", "1000"),
        ("Gone", "2026-09-01", "churn", "1000"),
        ("Kept", "2024-02-01", "new", "1000"),
        ("Kept", "2026-05-01", "expansion", "100"),
    ]
    world.load(
        world.write(
            "accounts",
            {"name": "Gone", "status": "churned", **given},
            {"name": "Kept", "status": "active", **given},
        ),
        world.write(
            "revenue", *[dict(zip(("account", "on", "kind", "amount"), m, strict=True)) for m in moves]
        ),
    )
    assert stood(world) == [(date(2024, 2, 1), "active"), (date(2026, 9, 1), "churned")]
    assert [a.status for a in world.rows(tables.Account)] == ["churned", "active"]
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        mel = next(p for p in people.everyone(session, ws.id) if p.email == "mel@x.com")
        (kept,) = digests.figures(session, ws, mel, ends_on=date(2026, 11, 15), now=world.now).retention
    assert (kept.nrr, kept.grr, kept.cohort, kept.lost) == (pytest.approx(0.55), pytest.approx(0.5), 2, 1)


@pytest.mark.parametrize("status", ["churned", "paused"])
def test_without_a_churn_on_file_a_status_holds_from_the_import(world: World, status: str):
    row = {"name": "Acme", "owner_email": "dana@x.com", "started_on": "2024-01-10", "status": status}
    back = [("2024-02-01", "new"), ("2024-08-01", "churn"), ("2025-02-01", "new")]  # came back
    moves = [{"account": "Acme", "on": on, "kind": kind, "amount": "10"} for on, kind in back]
    paths = [world.write("accounts", row), world.write("revenue", *moves)]
    for _ in range(2):
        world.load(*paths)
        assert stood(world) == [(date(2024, 1, 10), "active"), (date(2026, 11, 18), status)]
    assert world.rows(tables.Account)[0].status == status


def test_a_status_of_an_account_new_today_is_its_only_standing(world: World):
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "paused"}))
    assert stood(world) == [(date(2026, 11, 18), "paused")]


def test_the_later_change_holds_whatever_the_zones(world: World):
    world.people(AUCKLAND)
    acme = world.account("Acme", owner="dana@x.com")
    for by, owner, tier in (("ari", "ari@x.com", "B"), ("dana", "dana@x.com", "C")):
        with world.tend.database.transaction() as session:
            who = {p.email: p.id for p in people.everyone(session, 1)}
            standings.change(
                session, 1, acme, now=world.now, by_id=who[f"{by}@x.com"], tier=tier, owner_id=who[owner]
            )
    world.now = datetime(2026, 11, 30, 15, tzinfo=UTC)
    last = max(world.rows(tables.Standing), key=lambda s: (s.from_on, s.id))
    assert (last.from_on, last.tier) == (date(2026, 11, 19), "C"), "Auckland's date, replaced"
    assert world.rows(tables.Account)[0].tier == "C"


def test_a_change_from_elsewhere_is_dated_where_the_owner_is(world: World):
    world.people({**AUCKLAND, "email": "ann@x.com", "role": "admin"})
    acme = world.account("Acme")
    world.press("card.change", f'{{"account":{acme}}}', by="UANN")
    world.submit(world.modal, {"tier": "C", "status": "active"}, by="UANN")
    assert stood(world)[-1][0] == date(2026, 11, 18), "the 19th in Auckland"
    assert world.rows(tables.Account)[0].tier == "C"


def test_an_import_is_dated_where_the_owner_is(world: World):
    world.now = datetime(2026, 11, 19, 1, tzinfo=UTC)  # 20:00 of the 18th in New York
    row = {"name": "Acme", "owner_email": "dana@x.com", "tier": "A"}
    world.load(world.write("accounts", row), world.write("contacts", {"account": "Acme", "name": "Cleo"}))
    today = date(2026, 11, 18)
    (account,), (contact,) = world.rows(tables.Account), world.rows(tables.Contact)
    assert (account.added_on, account.exists_on, contact.added_on) == (today, today, today)
    world.load(world.write("accounts", {**row, "tier": "B", "status": "churned"}))
    assert stood(world) == [(today, "churned")]


def test_an_account_exists_from_a_touch_logged_for_a_day_before_until_that_is_undone(world: World):
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}))
    world.command("/log acme met Ann on 9 Nov")
    assert (world.rows(tables.Account)[0].exists_on, stood(world)[0][0]) == (
        date(2026, 11, 9),
        date(2026, 11, 9),
    )
    world.press(LOG_UNDO, BatchRef(world.rows(tables.Touch)[0].batch).pack())
    assert (world.rows(tables.Account)[0].exists_on, stood(world)[0][0]) == (
        date(2026, 11, 18),
        date(2026, 11, 18),
    )
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "industry": "retail"}))
    assert world.rows(tables.Account)[0].exists_on == date(2026, 11, 18), "an undone touch is none"


def test_an_account_exists_from_the_owners_date_of_its_first_touch(world: World):
    touch = {"account": "Acme", "by_email": "dana@x.com", "at": "2026-11-02T20:00:00-05:00"}  # the 3rd in UTC
    world.load(
        world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}), world.write("touches", touch)
    )
    assert world.rows(tables.Account)[0].exists_on == date(2026, 11, 2)


def test_who_is_handed_over_stands_as_changed_last(world: World):
    """A churn dated back stays where it was dated; what comes after it comes after it."""
    acme = world.account("Acme", last="2026-10-10")
    with world.tend.database.transaction() as session:
        dana = next(p.id for p in people.everyone(session, 1) if p.email == "dana@x.com")
        standings.churn(session, 1, acme, from_on=date(2026, 11, 2), reason="moved", by_id=dana)
        standings.change(session, 1, acme, now=world.now, by_id=dana, status="active", reason="")
    assert stood(world, acme)[-2:] == [(date(2026, 11, 2), "churned"), (date(2026, 11, 18), "active")]


BOOK = ("account", "standing")


@pytest.mark.parametrize("seed", range(3))
def test_a_book_imported_at_once_stands_as_computed_account_by_account(world: World, seed: int):
    """Days from when they exist are the plain ones; all else is what each alone is given."""
    chance, names = random.Random(seed), [f"Co {n}" for n in range(40)]
    world.people(AUCKLAND)

    def some_day() -> date:
        return date(2026, 11, 17) - timedelta(days=chance.randrange(700))

    def each(most: int, **more: list[str]) -> list[dict[str, str]]:
        whose = [name for name in names for _ in range(chance.randrange(most))]
        return [
            {"account": name, **{key: chance.choice(cells) for key, cells in more.items()}} for name in whose
        ]

    owners = ["dana@x.com", "ari@x.com"]
    accounts = [
        {
            "name": name,
            "owner_email": chance.choice(owners),
            "tier": chance.choice("ABC"),
            "status": chance.choice(["active", "active", "paused", "churned"]),
            "started_on": chance.choice(["", str(some_day())]),
            "parent": names[n + 20] if n < 20 and chance.random() < 0.4 else "",
        }
        for n, name in enumerate(names)
    ]
    touches = each(5, by_email=owners, channel=["call"], outcome=["reached", "no_show"])
    touches = [{**row, "at": f"{some_day()}T{chance.randrange(24):02d}:30:00Z"} for row in touches]
    moves = each(3, kind=["new", "churn", "purchase"], amount=["10", "2500"])
    moves = [{**row, "on": str(some_day())} for row in moves]
    files = {"accounts": accounts, "touches": touches, "revenue": moves}
    assert world.load(*(world.write(kind, *rows) for kind, rows in files.items())).written
    zones = {p.id: p.zone for p in world.rows(tables.Person)}
    for account in world.rows(tables.Account):
        days = [account.added_on, account.started_on]
        mine = tables.Touch.account_id == account.id
        days += [local_date(t.at, zones[account.owner_id]) for t in world.rows(tables.Touch, mine)]
        days += [r.on for r in world.rows(tables.Revenue, tables.Revenue.account_id == account.id)]
        assert account.exists_on == min(d for d in days if d)
    stands = world.stored(BOOK)
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        for account in world.rows(tables.Account):
            lifetimes.exist(session, ws.id, [account.id])
            lifetimes.stand_as_told(session, ws.id, [account.id], now=world.now)
            assess.recompute(session, ws.id, ws.policy, ids=[account.id], now=world.now)
    assert world.stored(BOOK) == stands
