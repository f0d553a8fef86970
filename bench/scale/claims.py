"""Claims by many workers: none takes what another has, who holds one workspace holds up no other, and what a
claim costs while other workspaces' messages are due."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from sqlmodel import Session

from compose import Tend
from storage import claims, outbox, workspaces
from storage.claims import Wanted
from storage.database import StorageError

from ..book import NOW, a_tend_at
from . import acts
from .figures import A_REP, ACCOUNTS_EACH, Figure, span
from .server import Rig

WORKERS, EACH, CROWD = 8, 60, 3_000
PAST = ACCOUNTS_EACH // A_REP * 250  # a message a rep and working day
_DUE = """
INSERT INTO outbox (workspace_id, key, kind, say, channel, ts, payload, version, state, due_at, claim, tries,
    unknown_tries, reopened, said, plain, last_error, created_at)
SELECT w.id, 'scale:' || '{mark}' || n, 'post', 'shared', 'C' || n, '', '{{}}', 1, 'due', %s, '', 0,
    0, false, '', false, '', %s FROM workspace w CROSS JOIN generate_series(1, {each}) n WHERE w.id {those}
"""
INDEX = "CREATE INDEX ix_scale_due ON outbox (workspace_id, state, due_at)"


def measure(rig: Rig, name: str) -> Iterator[Figure]:
    tend = a_tend_at(rig.url(name))
    count = rig.one(name, "SELECT count(*) FROM workspace")
    _due(rig, name, "mine", EACH, "= 1")
    alone = _cost(rig, name, tend)
    _due(rig, name, "crowd", CROWD, "> 1")
    _due(rig, name, "past", PAST, "= 1")
    rig.ask(name, "UPDATE outbox SET state = 'sent' WHERE key LIKE 'scale:past%%'")
    rig.ask(name, "VACUUM ANALYZE outbox")
    crowd = _cost(rig, name, tend)
    rig.ask(name, INDEX)
    indexed = _cost(rig, name, tend)
    yield Figure(
        f"a claim in the database: nothing else / {CROWD * (count - 1):,} due elsewhere, {PAST:,} sent here "
        "(a year) / and an index (workspace_id, state, due_at)",
        " / ".join(span(s) for s in (alone, crowd, indexed)),
        f"{crowd / alone:.1f} and {indexed / alone:.1f} of the first",
    )
    yield _spread(rig, name, tend)
    yield _apart(tend)
    tend.close()
    rig.ask(name, "DROP INDEX ix_scale_due")
    rig.ask(name, "DELETE FROM outbox WHERE key LIKE 'scale:%%'")


def _due(rig: Rig, name: str, mark: str, each: int, those: str) -> None:
    rig.ask(name, _DUE.format(mark=mark, each=each, those=those), NOW, NOW)
    rig.ask(name, "ANALYZE outbox")


def _cost(rig: Rig, name: str, tend: Tend) -> float:
    """Seconds of the database's processor that a claim takes; none is kept."""

    def one(_: int) -> None:
        with tend.database.trying() as session:
            assert taken(session, 1)

    return acts.cost(rig, name, one, 40).database


def taken(session: Session, ws: int) -> outbox.Message | None:
    """As a worker claims: the workspace's row first (its rates), then one message."""
    workspaces.lock(session, ws)
    wanted = Wanted(ws, NOW + timedelta(minutes=1), NOW, sending=True)
    return claims.claim(session, wanted, uuid4().hex)


def _spread(rig: Rig, name: str, tend: Tend) -> Figure:
    """Eight workers on the workspaces in turn, until nothing is due in the first eight."""
    rig.ask(name, "UPDATE outbox SET state = 'sent' WHERE key LIKE 'scale:crowd%%'")
    _due(rig, name, "spread", EACH, f"BETWEEN 1 AND {WORKERS}")
    held, lock = list[int](), threading.Lock()

    def work(first: int) -> None:
        for turn in range(WORKERS):
            while True:
                with tend.database.transaction() as session:
                    message = taken(session, (first + turn) % WORKERS + 1)
                if message is None:
                    break
                with lock:
                    held.append(message.id)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(WORKERS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    due = EACH * (WORKERS + 1)  # the first workspace had some before
    return Figure(
        f"{due} messages of {WORKERS} workspaces, {WORKERS} workers at once",
        f"{len(held)} claimed, {len(held) - len(set(held))} twice; {len(held) / took:,.0f} a second here",
        "claims are no limit: Slack's 5 a second and workspace are",
    )


def _apart(tend: Tend) -> Figure:
    """While a worker's claim in one workspace is open, another asks there and elsewhere."""
    with tend.database.transaction() as session:
        workspaces.lock(session, 1)
        begun = time.perf_counter()
        with tend.worker_database.transaction() as other:
            taken(other, 2)
        elsewhere = time.perf_counter() - begun
        there = "waits"
        try:
            with tend.health_database.transaction() as other:
                taken(other, 1)
            there = "does not wait"
        except StorageError:
            pass
    return Figure(
        "while a claim is open in a workspace, another worker",
        f"elsewhere has its claim in {span(elsewhere)}; in the same one it {there}",
        "one worker a workspace at a time: spread by workspace",
    )
