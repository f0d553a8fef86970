"""Storage in trouble: locked, full, killed and started again. The person is answered, health says so,
nothing is lost."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from storage import tables, workspaces
from storage.database import Database, StorageError
from tests.postgres import Server
from tests.world import World, text_of

from .conftest import Size


def readiness(world: World) -> Any:
    from starlette.testclient import TestClient

    return TestClient(world.tend.http(world.app, works=True)).get("/readyz")


def logged(world: World) -> int:
    return len(world.rows(tables.Touch, tables.Touch.batch != ""))


def test_locked_the_person_gets_the_text_back_and_the_worker_waits(world: World, size: Size):
    world.account("Acme", last="2026-10-10")
    world.tick()
    assert world.app
    patient = Database(world.tend.settings.database_url, 60)
    holding, free = threading.Event(), threading.Event()

    def hold() -> None:
        with Database(world.tend.settings.database_url).transaction() as session:
            session.execute(
                text("SELECT 1")
                if world.tend.database.is_sqlite
                else text("LOCK TABLE processed, outbox, touch IN ACCESS EXCLUSIVE MODE")
            )
            holding.set()
            free.wait(90)

    holder = threading.Thread(target=hold)
    holder.start()
    holding.wait(10)
    begun = time.monotonic()
    answer = world.command("/log acme called, happy", trigger="1.1")
    assert time.monotonic() - begun < 3, "inside Slack's three seconds"
    assert "not stored" in answer["text"]
    assert "acme called, happy" in text_of(answer)
    ready = readiness(world)
    if world.tend.database.is_sqlite:  # PostgreSQL locks what is asked for, and the probe asks for other rows
        assert (ready.status_code, "takes no writes (locked)" in ready.text) == (503, True)
    waited: list[str] = []

    def work() -> None:
        with patient.transaction() as session:
            session.execute(text("UPDATE outbox SET tries = tries"))
            waited.append("done")

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(size.of(0.5, 55))  # that it waits can't be seen from outside, only that it is not done
    assert not waited
    free.set()
    holder.join()
    worker.join(20)
    assert waited == ["done"], "the worker waited and went on"
    assert "Logged with Acme" in text_of(world.command("/log acme called, happy", trigger="1.1"))
    world.deliver()
    assert logged(world) == 1
    assert readiness(world).status_code == 200
    patient.close()


@pytest.mark.sqlite_only
def test_a_full_disk_loses_nothing_and_is_left_behind_unaided(world: World):
    world.account("Acme", last="2026-10-10")
    world.tick()
    engines = [
        d.engine for d in (world.tend.database, world.tend.worker_database, world.tend.health_database)
    ]
    full = [True]

    def limit(raw, *_):
        raw.execute("PRAGMA max_page_count = 1" if full[0] else "PRAGMA max_page_count = 1073741823")

    for engine in engines:  # a disk is full for all of them
        event.listen(engine, "connect", limit)
        engine.dispose()
    answer = world.command("/log acme called, " + "x" * 9000, trigger="1.1")
    assert "not stored" in answer["text"]
    ready = readiness(world)
    assert (ready.status_code, "takes no writes" in ready.text) == (503, True)
    with pytest.raises(OperationalError, match="full"), world.tend.database.transaction() as session:
        session.execute(
            tables.table(tables.Audit).insert(),
            [{"workspace_id": 1, "at": world.now, "did": "x" * 9000, "noun": "x", "row_id": 1, "change": {}}]
            * 50,
        )
    assert logged(world) == 0
    full[0] = False
    for engine in engines:
        engine.dispose()
    assert readiness(world).status_code == 200, "though nobody has written since"
    world.command("/log acme called, " + "x" * 9000, trigger="1.1")
    assert logged(world) == 1


def test_postgres_killed_and_started(world: World, postgres: Server | None):
    if postgres is None:
        pytest.skip("about PostgreSQL")
    from starlette.testclient import TestClient

    postgres.settle(world.tend.settings.database_url)
    world.account("Acme", last="2026-10-10")
    world.tick()
    client = TestClient(world.tend.http(world.app, works=True))
    assert client.get("/readyz").status_code == 200
    postgres.kill()
    ready = client.get("/readyz")
    assert (ready.status_code, "does not answer" in ready.text) == (503, True)
    assert "not stored" in world.command("/log acme called, happy", trigger="1.1")["text"]
    with pytest.raises(OperationalError):
        world.deliver()
    postgres.start_again()
    assert client.get("/readyz").status_code == 200
    assert "Logged with Acme" in text_of(world.command("/log acme called, happy", trigger="1.1"))
    world.deliver()
    assert logged(world) == 1


def test_postgres_ends_the_transaction_of_a_stopped_worker(world: World, postgres: Server | None):
    if postgres is None:
        pytest.skip("about PostgreSQL")
    stopped = Database(world.tend.settings.database_url, 60, stands_for=0.5)
    patient = Database(world.tend.settings.database_url, 10)
    with pytest.raises(StorageError), stopped.transaction() as session:
        workspaces.lock(session, 1)
        with patient.transaction() as other:
            workspaces.lock(other, 1)
    stopped.close()
    patient.close()
