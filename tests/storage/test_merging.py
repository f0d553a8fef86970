"""Two accounts become one, and two again."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from rules import merging as rules
from storage import acts, audit, merged, merging, moves, records, tables, unmerging, workspaces
from storage.assess import recompute
from storage.privacy.declared import references
from storage.tables import METADATA

from ..statements import statements
from ..world import World


def merge(world: World, gone: int, stays: int, by: int = 3) -> int:
    """Straight through storage; the merge's id."""
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        pair = merging.pair(session, ws.id, gone, stays)
        assert pair is not None
        edit = rules.merged(pair, world.now.date(), ws.policy)
        at = merging.note(
            session, ws.id, gone, stays, became="", by_id=by, on=world.now.date(), now=world.now
        )
        kept = merging.merge(session, ws.id, at, edit, by_id=by, now=world.now)
        audit.keep(
            session, ws.id, world.now, by_id=by, did="merged", noun="merge", row_id=at, account=stays, **kept
        )
        recompute(session, ws.id, ws.policy, ids=[stays], now=world.now)
        return at


def part(world: World, at: int, by: int = 3) -> unmerging.Parted:
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        done = merged.get(session, ws.id, at)
        assert done is not None
        kept = acts.recent(session, ws.id, "merge", "merged", since=world.now - timedelta(days=99))[0].change
        parted = unmerging.part(session, ws.id, done, kept, by_id=by, now=world.now)
        recompute(session, ws.id, ws.policy, ids=[done.stays_id, done.gone_id], now=world.now)
        return parted


BESIDE = {"audit", "merge", "moved", "outbox"}  # the trail itself, and messages that are painted again


def stands(world: World) -> dict[str, list[Any]]:
    """Every row of ours, but for those of the act itself; found under names by what they say."""
    with world.tend.database.reading() as session:
        return {
            t.name: sorted(
                repr({k: v for k, v in r.items() if (t.name, k) != ("account_name", "id")})
                for r in session.execute(select(t).where(t.c.workspace_id == 1)).mappings()
            )
            for t in METADATA.sorted_tables
            if t.name not in BESIDE and "workspace_id" in t.c
        }


def filled(world: World) -> tuple[int, int]:
    """Two accounts, with a row of every table that refers to accounts, made from those of the twin."""
    globex = world.account("Globex", tier="B", last="2026-11-10", domain="globex.com")
    acme = world.account("Globex Ltd", tier="A", last="2026-11-02", industry="Mills")
    with world.tend.database.transaction() as session:
        _copied(session, acme)
        ws = workspaces.current(session)
        recompute(session, ws.id, ws.policy, ids=[acme, globex], now=world.now)
    return acme, globex


def _copied(session: Session, account: int) -> None:
    """Rows as the twin has them, ours and of this account."""
    people = {-3: 1, -2: 2, -1: 3, 0: 4}
    ids: dict[str, int] = {}
    for table in METADATA.sorted_tables:
        columns = [c for c in table.columns if any(f.target_fullname == "account.id" for f in c.foreign_keys)]
        if table.name in {"account", "account_name", "merge"} or not columns:
            if table.name in {"insight", "outbox"}:
                row = dict(session.execute(select(table).where(table.c.workspace_id == 2)).mappings().first())
                row |= {
                    "workspace_id": 1,
                    "id": 900,
                    **({"key": "some:1", "state": "sent"} if "key" in row else {}),
                }
                row |= {c: people.get(row[c], row[c]) for c in ("by_id", "person_id") if c in row}
                session.execute(insert(table).values(**row))
                ids[table.name] = 900
            continue
        row = dict(session.execute(select(table).where(table.c.workspace_id == 2)).mappings().first() or {})
        assert row, f"the twin has no row of {table.name}"
        row |= {"workspace_id": 1, "id": 900}
        for c in table.columns:
            for f in c.foreign_keys:
                target = f.target_fullname
                if row[c.name] is None:
                    continue
                if target == "account.id":
                    row[c.name] = account
                elif target == "person.id":
                    row[c.name] = people[row[c.name]]
                elif target == "contact.id":
                    row[c.name] = None
                elif target in {"outbox.id", "insight.id"}:
                    row[c.name] = ids.get(target.split(".")[0], 900)
        session.execute(insert(table).values(**row))


def refers(world: World, account: int) -> set[str]:
    """The columns in which something refers to an account."""
    with world.tend.database.reading() as session:
        return {
            str(c) for c in references("account") if session.execute(select(c).where(c == account)).first()
        }


def test_every_table_that_refers_to_accounts_goes_along(world: World):
    acme, globex = filled(world)
    before = refers(world, acme)
    assert {str(c) for c in moves.moving() if c.table.name != "account"} <= before
    merge(world, acme, globex)
    assert refers(world, acme) == {"standing.account_id", "merge.gone_id"}
    assert {str(c) for c in moves.moving() if c.table.name != "account"} <= refers(world, globex)


def test_an_undo_restores_everything_byte_for_byte(world: World):
    acme, globex = filled(world)
    before = stands(world)
    at = merge(world, acme, globex)
    assert stands(world) != before
    parted = part(world, at)
    after = stands(world)
    for name in before:
        assert after[name] == before[name], name
    assert not parted.stays or not sum(parted.stays.values())


def figures(world: World, ends_on: date) -> Any:
    from storage import digests, people

    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        mel = people.get(session, ws.id, 2)
        return digests.figures(session, ws, mel, ends_on=ends_on, now=world.now)


