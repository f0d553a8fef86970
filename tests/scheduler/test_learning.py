"""The worker looks once a week at what became of places; mornings and managers go by it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from rules.helped import Followed, Helped
from rules.learned import Learned
from scheduler.learning import learn
from scheduler.metronome import sweep
from storage import cuts, tables, workspaces

from ..world import START, World, text_of

NU, CU, W, OUT = (tables.table(t) for t in (tables.Nudge, tables.Cut, tables.Workspace, tables.Outbox))
TODAY = START.date()


def learned(world: World) -> Any:
    with world.tend.database.reading() as session:
        return workspaces.current(session).learned


def a_row(world: World) -> int:
    """A message that was sent, for places to stand in."""
    row = {
        "key": f"x{len(world.rows(tables.Outbox))}",
        "say": "nudge",
        "kind": "post",
        "payload": {},
        "state": "sent",
    }
    with world.tend.database.transaction() as session:
        done = session.execute(OUT.insert().values(workspace_id=1, due_at=START, created_at=START, **row))
        return int(done.inserted_primary_key[0])


def people(world: World) -> dict[str, int]:
    return {p.email.split("@")[0]: p.id for p in world.rows(tables.Person)}


def shown(world: World, accounts: list[int], kind: str, acted: int, ago: int = 20, **given: Any) -> None:
    """A place of each account, days ago; the first of them were acted on a day later."""
    at, row = START - timedelta(days=ago), a_row(world)
    rows = [
        {
            "workspace_id": 1,
            "rep_id": people(world)["dana"],
            "account_id": account,
            "outbox_id": row,
            "local_on": at.date(),
            "place": n % 5 + 1,
            "reason": {"kind": kind, "why": "", "ask": None},
            "stuck": False,
            "state": "sent",
            "sent_at": at,
            "acted_at": at + timedelta(days=1) if n < acted else None,
            "outcome": "logged" if n < acted else "",
            "batch": "",
            **given,
        }
        for n, account in enumerate(accounts)
    ]
    with world.tend.database.transaction() as session:
        session.execute(NU.insert(), rows)


@pytest.fixture
def book(world: World) -> list[int]:
    """40 accounts that are not due for long."""
    rows = [{"name": f"Co {n:02d}", "owner_email": "dana@x.com", "tier": "C"} for n in range(40)]
    report = world.load(world.write("accounts", *rows))
    assert not report.problems
    return [a.id for a in world.rows(tables.Account)]


@pytest.fixture
def sunk(world: World, book: list[int]) -> World:
    """Nobody acts on what was said last, half of the others are acted on."""
    shown(world, book, "same package", acted=20)
    shown(world, book, "said last", acted=0)
    assert learn(world.tend.services, 1) == 80
    return world


def test_it_learns_once_a_week_in_the_sweep(world: World, book: list[int]):
    assert learned(world) is None
    sweep(world.tend.services)
    assert (learned(world).on, learned(world).sunk) == (TODAY, {})
    shown(world, book, "same package", acted=20)
    shown(world, book, "said last", acted=0)
    world.now += timedelta(days=6)
    assert learn(world.tend.services, 1) == 0
    world.now += timedelta(days=1)
    assert learn(world.tend.services, 1) == 80
    assert set(learned(world).sunk) == {"said last"}
    assert learn(world.tend.services, 1) == 0


def test_what_is_over_for_half_a_year_counts_no_longer(world: World, book: list[int]):
    shown(world, book, "same package", acted=20)
    shown(world, book, "said last", acted=0, ago=182)
    assert learn(world.tend.services, 1) == 40
    assert learned(world).sunk == {}


def test_what_never_arrived_was_not_shown(world: World, book: list[int]):
    shown(world, book, "same package", acted=20)
    shown(world, book, "said last", acted=0, state="dropped")
    shown(world, book, "insight", acted=0, state="planned", sent_at=None)
    assert learn(world.tend.services, 1) == 40
    assert learned(world).sunk == {}


def test_the_morning_puts_last_what_nobody_acts_on(sunk: World):
    """Of an account with its package for long, and something said: by the setting."""
    touch = {"by_email": "dana@x.com", "at": "2026-08-01", "channel": "call", "purpose": "shared_insight"}
    names = [f"Late {n:02d}" for n in range(12)]
    row = {"owner_email": "dana@x.com", "tier": "A", "started_on": "2024-01-10", "services": "care"}
    paths = [
        sunk.write("accounts", *({**row, "name": n} for n in names)),
        sunk.write("touches", *({**touch, "account": n, "note": "they open a second plant"} for n in names)),
    ]
    assert not sunk.load(*paths).problems
    with sunk.tend.database.transaction() as session:  # the other way round: what comes first sinks
        stored = sunk.rows(tables.Workspace)[0].policy
        kept = stored["learned"]
        kept["sunk"][0]["kind"] = "same package"
        session.execute(update(W).where(W.c.id == 1).values(policy={**stored, "learned": kept}))
    assert sunk.tick()[0] == 1
    today = [n.reason["kind"] for n in sunk.rows(tables.Nudge, tables.Nudge.local_on == TODAY)]
    assert len(today) == 5
    assert "said last" in today
    sunk.set(learning=False)
    sunk.now += timedelta(days=1)
    sunk.tick()
    after = [n.reason["kind"] for n in sunk.rows(tables.Nudge, tables.Nudge.local_on > TODAY)]
    assert after == ["same package"] * 5


# the cut ----------------------------------------------------------------------------------------------------
def late(world: World, number: int) -> list[int]:
    """So many B accounts, alike, due since the same day."""
    rows = [{"name": f"B{n:02d}", "owner_email": "dana@x.com", "tier": "B"} for n in range(number)]
    touch = {"by_email": "dana@x.com", "at": "2026-10-01", "channel": "call", "purpose": "shared_insight"}
    touches = [{**touch, "account": r["name"]} for r in rows]
    assert not world.load(world.write("accounts", *rows), world.write("touches", *touches)).problems
    return [a.id for a in world.rows(tables.Account)]


def at_the_cut(world: World) -> list[tuple[int, bool]]:
    return [(c.account_id, c.shown) for c in world.rows(tables.Cut)]


def test_a_morning_with_a_cut_remembers_who_stood_beside_it(world: World):
    late(world, 5)
    world.tick()
    assert at_the_cut(world) == []
    world.now += timedelta(days=1)
    late(world, 12)
    world.tick()
    rows = world.rows(tables.Cut)
    places = {n.account_id for n in world.rows(tables.Nudge, tables.Nudge.local_on > TODAY)}
    assert [c.pair for c in rows] == [1, 1, 2, 2, 3, 3]
    assert {c.account_id for c in rows if c.shown} < places
    assert not {c.account_id for c in rows if not c.shown} & places


def followed(world: World, days: int = 8) -> list[tuple[date, Followed]]:
    with world.tend.database.reading() as session:
        return cuts.followed(session, 1, people(world)["dana"], TODAY + timedelta(days=days))


def test_what_followed_a_cut(world: World):
    late(world, 8)
    world.tick()
    assert followed(world) == [], "not while nobody knows whether it arrived"
    world.deliver()
    first, *_ = followed(world)
    assert (first[0], first[1][2:]) == (TODAY, (None, None, None))
    assert followed(world, days=6) == [], "its 7 days are not over"
    world.now += timedelta(days=1)
    world.tick()
    world.deliver()
    names = {a.id: a.name for a in world.rows(tables.Account)}
    ((_, pair), *_) = followed(world)
    assert pair.waited_shown == 1
    world.command(f"/log {names[pair.shown_id]} called")
    world.command(f"/log {names[pair.waited_id]} left a voicemail")
    world.now += timedelta(days=1)
    world.command(f"/log {names[pair.waited_id]} called")
    ((_, pair), *_) = followed(world)
    assert pair[2:] == (1, 2, 1), "on the rep's days; a voicemail reached nobody"


def test_days_are_those_of_the_rep(world: World):
    """At 02:00 in Greenwich it is still the day before in New York."""
    late(world, 8)
    world.tick()
    world.deliver()
    ((_, pair), *_) = followed(world)
    names = {a.id: a.name for a in world.rows(tables.Account)}
    world.now = datetime(2026, 11, 19, 2, tzinfo=UTC)
    world.command(f"/log {names[pair.waited_id]} called")
    ((_, pair), *_) = followed(world)
    assert pair.waited_touched == 0


def test_they_are_forgotten_after_400_days(world: World):
    late(world, 8)
    world.tick()
    kept = at_the_cut(world)
    assert kept
    world.now += timedelta(days=400)
    learn(world.tend.services, 1)
    assert at_the_cut(world) == kept
    world.now += timedelta(days=8)
    learn(world.tend.services, 1)
    assert at_the_cut(world) == []


def test_accounts_that_became_one_are_no_pair(world: World):
    late(world, 8)
    world.tick()
    world.deliver()
    before = followed(world)
    one = before[0][1]
    with world.tend.database.transaction() as session:
        session.execute(update(CU).where(CU.c.account_id == one.waited_id).values(account_id=one.shown_id))
    assert len(followed(world)) == len(before) - 1


def test_managers_read_it_once_a_month(world: World, book: list[int]):
    kept = Learned(date(2026, 12, 6), helped=Helped(300, 93, 36, 0.12, 0.26, TODAY, TODAY))
    with world.tend.database.transaction() as session:
        workspaces.keep_learned(session, workspaces.current(session), kept.to_json())

    def monday(*when: int) -> str:
        world.now = datetime(*when, 14, tzinfo=UTC)
        world.sent.clear()
        world.slack.calls.clear()
        world.tick()
        world.deliver()
        return "\n".join(text_of(m) for m in world.slack.made("chat.postMessage") if m["channel"] == "DMEL")

    assert "A place in the morning message" not in monday(2026, 11, 30)
    said = "A place in the morning message helps: of 300 places 31 % were followed by contact"
    assert said in monday(2026, 12, 7)
    assert "A place in the morning message" not in monday(2026, 12, 14)
