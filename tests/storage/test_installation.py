"""What the health line reads: of this workspace alone, each fact where it changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from rules.installation import Installation
from storage import installation, tables, workspaces

from ..twin import ours
from ..world import World


def stands(world: World) -> Installation:
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        return installation.read(session, ws, world.now, world.time.at)


def change(world: World, model: Any, **values: Any) -> None:
    with world.tend.database.transaction() as session:
        session.execute(update(tables.table(model)).where(ours(model)).values(**values))


def test_each_fact_is_read_where_it_changes(world: World):
    first = stands(world)
    assert (first.linked, first.unlinked, first.imported_at) == (4, 0, world.now)
    assert first.tick_age is None
    world.tick()
    world.time.pass_for(45)
    assert stands(world).tick_age == 45
    world.account("Acme", annual_revenue="84000", currency="CHF")
    world.account("Home", annual_revenue="84000", currency="USD")
    assert stands(world).no_rate == ("CHF",)
    change(world, tables.Workspace, policy={"rates": {"CHF": 1.1}})
    assert stands(world).no_rate == ()
    world.load(world.write("people", {"email": "new@x.com", "name": "New", "role": "rep"}))
    assert stands(world).unlinked == 1
    change(world, tables.Account, tier_proposal="A")
    assert stands(world).untiered == 2
    people = tables.table(tables.Person)
    with world.tend.database.transaction() as session:
        mine = (ours(tables.Person), people.c.email == "dana@x.com")
        session.execute(update(people).where(*mine).values(active=False))
    assert (stands(world).ownerless, stands(world).linked) == (2, 3)
    change(world, tables.Account, status="churned")
    assert (stands(world).ownerless, stands(world).untiered) == (0, 0)


def test_the_oldest_due_message_and_those_that_were_lost(world: World):
    world.account("Acme", last="2026-10-10")
    world.tick()
    world.now += timedelta(minutes=20)
    due = stands(world).due_age
    assert due is not None and due >= 1200  # noqa: PT018 - one thought
    change(world, tables.Outbox, state="dead", ended_at=world.now)
    assert (stands(world).due_age, stands(world).lost) == (None, len(world.rows(tables.Outbox)))


def test_an_admin_reads_it_on_home_with_the_age_of_the_last_tick(world: World):
    world.tick()
    world.time.pass_for(200)
    world.dispatch(
        '{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"app_home_opened","user":"UADA",'
        '"channel":"D1","tab":"home","event_ts":"1.1"}}',
        "application/json",
    )
    world.deliver()
    shown = str(world.slack.made("views.publish")[-1])
    assert "*How it stands*: ⚠️ the worker has not ticked for 3 min" in shown
