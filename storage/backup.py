"""Backup and restore of the embedded database, and what a restore means for messages."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url, update
from sqlmodel import Session

from . import workspaces
from .database import Database, Unusable, address
from .outbox import RIDING, O
from .private import OWN_FILE, own_file


def backup(database: Database, target: Path) -> None:
    """A consistent copy of the live database. Raises Unusable on PostgreSQL, where pg_dump does this."""
    if not database.is_sqlite:
        raise Unusable('On PostgreSQL use pg_dump: pg_dump --format=custom --file=FILE "$DATABASE_URL".')
    if target.exists():
        raise Unusable(f"{target} exists already; name a new file.")
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE))
    try:
        with closing(sqlite3.connect(str(database.engine.url.database))) as live:
            live.execute("VACUUM INTO ?", (str(target),))
    except BaseException:
        target.unlink(missing_ok=True)  # half a backup is none
        raise


def restore(url: str, source: Path) -> None:
    """Put a backup in place of the embedded database (no process may use it). Raises Unusable with what is
    wrong."""
    if not address(url).startswith("sqlite"):
        raise Unusable("On PostgreSQL use pg_restore, then python bot.py restored before Tend is started.")
    target = make_url(url).database
    if not source.exists() or target is None:
        raise Unusable(f"{source} does not exist.")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old:
        try:
            if old.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise Unusable(f"{source} is damaged.")
            if not old.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                # SQLite opens an empty file, too
                raise Unusable(f"{source} is no backup of Tend: nothing of Tend's is in it.")
        except sqlite3.DatabaseError as error:
            raise Unusable(f"{source} is no backup of Tend: {error}.") from error
        _replace(Path(target), old)


def _replace(target: Path, old: sqlite3.Connection) -> None:
    """The database is replaced once its successor is whole: a disk that gets full leaves it as it was."""
    fresh = target.with_name(f"{target.name}-restoring")
    fresh.unlink(missing_ok=True)
    own_file(fresh)
    try:
        with closing(sqlite3.connect(fresh)) as new:
            old.backup(new)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    for leftover in (f"{target}-wal", f"{target}-shm"):
        Path(leftover).unlink(missing_ok=True)
    os.replace(fresh, target)


def reconcile_all(session: Session, ws: int, instant: datetime, now: datetime) -> int:
    """After a restore every waiting post is looked up in Slack before it is sent: it may have gone out
    since the backup. The same holds for posts that are planned anew for a time before `now` (a morning, a
    Monday)."""
    workspaces.note_restored(session, ws, now)
    done = session.execute(
        update(O)
        .where(O.c.workspace_id == ws, O.c.kind == "post", O.c.state.in_(("due", "sending", RIDING)))
        .values(
            state="sending",
            lease_until=instant,
            unknown_since=instant,
            not_before=instant,
            claim="restored",
            rides_id=None,
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
