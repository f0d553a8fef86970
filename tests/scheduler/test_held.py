"""Mornings that hold accounts back: on the customer's holidays, and on quiet days of ours."""

from __future__ import annotations

from datetime import UTC, date, datetime

from storage import tables, workspaces

from ..world import World, text_of


def at(world: World, *when: int) -> None:
    world.now = datetime(*when, tzinfo=UTC)


def named(world: World) -> list[tuple[str, date]]:
    there = {a.id: a.name for a in world.rows(tables.Account)}
    return [(there[p.account_id], p.local_on) for p in world.rows(tables.Nudge) if p.state != "dropped"]


def test_a_customer_on_holiday_comes_the_next_working_day_and_nothing_else_moves(world: World):
    world.account("Kaito", last="2026-10-10", country="Japan")
    world.account("Acme", last="2026-10-10", country="US")
    before = {a.name: (a.due_on, a.look_at) for a in world.rows(tables.Account)}
    at(world, 2026, 11, 23, 15)
    assert world.tick()[0] == 1
    world.deliver()
    assert named(world) == [("Acme", date(2026, 11, 23))]
    after = {a.name: (a.due_on, a.look_at) for a in world.rows(tables.Account)}
    assert after["Kaito"] == before["Kaito"]
    at(world, 2026, 11, 24, 15)
    assert world.tick()[0] == 1
    assert named(world)[1:] == [("Kaito", date(2026, 11, 24))]


def test_a_morning_of_held_accounts_alone_is_no_message(world: World):
    world.account("Kaito", last="2026-11-05", country="日本")
    at(world, 2026, 11, 23, 15)
    assert world.tick()[0] == 0
    at(world, 2026, 11, 24, 15)
    assert world.tick()[0] == 1


def test_quiet_days_are_said_in_the_message(world: World):
    world.account("Acme", last="2026-10-10")
    world.account("Bolt", tier="B", last="2026-09-10")
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"quiet_days": "11-18 to 11-20"})
    assert world.tick()[0] == 1
    world.deliver()
    assert [n for n, _ in named(world)] == ["Acme"]
    (post,) = world.slack.made("chat.postMessage")
    assert (
        "Quiet days until Fri, Nov 20: A accounts and what has its day. 1 other waits until then."
        in text_of(post)
    )
    world.slack.calls.clear()
    world.command("/log acme called, happy")
    at(world, 2026, 11, 23, 15)
    world.tick()
    world.deliver()
    assert [n for n, _ in named(world)][1:] == ["Bolt"]
    assert "Quiet days" not in text_of(world.slack.made("chat.postMessage")[-1])
