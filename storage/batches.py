"""What one typed line stored: a batch for each contact it tells of, `b`, `b.2`, `b.3`, so that each is edited
and undone by itself and all are known by the line's own key."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlmodel import Session

from .records import T
from .touches import Batch, batch_of

MOST = 20
"""Contacts of one line that are stored."""
_LATER = re.compile(r"\.(?:[2-9]|[1-9]\d)$")


def batch_name(line: str, n: int) -> str:
    """The batch of a line's contact number `n`, counted from 0."""
    return f"{line}.{n + 1}" if n else line


def line_of(batch: str) -> str:
    """The key of the line that a batch belongs to."""
    return _LATER.sub("", batch)


def of_line(session: Session, ws: int, line: str) -> list[Batch]:
    """All that a line stored, as it stands now, in the order of the line."""
    names = [batch_name(line, n) for n in range(MOST)]
    query = select(T.c.batch).where(T.c.workspace_id == ws, T.c.batch.in_(names)).distinct()
    there = set(session.execute(query).scalars())
    return [b for name in names if name in there and (b := batch_of(session, ws, name))]
