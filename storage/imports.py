"""Runs of files that were brought: where each stands, its files until they are taken, what was answered about
files. What a run did to rows is storage/exchange/recording.py's."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, or_, select, update
from sqlmodel import Session

from rules.imports import ASKS, DROPPED, KEPT_FOR, SENT, SHOWN, UNWANTED, WANTED, Run

from . import tables
from .database import new_id
from .people import P

IR, IF = tables.table(tables.ImportRun), tables.table(tables.ImportFile)
IC, FA = tables.table(tables.ImportChange), tables.table(tables.FileAnswer)
_ENDS = P.alias("ends")
_CALLED = func.coalesce(func.nullif(P.c.name, ""), P.c.email).label("by_name")
_ENDED = func.coalesce(func.nullif(_ENDS.c.name, ""), _ENDS.c.email).label("ended_name")
OPEN = (SENT, ASKS, SHOWN)
WORK = (SENT, WANTED, UNWANTED)
"""What the worker takes up."""
LASTS = frozenset({"names", "counts", "cut_off"})
"""What of a report stays: it quotes no row."""


class Sent(NamedTuple):
    """A file as a message names it; `why` it can't be had, if so."""

    name: str
    url: str
    size: int
    why: str = ""


def add(
    session: Session,
    ws: int,
    key: str,
    by_id: int | None,
    state: str,
    now: datetime,
    channel: str = "",
    files: Iterable[Sent] = (),
) -> int:
    """A run, with its files; its id."""
    row: dict[str, Any] = {
        "key": key,
        "by_id": by_id,
        "state": state,
        "channel": channel,
        "created_at": now,
        "report": {},
    }
    run = new_id(session.execute(IR.insert().values(workspace_id=ws, keep_good=False, done=0, of=0, **row)))
    for place, file in enumerate(files):
        held = {"name": file.name, "url": file.url, "size": file.size, "place": place, "why": file.why}
        session.execute(IF.insert().values(workspace_id=ws, run_id=run, **held))
    return run


def _query() -> Any:
    query = select(IR, _CALLED, _ENDED).outerjoin(P, P.c.id == IR.c.by_id)
    return query.outerjoin(_ENDS, _ENDS.c.id == IR.c.ended_by_id)


def _run(session: Session, row: Any) -> Run:
    return Run(
        row.id,
        row.by_id,
        row.by_name or "The command line",
        row.state,
        row.created_at,
        channel=row.channel,
        outbox_id=row.outbox_id,
        keep_good=row.keep_good,
        report=row.report,
        done=row.done,
        of=row.of,
        went_at=row.went_at,
        ended_at=row.ended_at,
        ended_by=row.ended_name or "",
        names=tuple(row.report.get("names", ())) or tuple(f[1] for f in files_of(session, row.id)),
    )


def get(session: Session, ws: int, run: int) -> Run | None:
    row = session.execute(_query().where(IR.c.workspace_id == ws, IR.c.id == run)).first()
    return _run(session, row) if row else None


def recent(session: Session, ws: int, most: int) -> list[Run]:
    """What was imported, is being, or waits for somebody, newest first."""
    query = (
        _query().where(IR.c.workspace_id == ws, IR.c.state != DROPPED).order_by(IR.c.id.desc()).limit(most)
    )
    return [_run(session, row) for row in session.execute(query).all()]


def to_do(session: Session, ws: int) -> list[Run]:
    """Runs that the worker has something to do with, oldest first. What the command line imports is not
    there to be read: it alone goes on with it."""
    is_here = or_(IR.c.state != WANTED, IR.c.outbox_id.is_not(None))
    query = _query().where(IR.c.workspace_id == ws, IR.c.state.in_(WORK), is_here).order_by(IR.c.id)
    return [_run(session, row) for row in session.execute(query).all()]


def cut_off(session: Session, ws: int) -> int | None:
    """The run of the command line that was cut off last, which the next one goes on with."""
    mine = (IR.c.workspace_id == ws, IR.c.state == WANTED, IR.c.outbox_id.is_(None))
    run: int | None = session.execute(select(func.max(IR.c.id)).where(*mine)).scalar_one()
    return run


def move(session: Session, ws: int, run: int, was: Sequence[str], state: str, **values: Any) -> bool:
    """Change where a run stands; False when it stood elsewhere meanwhile: of two who press one does it."""
    mine = (IR.c.workspace_id == ws, IR.c.id == run, IR.c.state.in_(list(was)))
    changed = session.execute(update(IR).where(*mine).values(state=state, **values))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def note(session: Session, ws: int, run: int, **values: Any) -> None:
    session.execute(update(IR).where(IR.c.workspace_id == ws, IR.c.id == run).values(**values))


