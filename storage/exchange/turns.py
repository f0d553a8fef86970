"""Rows written with their memory and what is kept of them; those of which there are many are looked at and
written some at a time, so that no more of a file is held than that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import islice

from sqlalchemy import select
from sqlmodel import Session

from .. import workspaces
from ..chunks import FIRST, next_size
from ..database import Database
from ..records import A
from . import recording
from .differing import some_changed
from .known import Change, Known
from .match import keys
from .memory import remember, remembers
from .noun import Noun
from .report import FileReport
from .rows import Rows
from .writing import write_rows

Progress = Callable[[str, int, int], None]


def in_turns(
    database: Database,
    known: Known,
    f: Rows,
    bad: Collection[int],
    report: FileReport,
    *,
    dry_run: bool,
    also: bool,
    most: int,
    progress: Progress,
) -> bool:
    """Compare and (but for a dry run) write rows that are each known by themselves, some at a time: as many
    as stand in one short transaction, up to `most`. Whether any differed. `also`: another file has rows of
    this noun, too."""
    noun, done, size, differed = f.of, 0, min(FIRST, most), False
    with database.reading() as session:
        remembered = remembers(session, known.ws, noun)
    read_authors(database, known, noun)
    walk, of = keys(known, f, bad), len(f.rows) - len(bad)
    while some := list(islice(walk, most)):
        changes = some_changed(database.reading, known, f, some, remembers=remembered, report=report).changes
        differed = differed or bool(changes)
        if dry_run and also:
            known.brought.setdefault(noun.kind, set()).update(key for _, key in some)
        start = len(changes) if dry_run else 0
        while start < len(changes):
            chunk = changes[start : start + size]
            with database.transaction() as session:
                write_some(session, chunk, known, noun)
            size, start = next_size(size, database.stood_for, most), start + len(chunk)
            progress(noun.kind, done + start, of)
        done += len(some)
        if not dry_run:
            progress(noun.kind, done, of)
    return differed


def write_some(session: Session, chunk: Sequence[Change], known: Known, noun: Noun) -> None:
    """Write rows, what is remembered of them, and of a run what it did to them."""
    workspaces.note_import(session, known.ws, known.now)
    was = recording.look(session, known, noun, chunk) if known.run is not None else None
    ids = noun.write(session, known, chunk) if noun.write else write_rows(session, known, noun, changes=chunk)
    remember(session, known, noun, changes=chunk, ids=ids)
    if was is not None:
        recording.record(session, known, noun, chunk, ids, was)


def read_authors(database: Database, known: Known, noun: Noun) -> None:
    """What has no author is the owner's."""
    if noun.by and noun.about:
        with database.reading() as session:
            read_owners(session, known)


def read_owners(session: Session, known: Known) -> None:
    query = select(A.c.id, A.c.owner_id).where(A.c.workspace_id == known.ws)
    known.owners.update({account: owner for account, owner in session.execute(query)})