def same(one: Any, other: Any) -> None:
    """All that a digest says of a week, figure by figure; but for how accounts earn, which is said as of
    today, and whom to grow by it."""
    for name in one.__dataclass_fields__:
        if name not in {"people", "segments", "by_segment", "grow"}:
            assert getattr(one, name) == getattr(other, name), name


def quarter(world: World) -> tuple[int, int]:
    """Two accounts of two owners with a quarter of contacts, one covered by what is not the other's."""
    rng = random.Random(5)
    globex = world.account("Globex", tier="B", annual_revenue="5000", currency="USD")
    acme = world.account("Globex Ltd", owner="kim@x.com", tier="A", annual_revenue="70000", currency="USD")
    touches = [
        {
            "account": rng.choice(("Globex", "Globex Ltd")),
            "by_email": rng.choice(("dana@x.com", "kim@x.com")),
            "at": str(world.now.date() - timedelta(days=n)),
            "note": f"talk {n}",
            "purpose": "shared_insight",
        }
        for n in range(4, 120, 3)
    ]
    revenue = [
        {"account": a, "on": on, "kind": kind, "amount": amount, "currency": "USD"}
        for a, on, kind, amount in (
            ("Globex", "2025-02-01", "new", "5000"),
            ("Globex", "2026-09-01", "expansion", "700"),
            ("Globex Ltd", "2025-03-01", "new", "9000"),
            ("Globex Ltd", "2026-08-01", "contraction", "-500"),
        )
    ]
    report = world.load(world.write("touches", *touches))
    assert not report.problems
    report = world.load(world.write("revenue", *[{**r, "amount": r["amount"].lstrip("-")} for r in revenue]))
    assert not report.problems
    return acme, globex


def test_the_figures_of_past_weeks_stay_and_two_become_one_from_the_day_on(world: World):
    acme, globex = quarter(world)
    ago = [world.now.date() - timedelta(days=n) for n in (3, 10, 17, 45)]
    before = [figures(world, on) for on in ago]
    assert {a.id for a in before[1].accounts} == {acme, globex}
    merge(world, acme, globex)
    for on, was in zip(ago, before, strict=True):
        same(figures(world, on), was)
    world.now += timedelta(days=4)  # a week's end that lies after: two at its beginning, one at its end
    week = figures(world, world.now.date())
    assert {a.id for a in week.accounts} == {globex}
    assert week.before == figures(world, world.now.date() - timedelta(days=7)).all
    world.now += timedelta(days=20)
    later = figures(world, world.now.date())
    assert {a.id for a in later.accounts} == {globex}
    assert later.before.whole == 1
    for on, was in zip(ago, before, strict=True):
        same(figures(world, on), was)


def test_of_two_that_went_one_after_the_other_each_past_week_has_those_of_then(world: World):
    acme, globex = quarter(world)
    umbra = world.account("Umbra", tier="C", last="2026-09-20")
    ago = [world.now.date() - timedelta(days=n) for n in (3, 17)]
    first = [figures(world, on) for on in ago]
    merge(world, acme, globex)
    world.now += timedelta(days=14)
    between = figures(world, world.now.date() - timedelta(days=2))
    assert {a.id for a in between.accounts} == {globex, umbra}
    merge(world, globex, umbra)
    same(figures(world, world.now.date() - timedelta(days=2)), between)
    for on, was in zip(ago, first, strict=True):
        same(figures(world, on), was)
    assert {a.id for a in figures(world, world.now.date()).accounts} == {umbra}


def test_what_somebody_changed_since_stays_and_is_told_of(world: World):
    acme, globex = filled(world)
    at = merge(world, acme, globex)
    with world.tend.database.transaction() as session:
        mine = tables.Promise.workspace_id == 1
        session.execute(update(tables.Promise).where(mine).values(state="kept"))
    parted = part(world, at)
    assert [p.account_id for p in world.rows(tables.Promise)] == [globex]
    assert {n for n, count in parted.stays.items() if count} == {"promise"}
    assert {t.account_id for t in world.rows(tables.Touch)} == {acme, globex}
    assert {c.account_id for c in world.rows(tables.Concern)} == {acme}


def test_a_merge_asks_no_more_of_the_database_however_much_there_is(world: World):
    few, many, stays = (world.account(name, tier="B") for name in ("Few", "Many", "Stays"))
    touches = [
        {"account": account, "by_email": "dana@x.com", "at": f"2026-10-{n:02}", "note": f"talk {n}"}
        for account, most in (("Few", 2), ("Many", 28))
        for n in range(1, most)
    ]
    world.load(world.write("touches", *touches))
    with statements(world) as those:
        merge(world, few, stays)
    with statements(world) as others:
        merge(world, many, stays)
    assert len(others) <= len(those) + 2  # what only the second finds: names, places


def test_a_past_day_of_one_account_alone_is_that_among_others(world: World):
    acme, globex = quarter(world)
    on = world.now.date() - timedelta(days=3)
    merge(world, acme, globex)
    world.now += timedelta(days=4)
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        for day in (on, world.now.date()):
            asked = {"on": day, "policy": ws.policy, "now": world.now}
            together = list(records.as_of(session, ws.id, [acme, globex], **asked))
            alone = [r for i in (acme, globex) for r in records.as_of(session, ws.id, [i], **asked)]
            assert alone == together
