"""The same behind a real pgbouncer in transaction mode, where one is installed (PGBOUNCER says where): cards
by eight threads over three connections, what SET leaves behind, and two imports at once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event

from storage.database import Unusable
from storage.exchange.lock import alone

from ..book import unprepared
from . import acts
from .figures import Figure
from .server import Rig

THREADS, EACH, CONNECTIONS, TRIES = 8, 20, 3, 6
LOOKS = "SHOW lock_timeout"
_SETTINGS = """[databases]
{name} = host={server} port=5432 dbname={name} user=postgres pool_size={connections}
[pgbouncer]
unix_socket_dir={folder}
listen_addr=
auth_type=any
pool_mode=transaction
max_prepared_statements=200
logfile={folder}/log
pidfile={folder}/pid
"""


def measure(rig: Rig, name: str) -> Iterator[Figure]:
    program = os.environ.get("PGBOUNCER") or shutil.which("pgbouncer")
    if not program:
        yield Figure("behind pgbouncer in transaction mode", "not measured: none is installed here")
        return
    with _pool(rig, name, program) as url:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        failed = [_failed(url, prepares) for prepares in (True, False)]
        yield Figure(
            f"cards that fail behind pgbouncer {said.split()[1]}, {THREADS} threads; if nothing is prepared",
            f"{failed[0]} of {THREADS * EACH}; {failed[1]}",
            "from 1.22 on, or nothing prepared",
        )
        yield _left_behind(url)
        yield Figure(
            "imports that began while another ran, each of which must be refused",
            f"{_imports(url)} of {TRIES}",
        )


@contextmanager
def _pool(rig: Rig, name: str, program: str) -> Iterator[str]:
    """A pgbouncer before the server, on a socket; the address of the database in it."""
    folder = rig.folder / "pool"
    folder.mkdir()
    shutil.chown(folder, rig.folder.owner(), rig.folder.group())
    settings = folder / "pgbouncer.ini"
    text = _SETTINGS.format(name=name, server=rig.folder, folder=folder, connections=CONNECTIONS)
    settings.write_text(text, encoding="utf-8")
    process = rig.begin(program, "-q", str(settings))
    try:
        time.sleep(1)
        if process.poll() is not None:  # before 1.21 it knows no max_prepared_statements
            settings.write_text(re.sub(r"max_prepared.*\n", "", text), encoding="utf-8")
            process = rig.begin(program, "-q", str(settings))
            time.sleep(1)
        yield f"postgresql://postgres@/{name}?host={folder}&port=6432"
    finally:
        process.terminate()
        process.wait(10)


def _failed(url: str, prepares: bool) -> int:
    """Cards that were not answered."""
    tend, failed = unprepared(url), list[str]()
    if not prepares:

        def connect(raw: Any, _: object) -> None:
            raw.prepare_threshold = None

        event.listen(tend.database.engine, "connect", connect)
    card = acts.card(tend)

    def look(first: int) -> None:
        answers = (card(first * EACH + n) for n in range(EACH))
        failed.extend(answer for answer in answers if "Health" not in answer)

    threads = [threading.Thread(target=look, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tend.close()
    return len(failed)


def _left_behind(url: str) -> Figure:
    """What a worker set, and what another connection finds set that set nothing."""
    worker = unprepared(url)
    with worker.worker_database.transaction() as session:
        own = session.connection().exec_driver_sql(LOOKS).scalar_one()
    with psycopg.connect(url) as other:
        found = other.execute(LOOKS).fetchall()[0][0]
    worker.close()
    return Figure(
        "lock_timeout of a worker; of a connection that set none, behind the same pool",
        f"{own}; {found}",
        "what SET says is another's, too",
    )


def _imports(url: str) -> int:
    first, second, began = unprepared(url), unprepared(url), 0
    with alone(first.worker_database):
        for _ in range(TRIES):
            try:
                with alone(second.worker_database):
                    began += 1
            except Unusable:
                pass
    first.close()
    second.close()
    return began
