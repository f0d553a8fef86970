"""An import killed (SIGKILL) at any moment and run again ends as if it had run once."""

from __future__ import annotations

import csv
import hashlib
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import func, select

from storage import tables, workspaces
from storage.database import Database
from storage.exchange import exporting, importing, taking
from tests.processes import ROOT
from tests.world import START

from .conftest import Size

PEOPLE, ACCOUNTS = 40, 900
OUR_ID = re.compile(r"tend-[ctr]\d+-[0-9a-f]+")  # given by an export, another one in each database


def write_files(folder: Path, touches_written: int) -> list[Path]:
    """A book in which managers stand below their people, and parents below their children."""
    chance = random.Random(7)
    people = [
        {
            "email": f"p{n}@x.com",
            "name": f"P {n}",
            "role": "rep",
            "manager_email": f"p{PEOPLE - 1 - n % 4}@x.com" if n < PEOPLE - 4 else "",
            "timezone": "America/New_York",
            "country": "US",
        }
        for n in range(PEOPLE)
    ]
    accounts = [
        {
            "name": f"Account {n}",
            "owner_email": f"p{n % PEOPLE}@x.com",
            "tier": "ABC"[n % 3] if n % 7 else "",
            "annual_revenue": str(1000 + n),
            "currency": "USD",
            "started_on": f"20{10 + n % 10}-03-04",
            "parent": f"Account {n + 450}" if n < 90 else "",
        }
        for n in range(ACCOUNTS)
    ]
    contacts = [
        {"account": f"Account {n}", "name": f"Contact {n}", "email": f"c{n}@y.com"}
        for n in range(0, ACCOUNTS, 3)
    ]
    touches = [
        {
            # each has one: days of those without are spread by their numbers, which a killed import uses up
            "account": f"Account {n if n < ACCOUNTS else chance.randrange(ACCOUNTS)}",
            "by_email": f"p{chance.randrange(PEOPLE)}@x.com",
            "note": f"note {n % 50}",
            "at": f"2026-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}",
            "contact": "Ann" if n % 9 == 0 else "",
        }
        for n in range(touches_written)
    ]
    revenue = [
        {"account": f"Account {n}", "on": f"2026-0{1 + n % 9}-11", "kind": "purchase", "amount": str(n)}
        for n in range(0, ACCOUNTS, 2)
    ]
    paths = []
    for kind, rows in (
        ("people", people),
        ("accounts", accounts),
        ("contacts", contacts),
        ("touches", touches),
        ("revenue", revenue),
    ):
        paths.append(folder / f"{kind}.csv")
        with paths[-1].open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return paths


def state(url: str, folder: Path) -> dict[str, str]:
    """What the import made of the files, without the numbers of rows: the files it would write, and what
    it worked out."""
    database = Database(url)
    with database.reading() as session:
        exporting.write(session, 1, folder)
        A, P = tables.table(tables.Account), tables.table(tables.Person)
        worked_out = (
            A.c.name,
            A.c.due_on,
            A.c.look_at,
            A.c.reassess_at,
            A.c.at_risk,
            A.c.annual,
            A.c.exists_on,
            A.c.tier_proposal,
            A.c.last_meaningful_at,
        )
        seen = {
            "due dates": str(
                [
                    tuple(r)
                    for r in session.execute(
                        select(*worked_out).where(A.c.due_on.is_not(None)).order_by(A.c.name)
                    )
                ]
            ),
            "people": str(
                [
                    tuple(r)
                    for r in session.execute(
                        select(P.c.email, P.c.plan_at, P.c.digest_at).order_by(P.c.email)
                    )
                ]
            ),
        }
        counts = {
            m.__tablename__: len(list(session.execute(select(tables.table(m).c.workspace_id))))
            for m in (
                tables.Account,
                tables.AccountName,
                tables.Standing,
                tables.Contact,
                tables.Touch,
                tables.TouchContact,
                tables.Revenue,
                tables.ImportRow,
            )
        }
        assert not workspaces.is_import_cut_off(session, 1)
    database.close()
    files = {
        p.name: hashlib.sha256(
            "".join(sorted(OUR_ID.sub("", p.read_text()).splitlines(True))).encode()
        ).hexdigest()
        for p in folder.glob("*.csv")
    }
    return {**files, **seen, "counts": str(counts)}


