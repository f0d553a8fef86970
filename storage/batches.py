"""What one typed line stored: a batch for each contact it tells of, `b`, `b.2`, `b.3`, so that each is edited
and undone by itself and all are known by the line's own key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.entries import Entry
from rules.records import Record

from . import captured
from .people import P
from .prepared import Prepared
from .records import TC, T

MOST = 20
"""Contacts of one line that are stored."""
_LATER = re.compile(r"\.(?:[2-9]|[1-9]\d)$")
_LOGGED = Prepared(
    select(T, P.c.zone)
    .join(P, P.c.id == T.c.by_id)
    .where(T.c.workspace_id == bindparam("ws"), T.c.batch.in_(bindparam("names", expanding=True)))
    .order_by(T.c.id)
)
_MET = Prepared(
    select(TC.c.touch_id, TC.c.contact_id)
    .where(TC.c.touch_id.in_(bindparam("ids", expanding=True)))
    .order_by(TC.c.touch_id, TC.c.contact_id)
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one log line stored: a touch for each account, known by `batch`."""

    batch: str
    touch_ids: tuple[int, ...]
    entry: Entry
    by_id: int
    voided: bool = False
    note_gone: bool = False
    """Its note was deleted with its time (storage/privacy/retention.py)."""
    accounts: Mapping[int, Record] = field(default_factory=dict, compare=False)
    """Its accounts as they stand behind it, where it was just stored and they can be read."""


def batch_name(line: str, n: int) -> str:
    """The batch of a line's contact number `n`, counted from 0."""
    return f"{line}.{n + 1}" if n else line


def line_of(batch: str) -> str:
    """The key of the line that a batch belongs to."""
    return _LATER.sub("", batch)


def of_line(session: Session, ws: int, line: str) -> list[Batch]:
    """All that a line stored, as it stands now, in the order of the line."""
    return _named(session, ws, [batch_name(line, n) for n in range(MOST)])


def batch_of(session: Session, ws: int, batch: str) -> Batch | None:
    """A logged line as it stands now; None when there is none of that name."""
    return next(iter(_named(session, ws, [batch])), None)


def of_touch(session: Session, ws: int, touch_id: int) -> Batch | None:
    """The line that a touch is of; of one that came with a file, or that an edit put another in place of, the
    touch alone. None when there is none."""
    query = select(T, P.c.zone).join(P, P.c.id == T.c.by_id)
    row = session.execute(query.where(T.c.workspace_id == ws, T.c.id == touch_id)).first()
    if row is None:
        return None
    if row.batch:
        return batch_of(session, ws, row.batch)
    return _batch(session, ws, [row], _MET(session, ids=[row.id]))


def _named(session: Session, ws: int, names: Sequence[str]) -> list[Batch]:
    """Those of these logged lines that are there, as they stand now, in the order of their names."""
    rows = defaultdict(list)
    for row in _LOGGED(session, ws=ws, names=names):
        rows[row.batch].append(row)
    met = _MET(session, ids=[r.id for mine in rows.values() for r in mine]) if rows else []
    return [_batch(session, ws, rows[name], met) for name in names if name in rows]


def _batch(session: Session, ws: int, rows: Sequence[Any], met: Sequence[Any]) -> Batch:
    first, ids = rows[0], tuple(r.id for r in rows)
    entry = Entry(
        tuple(r.account_id for r in rows),
        local_date(first.at, first.zone),
        first.channel,
        direction=first.direction,
        outcome=first.outcome,
        purpose=first.purpose,
        minutes=None if first.estimated else sum(r.minutes for r in rows),
        sentiment=first.sentiment,
        note=first.note,
        contact_ids=tuple(m.contact_id for m in met if m.touch_id in ids),
        **captured.read(session, ws, first.batch),
    )
    gone = first.noted and not first.note
    return Batch(
        first.batch, ids, entry, by_id=first.by_id, voided=first.voided_at is not None, note_gone=gone
    )
