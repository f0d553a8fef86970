"""Lines that wait for their form: kept before it opens, closed when what they tell of is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, or_, select, update
from sqlmodel import Session

from rules.facts.unlogged import PASSED, Unlogged

from . import outbox, tables
from .prepared import AddingOnce, Prepared

UN = tables.table(tables.Unlogged)
KEPT_FOR = timedelta(days=1)
"""How long a closed line is there for whoever presses its button again."""
_ADD = AddingOnce(UN)
_SHOWN = select(UN.c.id, UN.c.outbox_id)
_SAME = Prepared(
    _SHOWN.where(
        UN.c.workspace_id == bindparam("ws"),
        UN.c.person_id == bindparam("person"),
        UN.c.became.in_(("", PASSED)),
        or_(UN.c.text == bindparam("text"), UN.c.token == bindparam("token")),
    )
)


def keep(
    session: Session,
    ws: int,
    person_id: int,
    token: str,
    text: str,
    now: datetime,
    question_id: int | None = None,
    became: str = "",
) -> Unlogged:
    """Keep a line under its token; one that is there already as it stands."""
    values = {"person_id": person_id, "token": token, "text": text, "opened_at": now, "became": became}
    values |= {"question_id": question_id, "closed_at": now if became else None}
    line_id = _ADD(session, workspace_id=ws, **values)
    if line_id is None:
        return _line(session.execute(_by_token(ws, token)).one())
    return Unlogged(line_id, person_id, token, text, opened_at=now, became=became, question_id=question_id)


def get(session: Session, ws: int, line_id: int) -> Unlogged | None:
    """One of them, closed or not; None when it is long gone."""
    row = session.execute(select(UN).where(UN.c.workspace_id == ws, UN.c.id == line_id)).first()
    return _line(row) if row else None


def by_token(session: Session, ws: int, token: str) -> Unlogged | None:
    row = session.execute(_by_token(ws, token)).first()
    return _line(row) if row else None


def some(session: Session, ws: int, ids: Sequence[int]) -> list[Unlogged]:
    """Those of these that are still there, in the order they were typed."""
    query = select(UN).where(UN.c.workspace_id == ws, UN.c.id.in_(ids)).order_by(UN.c.opened_at, UN.c.id)
    return [_line(row) for row in session.execute(query)]


def untold(session: Session, ws: int, person_id: int, before: datetime, most: int) -> list[int]:
    """Lines of a person that wait since before an instant and that no message gave back; the oldest first."""
    return [r.id for r in _UNTOLD(session, ws=ws, person=person_id, before=before)[:most]]


def mark_told(session: Session, ws: int, ids: Sequence[int], outbox_id: int, at: datetime) -> None:
    """A message gives these lines back: it is painted again when something becomes of them."""
    if ids:
        told = update(UN).where(UN.c.workspace_id == ws, UN.c.id.in_(ids), UN.c.told_at.is_(None))
        session.execute(told.values(told_at=at, outbox_id=outbox_id))


def give_back(session: Session, ws: int, line: Unlogged, now: datetime) -> None:
    """The form was closed: whoever typed the line has it in a direct message, once."""
    row = outbox.enqueue(
        session,
        ws,
        f"unlogged:{line.id}",
        say="unlogged",
        payload={"lines": [line.id]},
        now=now,
        person_id=line.person_id,
    )
    if row is not None:
        mark_told(session, ws, [line.id], row, at=now)


def close(
    session: Session, ws: int, person_id: int, text: str, became: str, now: datetime, token: str = ""
) -> None:
    """Something became of a line, also where the same words wait under another token: typed again, they are
    the same line. What shows it is painted again."""
    rows = _SAME(session, ws=ws, person=person_id, text=text, token=token)
    _becomes(session, ws, rows, became=became, at=now)


def passed_on(session: Session, ws: int, line: Unlogged, now: datetime) -> None:
    """A line that waits was passed on as an answer: it comes back no more."""
    rows = session.execute(_SHOWN.where(*_waiting(ws, line.person_id), UN.c.id == line.id)).all()
    _becomes(session, ws, rows, became=PASSED, at=now)


def reopen(session: Session, ws: int, line: Unlogged) -> None:
    """A line that was passed on is to be logged, too: it waits until it is."""
    mine = (UN.c.workspace_id == ws, UN.c.id == line.id, UN.c.became == PASSED)
    session.execute(update(UN).where(*mine).values(became="", closed_at=None))


def _becomes(session: Session, ws: int, rows: Sequence[Any], became: str, at: datetime) -> None:
    if not rows:
        return
    ids = [r.id for r in rows]
    session.execute(update(UN).where(UN.c.id.in_(ids)).values(became=became, closed_at=at))
    for outbox_id in sorted({r.outbox_id for r in rows if r.outbox_id is not None}):
        outbox.repaint(session, ws, outbox_id, now=at)


def forget_old(session: Session, ws: int, now: datetime) -> None:
    """Lines that were closed long enough ago, their words stand in notes; and those whose words were deleted
    with their time."""
    over = or_(UN.c.closed_at < now - KEPT_FOR, UN.c.text == "")
    session.execute(delete(UN).where(UN.c.workspace_id == ws, over))


def _waiting(ws: Any, person_id: Any) -> tuple[Any, ...]:
    return UN.c.workspace_id == ws, UN.c.person_id == person_id, UN.c.closed_at.is_(None)


_UNTOLD = Prepared(
    select(UN.c.id)
    .where(*_waiting(bindparam("ws"), bindparam("person")), UN.c.told_at.is_(None))
    .where(UN.c.opened_at < bindparam("before"), UN.c.text != "")
    .order_by(UN.c.opened_at, UN.c.id)
)


def _by_token(ws: int, token: str) -> Select[Any]:
    return select(UN).where(UN.c.workspace_id == ws, UN.c.token == token)


def _line(row: Row[Any]) -> Unlogged:
    return Unlogged(
        row.id, row.person_id, row.token, row.text, row.opened_at, row.told_at, row.became, row.question_id
    )
