"""Who asks is as new as the database says, whoever changed it, though it is made into values once."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import update

from storage import door, people, tables, workspaces
from storage.database import Database

from .. import twin
from ..statements import statements
from ..world import World

P, W = tables.table(tables.Person), tables.table(tables.Workspace)
ROOT = Path(__file__).parents[2]
ELSEWHERE = """
import sys
from sqlalchemy import text
from storage.database import Database
with Database(sys.argv[1]).transaction() as session:
    session.execute(text(sys.argv[2]))
"""


def asked(database: Database, slack_id: str = "UDANA") -> door.Caller:
    with database.reading(view=False) as session:
        return door.caller(session, slack_id)


def plainly(database: Database, slack_id: str = "UDANA") -> door.Caller:
    with database.reading() as session:
        ws = workspaces.get(session, workspaces.current(session).id)
        return ws, people.by_slack(session, ws.id, slack_id)


def test_it_is_who_both_tables_say(world: World):
    for slack_id in ("UDANA", "UNOBODY", ""):
        assert asked(world.tend.database, slack_id) == plainly(world.tend.database, slack_id)
    assert asked(world.tend.database, "")[1] is None


def test_nobody_is_called_nothing(world: World):
    """A request without a person is nobody's, though a row might say nothing, too."""
    with world.tend.database.transaction() as session:
        session.execute(update(P).where(twin.ours(P), P.c.slack_id == "UDANA").values(slack_id=""))
    assert asked(world.tend.database, "")[1] is None


def test_one_question_and_values_that_are_made_once(world: World):
    before = asked(world.tend.database)
    with statements(world) as texts:
        again = asked(world.tend.database)
    assert len(texts) == 1
    assert again is before, "the same row, the same values"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE person SET active = '0' WHERE slack_id = 'UDANA' AND workspace_id = 1",
        "UPDATE person SET role = 'admin' WHERE slack_id = 'UDANA' AND workspace_id = 1",
        "UPDATE person SET zone = 'Asia/Seoul' WHERE slack_id = 'UDANA' AND workspace_id = 1",
        "UPDATE person SET slack_id = 'UGONE' WHERE slack_id = 'UDANA' AND workspace_id = 1",
        "UPDATE workspace SET team_id = 'T9' WHERE id = 1",
        """UPDATE workspace SET policy = '{"currency": "KRW"}' WHERE id = 1""",
    ],
)
def test_what_another_process_changes_is_seen_at_once(world: World, url: str, change: str):
    before = asked(world.tend.database)
    asked(world.tend.database)
    subprocess.run([sys.executable, "-c", ELSEWHERE, url, change], cwd=ROOT, check=True)
    after = asked(world.tend.database)
    assert after != before
    assert after == plainly(world.tend.database)


def test_what_a_thread_wrote_every_thread_reads(world: World):
    """Each change is seen by whoever asks after it, though all share what was made of the rows."""
    database, wrong = world.tend.database, list[str]()
    lock = threading.Lock()

    def work(n: int) -> None:
        for k in range(8):
            with lock:
                name = f"Dana {n}.{k}"
                with database.transaction() as session:
                    session.execute(update(P).where(twin.ours(P), P.c.slack_id == "UDANA").values(name=name))
                person = asked(database)[1]
                wrong.extend([] if person and person.name == name else [name])
            asked(database, "UNOBODY")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert wrong == []


def test_before_the_first_start_nobody_is_asked(url: str):
    database = Database(url)
    with pytest.raises(LookupError, match="no workspace yet"):
        asked(database)
    database.close()
