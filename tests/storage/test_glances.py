"""A digest by glances equals the one that reads every account whole, in every figure; and reads few of
them."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import rules.digest
from messages import digest_details
from rules import worries as worst
from rules.growing import growth_of, ranked
from rules.looked import Looked
from rules.phrase import say
from rules.policy import Policy
from rules.revenue import Missing
from rules.week import RISKS, Digest, Firsts, Grow, Risk
from storage import digests, glances, people, tables, workspaces
from storage.earned import earned

from ..random_book import BOSS, FIRST, TODAY, Book
from ..world import World
from .test_merging import merge

NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)
SUNDAY = date(2026, 11, 15)


def plain_risks(looked: Sequence[Looked], whole: Any = None) -> Firsts[Risk]:
    there = [worst._risk(x) for x in looked if x.is_risk]
    there.sort(key=lambda r: (not r.trend.alarm, -r.seen.revenue, r.seen.name))
    return Firsts(tuple(there[:RISKS]), len(there))


def plain_worries(looked: Iterable[Looked], named: Collection[int], whole: Any = None) -> list[Risk]:
    bad = (x for x in looked if x.now is not None and x.health is not None and x.now.id not in named)
    there = [worst._risk(x) for x in bad if x.is_risk or (x.now and x.now.counted and x.now.neglected)]
    return sorted(there, key=lambda r: (-worst._weight(r), r.seen.name))[:5]


def plain_to_grow(
    looked: Iterable[Looked],
    segments: Mapping[int, str],
    on: date,
    policy: Policy,
    named: Collection[int],
    whole: Any = None,
) -> list[Grow]:
    seen, those = {}, []
    for x in looked:
        if x.now is None or x.health is None or x.now.id in named or x.is_risk:
            continue
        day = max(on, x.health.on)
        if growth := growth_of(x.record, x.health, segments.get(x.now.id, ""), day, policy):
            seen[x.now.id] = x.now
            those.append(growth)
    return [Grow(seen[g.account_id], g) for g in ranked(those, policy.currency)[:5]]


def plain(patch: pytest.MonkeyPatch, *asked: Any, **named: Any) -> Digest:
    """The digest of accounts that were all read whole, with all their touches."""
    with patch.context() as only:
        only.setattr(digests, "_looked", lambda s, ws, tree, ids, on, now, running, whole: list(whole(ids)))
        only.setattr(rules.digest, "risks", plain_risks)
        only.setattr(rules.digest, "worries", plain_worries)
        only.setattr(rules.digest, "to_grow", plain_to_grow)
        return digests.figures(*asked, **named)


def same(one: Digest, other: Digest) -> None:
    for f in fields(Digest):
        assert getattr(one, f.name) == getattr(other, f.name), f.name


def compare(
    patch: pytest.MonkeyPatch, session: Any, ws: Any, who: Any, on: date, now: datetime, running: bool
) -> Digest:
    asked = {"ends_on": on, "now": now, "running": running}
    expected = plain(patch, session, ws, who, **asked)
    same(digests.figures(session, ws, who, **asked), expected)
    return expected


@pytest.mark.parametrize("seed", range(2))
def test_glances_tell_what_the_records_tell(world: World, monkeypatch: pytest.MonkeyPatch, seed: int):
    """Of a book made by chance, on several days, for the whole team and for one of it."""
    chance = random.Random(seed)
    with world.tend.database.transaction() as session:
        Book(session, chance, 50).fill()
    rates: dict[str, float] = [{}, {"EUR": 1.1337}][seed % 2]
    told = list[Digest]()
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        ws = replace(ws, policy=replace(ws.policy, rates=rates, figures_by_name="others: by name"))
        for on, running in (
            (SUNDAY, False),
            (TODAY, True),
            (SUNDAY - timedelta(days=56), False),
            (date(2026, 3, 1), False),
        ):
            boss = people.get(session, 1, BOSS)
            told.append(compare(monkeypatch, session, ws, boss, on, NOW, running))
        compare(monkeypatch, session, ws, people.get(session, 1, 103), TODAY, NOW, running=True)
    assert len(told[0].accounts) > 20
    assert told[0].risks
    assert any(d.worries for d in told)


def test_of_accounts_that_became_one_each_day_has_its_own(world: World, monkeypatch: pytest.MonkeyPatch):
    """In the week in which two were merged, the week before and the one after."""
    with world.tend.database.transaction() as session:
        Book(session, random.Random(5), 24).fill()
    world.now = datetime(2026, 11, 11, 15, tzinfo=UTC)
    stand = [a.id for a in world.rows(tables.Account, tables.Account.status == "active") if a.id >= FIRST]
    merge(world, stand[1], stand[0], by=BOSS)
    with world.tend.database.reading() as session:
        ws, boss = workspaces.current(session), people.get(session, 1, BOSS)
        for on in (SUNDAY, SUNDAY - timedelta(days=7), SUNDAY + timedelta(days=7)):
            compare(monkeypatch, session, ws, boss, on, NOW, running=False)


def test_of_one_account_alone(world: World, monkeypatch: pytest.MonkeyPatch):
    """A list of one is asked in another way."""
    for seed in range(3):
        with world.tend.database.transaction() as session:
            book = Book(session, random.Random(seed), 1)
            book.accounts = range(FIRST + seed, FIRST + seed + 1)
            book.fill(people=not seed)
        with world.tend.database.reading() as session:
            ws = workspaces.current(session)
            owner = world.rows(tables.Account, tables.Account.id == FIRST + seed)[0].owner_id
            compare(monkeypatch, session, ws, people.get(session, 1, owner), SUNDAY, NOW, running=False)


def test_what_was_bought_and_given_back_was_there(world: World, monkeypatch: pytest.MonkeyPatch):
    account = {"name": "Co", "owner_email": "dana@x.com", "tier": "B", "annual_revenue": "900"}
    bought = {"account": "Co", "on": "2026-09-01", "kind": "purchase", "currency": "USD"}
    world.load(
        world.write("accounts", account),
        world.write("revenue", {**bought, "amount": "500"}, {**bought, "on": "2026-09-03", "amount": "-500"}),
    )
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        mel = next(p for p in people.everyone(session, ws.id) if p.email == "mel@x.com")
        week = compare(monkeypatch, session, ws, mel, SUNDAY, NOW, running=False)
    assert [r.basis for r in week.retention] == ["purchases"]
    assert week.retention[0].nrr == Missing(say("no purchases in the 12 months before"))


def test_amounts_that_no_database_adds_up(world: World, monkeypatch: pytest.MonkeyPatch):
    """Of many years ago, so that what it brings now is a figure all the same; and what is given back."""
    account = {"name": "Co", "owner_email": "dana@x.com", "tier": "B", "annual_revenue": "900"}
    bought = {"account": "Co", "kind": "purchase", "currency": "KWD"}
    most = [{**bought, "on": "2010-09-01", "amount": f"{9_999_999_999_999 - n}"} for n in range(950)]
    later = [{**bought, "on": "2026-09-01", "amount": amount} for amount in ("5000000000", "-4999999999.999")]
    world.load(world.write("accounts", account), world.write("revenue", *most, *later))
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        mel = next(p for p in people.everyone(session, ws.id) if p.email == "mel@x.com")
        compare(monkeypatch, session, ws, mel, SUNDAY, NOW, running=False)
        ids, days = [a.id for a in world.rows(tables.Account)], (SUNDAY - timedelta(days=7), SUNDAY)
        (moves,) = earned(session, ids, ws.policy, days).values()
    minor = [1000 * (9_999_999_999_999 - n) for n in range(950)]
    assert [m.minor for m in moves] == [sum(minor), 1]


def test_as_many_at_risk_are_told_as_are_shown():
    assert digest_details.RISKS == RISKS


def kept_in_rhythm(world: World, count: int, years: int) -> None:
    """Accounts that were reached last week, and each month for so many years."""
    names = [f"Co {n:02}" for n in range(count)]
    rows = [{"name": n, "owner_email": "dana@x.com", "tier": "B", "started_on": "2010-01-05"} for n in names]
    met = {"by_email": "dana@x.com", "channel": "call", "purpose": "shared_insight", "note": "x"}
    days = [SUNDAY - timedelta(days=3 + 30 * n) for n in range(12 * years)]
    world.load(
        world.write("accounts", *rows),
        world.write("touches", *({"account": n, "at": str(day), **met} for n in names for day in days)),
    )


def test_accounts_in_rhythm_are_not_read_whole(world: World, monkeypatch: pytest.MonkeyPatch):
    kept_in_rhythm(world, 40, years=1)
    read = list[int]()
    for module in (digests, glances):
        real = module.look
        monkeypatch.setattr(
            module, "look", lambda r, *a, real=real, **k: (read.append(r.account.id), real(r, *a, **k))[1]
        )
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        mel = next(p for p in people.everyone(session, ws.id) if p.email == "mel@x.com")
        seen = digests.figures(session, ws, mel, ends_on=SUNDAY, now=NOW)
    assert (seen.all.part, seen.all.whole) == (40, 40)
    assert len(read) <= 10, "at most those that may be named among the five to grow"


def test_a_long_history_costs_a_digest_nothing(world: World):
    """Steps of the database's engine, not seconds: touches from before the window are not walked."""
    if world.tend.database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts no steps")
    steps = []
    for years in (2, 8):
        kept_in_rhythm(world, 20, years)
        with world.tend.database.reading() as session:
            ws = workspaces.current(session)
            mel = next(p for p in people.everyone(session, ws.id) if p.email == "mel@x.com")
            driver, count = session.connection().connection.dbapi_connection, [0]

            def one(count: list[int] = count) -> None:
                count[0] += 1

            driver.set_progress_handler(one, 100)
            seen = digests.figures(session, ws, mel, ends_on=SUNDAY, now=NOW)
            driver.set_progress_handler(None, 0)
            steps.append(count[0])
        assert seen.all.whole == 20
    assert steps[1] < 1.05 * steps[0]