def files_of(session: Session, run: int) -> list[tuple[int, str, str, int, str]]:
    """Files of a run as (id, name, address, size, why it could not be had)."""
    query = select(IF.c.id, IF.c.name, IF.c.url, IF.c.size, IF.c.why).where(IF.c.run_id == run)
    return [(r.id, r.name, r.url, r.size, r.why) for r in session.execute(query.order_by(IF.c.place))]


def has_begun(session: Session, run: int) -> bool:
    """Whether a run has written anything."""
    return session.execute(select(IC.c.id).where(IC.c.run_id == run).limit(1)).first() is not None


def rows_changed(session: Session, run: int) -> int:
    """How many rows a run has written so far."""
    query = select(func.count()).select_from(IC).where(IC.c.run_id == run)
    return int(session.execute(query).scalar_one())


def lacking(session: Session, run: int) -> list[tuple[int, str, int]]:
    """Files of a run that are still to be fetched, as (id, address, size)."""
    lacks = (IF.c.run_id == run, IF.c.content.is_(None), IF.c.why == "")
    query = select(IF.c.id, IF.c.url, IF.c.size).where(*lacks).order_by(IF.c.place)
    return [(r.id, r.url, r.size) for r in session.execute(query)]


def pressed_by(session: Session, run: int) -> int | None:
    """Who pressed last what a run is about to do."""
    by: int | None = session.execute(select(IR.c.ended_by_id).where(IR.c.id == run)).scalar_one()
    return by


def packed(content: bytes) -> bytes:
    """As it is kept. Takes its time: called before the transaction that keeps it."""
    return zlib.compress(content)


def keep_content(session: Session, file: int, content: bytes) -> None:
    """`content` is `packed`."""
    session.execute(update(IF).where(IF.c.id == file).values(content=content, why=""))


def keep_why(session: Session, file: int, why: str) -> None:
    session.execute(update(IF).where(IF.c.id == file).values(why=why))


def contents(session: Session, run: int) -> list[tuple[str, bytes]]:
    """Names and contents of the files that there are."""
    query = select(IF.c.name, IF.c.content).where(IF.c.run_id == run, IF.c.content.is_not(None))
    rows = session.execute(query.order_by(IF.c.place)).all()
    return [(r.name, zlib.decompress(r.content)) for r in rows]


def let_files_go(session: Session, run: int) -> None:
    """Once taken or let be, nobody reads them again."""
    session.execute(delete(IF).where(IF.c.run_id == run))


def answers(session: Session, ws: int) -> dict[str, tuple[str, str, str]]:
    """(noun, dates, numbers) as answered, by the mark of files' headings."""
    query = select(FA).where(FA.c.workspace_id == ws)
    return {r.mark: (r.kind, r.dates, r.numbers) for r in session.execute(query)}


def answer(session: Session, ws: int, mark: str, **said: str) -> None:
    """Keep what was answered about files with these headings."""
    mine = (FA.c.workspace_id == ws, FA.c.mark == mark)
    if session.execute(select(FA.c.id).where(*mine)).first():
        session.execute(update(FA).where(*mine).values(**said))
    else:
        blank = {"kind": "", "dates": "", "numbers": ""}
        session.execute(FA.insert().values(workspace_id=ws, mark=mark, **{**blank, **said}))


def forget_answers(session: Session, ws: int, marks: Sequence[str]) -> None:
    """Files with these headings are asked about again."""
    session.execute(delete(FA).where(FA.c.workspace_id == ws, FA.c.mark.in_(list(marks))))


def forget_old(session: Session, ws: int, now: datetime) -> None:
    """After the days in which an import can be undone, what it did to rows is not kept; nor is a file that
    nobody imported, or what was said of its rows."""
    old = select(IR.c.id).where(IR.c.workspace_id == ws, IR.c.created_at < now - KEPT_FOR)
    waits = old.where(IR.c.state.in_((*OPEN, DROPPED)))
    unread = old.where(IR.c.state.not_in((WANTED, UNWANTED)))
    over = old.where(func.coalesce(IR.c.went_at, IR.c.created_at) < now - KEPT_FOR, IR.c.state.not_in(WORK))
    session.execute(delete(IF).where(IF.c.run_id.in_(unread)))
    session.execute(update(IR).where(IR.c.id.in_(waits), IR.c.state != DROPPED).values(state=DROPPED))
    session.execute(delete(IC).where(IC.c.run_id.in_(over)))
    for run, report in session.execute(select(IR.c.id, IR.c.report).where(IR.c.id.in_(over))).all():
        if report.keys() - LASTS:
            kept = {k: v for k, v in report.items() if k in LASTS}
            session.execute(update(IR).where(IR.c.id == run).values(report=kept))
