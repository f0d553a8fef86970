"""A chunk of accounts that goes or comes back waits for whoever moves its changeover on, and reads anew."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlmodel import Session

from handlers import changing_hands
from scheduler import changeovers as worker
from storage import changeovers, passing, tables, workspaces

from ..handlers.test_ours import open_, person
from ..handlers.test_to_whom import many, owners
from ..world import World


@pytest.fixture
def going(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Dana left; 25 of 60 accounts have gone."""
    many(world, 60)
    monkeypatch.setattr(changing_hands, "CHUNKS", 0)
    world.submit(open_(world, "leave", "dana", by="UADA"), {}, by="UADA")
    assert owners(world) == {"Mel": 25, "Dana": 35}
    return world


def meanwhile(world: World, act: Callable[[Session], object]) -> tuple[threading.Thread, list[object]]:
    """Another process does something in a transaction of its own, begun while this one's stands."""
    did = list[object]()

    def run() -> None:
        with world.tend.database.transaction() as session:
            did.append(act(session))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.5)
    return thread, did


def test_what_is_taken_back_meanwhile_goes_no_further(going: World):
    with going.tend.database.transaction() as session:
        ws = workspaces.current(session)
        one = changeovers.get(session, ws.id, 1)
        assert one
        passing.turn_back(session, ws.id, one, by_id=None, now=going.now)
        thread, did = meanwhile(
            going, lambda session: passing.go_on(session, ws.id, ws.policy, one, now=going.now)
        )
        assert not did, "it waits"
    thread.join(30)
    assert did == [0]
    assert owners(going) == {"Mel": 25, "Dana": 35}
    assert going.rows(tables.Changeover)[0].stage == "back"


def test_the_worker_reads_its_stage_once_it_is_its_turn(going: World):
    with going.tend.database.transaction() as session:
        ws = workspaces.current(session)
        one = changeovers.get(session, ws.id, 1)
        assert one
        passing.turn_back(session, ws.id, one, by_id=None, now=going.now)
        thread, did = meanwhile(going, lambda session: worker._step(session, ws, 1, going.now))
        assert not did, "it waits"
    thread.join(30)
    assert did == [False], "all 25 came back"
    assert owners(going) == {"Dana": 60}


def test_what_follows_when_somebody_is_switched_off_begins_once(world: World):
    world.account("Acme")
    dana = person(world, "dana").id
    with world.tend.database.transaction() as session:
        session.get_one(tables.Person, dana).active = False
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        assert worker._begin(session, ws, dana, world.now)
        thread, did = meanwhile(world, lambda session: worker._begin(session, ws, dana, world.now))
        assert not did, "it waits"
    thread.join(30)
    assert did == [False]
    assert len(world.rows(tables.Changeover)) == 1
