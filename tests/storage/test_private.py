"""Database, backups and exports are for their owner alone; and a disk that gets full ends a command with a
sentence."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text
from typer.testing import CliRunner

from commands import cli
from storage import backup as backups
from storage import tables
from storage.database import Database
from storage.private import own_file, own_folder

from ..world import World

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def commands(world: World, monkeypatch: pytest.MonkeyPatch, *line: str) -> tuple[int, str]:
    monkeypatch.chdir(world.folder)
    monkeypatch.setenv("DATABASE_URL", world.tend.settings.database_url)
    seen = CliRunner().invoke(cli, list(line))
    assert seen.exception is None or isinstance(seen.exception, SystemExit), seen.exception
    return seen.exit_code, seen.output


def test_a_new_database_and_what_stands_beside_it(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.migrate()
    with database.transaction() as session:
        session.execute(text("UPDATE outbox SET tries = 0"))
        there = {p.name: mode(p) for p in tmp_path.glob("new.db*")}
    assert there == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm"), 0o600)
    database.close()


def test_a_database_that_is_there_stays_as_it_is(tmp_path: Path):
    path = tmp_path / "old.db"
    path.touch(0o640)
    own_file(path)
    own_file(":memory:")
    own_file(tmp_path / "nowhere" / "x.db")
    assert mode(path) == 0o640


def test_backups_exports_and_a_restored_database(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    world.account("Acme", last="2026-10-10")
    out = tmp_path / "deep" / "out"
    out.parent.mkdir()
    assert commands(world, monkeypatch, "export", str(out))[0] == 0
    assert (mode(out), mode(out.parent)) == (0o700, 0o755), "a folder that was there stays"
    assert {mode(p) for p in out.glob("*.csv")} == {0o600}
    (out / "accounts.csv").chmod(0o644)
    assert commands(world, monkeypatch, "export", str(out))[0] == 0
    assert mode(out / "accounts.csv") == 0o600
    assert commands(world, monkeypatch, "export", str(out / "dana"), "--person", "dana@x.com")[0] == 0
    assert (mode(out / "dana"), mode(out / "dana" / "person.json")) == (0o700, 0o600)
    assert commands(world, monkeypatch, "backup", str(tmp_path / "b.db"))[0] == 0
    assert mode(tmp_path / "b.db") == 0o600
    backups.restore(f"sqlite:///{tmp_path / 'again.db'}", tmp_path / "b.db")
    assert mode(tmp_path / "again.db") == 0o600
    with closing(sqlite3.connect(tmp_path / "again.db")) as raw:
        assert raw.execute("SELECT name FROM account WHERE workspace_id = 1").fetchall() == [("Acme",)]


@pytest.mark.parametrize(
    "line",
    [
        ("export", "{file}"),
        ("export", "{file}/deep"),
        ("backup", "{folder}"),
        ("backup", "{folder}/nowhere/b.db"),
        ("import", "{folder}"),
        ("import", "{folder}/accounts.csv"),
        ("restore", "{folder}"),
    ],
)
def test_a_file_that_is_a_folder_and_a_folder_that_is_missing(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: tuple[str, ...]
):
    folder, file = tmp_path / "folder", tmp_path / "file"
    (folder / "accounts.csv").mkdir(parents=True)
    file.touch()
    code, said = commands(world, monkeypatch, *(part.format(folder=folder, file=file) for part in line))
    assert (code, "Traceback" in said, len(said) > 10) == (1, False, True)


def test_a_full_disk_ends_an_import_with_a_sentence_and_the_next_one_finishes_it(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.account("Acme", last="2026-10-10")
    path = world.write(
        "touches",
        *[
            {"account": "Acme", "at": "2026-11-01", "by_email": "dana@x.com", "note": f"{n} " + "x" * 900}
            for n in range(600)
        ],
    )
    full = [True]

    def limit(self, *given, **named):
        start(self, *given, **named)

        @event.listens_for(self.engine, "connect")
        def connect(raw, *_):
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages + 60 if full[0] else 1073741823}")

    start = Database.__init__
    monkeypatch.setattr(Database, "__init__", limit)
    code, said = commands(world, monkeypatch, "import", str(path))
    assert (code, "Traceback" in said) == (1, False)
    assert "full" in said
    before = len(world.rows(tables.Touch))
    full[0] = False
    assert commands(world, monkeypatch, "import", str(path))[0] == 0
    assert (before < 601, len(world.rows(tables.Touch))) == (True, 601)


def test_a_backup_that_fails_leaves_nothing_half(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    class Full:
        def execute(self, *_):
            raise sqlite3.OperationalError("database or disk is full")

        def close(self):
            pass

    monkeypatch.setattr(backups.sqlite3, "connect", lambda *_, **__: Full())
    with pytest.raises(sqlite3.OperationalError):
        backups.backup(world.tend.database, tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()


def test_a_restore_that_fails_leaves_the_database_as_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    backups.backup(world.tend.database, tmp_path / "b.db")
    before = (tmp_path / "tend.db").read_bytes()

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.os, "replace", fails)
    with pytest.raises(OSError, match="space"):
        backups.restore(world.tend.settings.database_url, tmp_path / "b.db")
    assert (tmp_path / "tend.db").read_bytes() == before


def test_folders_that_are_made_are_the_owners_all_the_way(tmp_path: Path):
    own_folder(tmp_path / "a" / "b")
    assert (mode(tmp_path / "a"), mode(tmp_path / "a" / "b")) == (0o700, 0o700)
