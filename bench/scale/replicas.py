"""A real standby beside the server: how far behind it is right after a commit, and that what only reads works
on it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
from sqlalchemy.exc import DBAPIError

from storage import workspaces

from ..book import NOW, unprepared
from . import acts
from .figures import Figure, size, span
from .server import Rig

TRIES, CARDS = 60, 20
_SENT = "SELECT pg_current_wal_lsn()"


def measure(rig: Rig, name: str) -> Iterator[Figure]:
    begun = time.perf_counter()
    folder = rig.folder / "standby"
    source = ("-h", str(rig.folder), "-U", "postgres", "--checkpoint=fast")
    rig.run("pg_basebackup", "-D", str(folder), *source, "-R", "-X", "stream")
    took = time.perf_counter() - begun
    copied = rig.one("postgres", "SELECT sum(pg_database_size(oid)) FROM pg_database")
    yield Figure(
        "a base backup", f"{size(copied)} in {span(took)}", f"{size(float(copied) / took)} a second here"
    )
    where = f"-c listen_addresses= -k {folder} -c hot_standby=on -c fsync=off -c max_connections=200"
    rig.run("pg_ctl", "-D", str(folder), "-w", "-o", where, "-l", str(rig.folder / "standby.log"), "start")
    try:
        there = f"postgresql://postgres@/{name}?host={folder}"
        yield _behind(rig, name, there)
        yield _reads(rig.url(name), there)
    finally:
        rig.run("pg_ctl", "-D", str(folder), "-m", "immediate", "stop")


def _behind(rig: Rig, name: str, there: str) -> Figure:
    """Each commit looked for on the standby at once: how often it is not there yet, and how long until."""
    stale, waits = 0, list[float]()
    with (
        psycopg.connect(rig.url(name), autocommit=True) as primary,
        psycopg.connect(there, autocommit=True) as standby,
    ):
        for n in range(TRIES):
            primary.execute("UPDATE workspace SET name = %s WHERE id = 1", [f"Bench {n}"])
            begun = time.perf_counter()
            tries = 0
            while standby.execute("SELECT name FROM workspace WHERE id = 1").fetchall()[0][0] != f"Bench {n}":
                tries += 1
                assert time.perf_counter() - begun < 10, "the standby does not follow"
            stale += tries > 0
            waits.append(time.perf_counter() - begun)
    waits.sort()
    return Figure(
        "read from a standby right after a commit",
        f"{stale} of {TRIES} not there yet; half in {span(waits[TRIES // 2])}, all in {span(waits[-1])}",
        "what answers a write reads the primary",
    )


def _reads(here: str, there: str) -> Figure:
    """The same cards from both; what writes is refused by the standby."""
    with (
        psycopg.connect(here, autocommit=True) as primary,
        psycopg.connect(there, autocommit=True) as standby,
    ):
        sent = primary.execute(_SENT).fetchall()[0][0]
        while not standby.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [sent]).fetchall()[0][0]:
            time.sleep(0.01)
    first, second = unprepared(here), unprepared(there)
    cards, theirs = ([acts.card(tend)(n) for n in range(CARDS)] for tend in (first, second))
    refused = "taken"
    try:
        with second.database.transaction() as session:
            workspaces.note_tick(session, 1, NOW)
    except DBAPIError as error:
        refused = type(error.orig).__name__
    first.close()
    second.close()
    equal = sum(ours == other for ours, other in zip(cards, theirs, strict=True))
    return Figure(
        "cards read from a standby, equal to the primary's; a write there",
        f"{equal} of {CARDS}; {refused}",
        "what only reads needs no change to go there",
    )