def test_an_import_killed_and_run_again_is_as_if_run_once(url: str, tmp_path: Path, size: Size, postgres):
    paths = write_files(tmp_path, size.of(3_000, 9_000))
    program = (
        "import sys; from pathlib import Path; from datetime import datetime; from storage import "
        "workspaces; from storage.exchange import importing; from storage.database import Database; "
        "url, now, *paths = sys.argv[1:]; d = Database(url, 60); s = d.transaction(); session = "
        "s.__enter__(); "
        "workspaces.ensure(session, datetime.fromisoformat(now), {}, False); s.__exit__(None, None, None); "
        "print('begun', flush=True); "
        "r = importing.run(d, [Path(p) for p in paths], datetime.fromisoformat(now)); assert r.written, "
        "r.problems"
    )

    def begin(to: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, to, START.isoformat(), *map(str, paths)]
        process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        return process

    chance = random.Random(1)
    fresh = _databases(url, tmp_path, postgres)
    first = next(fresh)
    process = begin(first)
    assert process.wait(120) == 0
    whole, cut = state(first, tmp_path / "once"), 0
    database = Database(first)
    rows = _remembered(database)
    database.close()
    for n in range(size.of(3, 40)):
        to = next(fresh)
        for _ in range(1 + n % 2):  # killed once, or twice
            process = begin(to)
            _until(process, to, chance.random() * rows, most=rows)
            process.send_signal(signal.SIGKILL)
            cut += process.wait(20) == -9
        assert begin(to).wait(120) == 0
        assert state(to, tmp_path / f"again{n}") == whole, f"kill {n}"
    assert cut > 1


def _until(process: subprocess.Popen[str], url: str, more: float, most: int) -> None:
    """Until an import has committed some more rows of its files, or all of them: then it works out the
    rest."""
    database = Database(url)
    enough = min(_remembered(database) + more, most)
    while process.poll() is None and _remembered(database) < enough:
        time.sleep(0.02)
    database.close()


def _remembered(database: Database) -> int:
    with database.reading() as session:
        count = session.execute(select(func.count(tables.table(tables.ImportRow).c.id))).scalar_one()
    return int(count)


def _databases(url: str, folder: Path, postgres):
    """Empty databases with the schema."""
    n = 0
    while True:
        n += 1
        if postgres is None:
            database = Database(f"sqlite:///{folder / f'{n}.db'}")
            database.migrate()
            database.close()
            yield f"sqlite:///{folder / f'{n}.db'}"
        else:
            with postgres.database(f"killed_{n}", "tend_template"):
                yield postgres.url(f"killed_{n}")


def test_an_import_cut_off_before_its_end_is_finished_by_the_next(url: str, tmp_path: Path, monkeypatch):
    """All rows are there; managers, parents and due dates are not yet."""
    paths = write_files(tmp_path, 300)
    database = Database(url)
    with database.transaction() as session:
        workspaces.ensure(session, START, {}, sending=False)
    with monkeypatch.context() as patch:
        patch.setattr(taking, "finish", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with suppress(KeyboardInterrupt):
            importing.run(database, paths, START)
    importing.run(database, paths, START)
    with database.reading() as session:
        P, A = tables.table(tables.Person), tables.table(tables.Account)
        assert len(list(session.execute(select(P.c.id).where(P.c.manager_id.is_not(None))))) == PEOPLE - 4
        assert len(list(session.execute(select(A.c.id).where(A.c.parent_id.is_not(None))))) == 90
        assert not list(session.execute(select(A.c.id).where(A.c.due_on.is_(None))))
    database.close()
