"""Two accounts that were one are two again: what moved goes back as far as nobody changed it since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.merging import UNDONE, rests_until
from rules.names import normalise

from . import accounts, editing, lifetimes, same_people, tables
from .merged import MG, MV, Merge
from .merging import RESTS, repaint
from .moves import IR, MANY, key_of, mark_of, moving
from .privacy.declared import references
from .records import A


@dataclass(frozen=True, slots=True)
class Parted:
    """What an undo brought back and what stays at the one that stayed: rows by the table's name, and
    columns of the account."""

    back: Mapping[str, int]
    stays: Mapping[str, int]
    since: Mapping[str, int]
    columns: Sequence[str] = ()


def part(
    session: Session, ws: int, done: Merge, kept: Mapping[str, Any], *, by_id: int, now: datetime
) -> Parted:
    """Two again: what moved goes back as far as nobody changed it since. Whoever calls has both computed
    again."""
    since = _since(session, ws, done)
    back, stays = _put_back(session, ws, done)
    _reopen(session, ws, done)
    same_people.part(session, done)
    _, columns = editing.put_back(session, ws, done.stays_id, kept, by_id=by_id, now=now)
    _unrest(session, ws, done)
    row = session.execute(select(A.c.name, A.c.aliases).where(A.c.id == done.gone_id)).one()
    accounts.rename(session, ws, {done.gone_id: (row.name, [a for a in row.aliases.split(";") if a])})
    lifetimes.exist(session, ws, [done.stays_id, done.gone_id])
    for account in (done.stays_id, done.gone_id):
        repaint(session, ws, account, now=now)
    return Parted(back, stays, since, columns)


def _put_back(session: Session, ws: int, done: Merge) -> tuple[Counter[str], Counter[str]]:
    back, stays = Counter[str](), Counter[str]()
    query = select(MV).where(MV.c.workspace_id == ws, MV.c.merge_id == done.id).order_by(MV.c.id)
    groups: dict[tuple[str, str, int], dict[int, str]] = {}
    for r in session.execute(query):
        groups.setdefault((r.noun, r.column, r.was_id), {})[r.row_id] = r.mark
    same, of_contacts = {g: k for g, k, _ in done.kept["people"]}, set(references("contact"))
    for (noun, name, was), marks in reversed(groups.items()):
        table = tables.METADATA.tables[noun]
        column = table.c[name]
        to = same[was] if table is IR or column in of_contacts else done.stays_id
        key, ids = key_of(table, column), list(marks)
        for start in range(0, len(ids), MANY):
            mine = (column == to, key.in_(ids[start : start + MANY]))
            there = session.execute(select(table).where(*mine)).all()
            by_key = ((getattr(r, key.name), r) for r in there)
            unchanged = [i for i, r in by_key if marks[i] in ("", mark_of(r))]
            session.execute(update(table).where(column == to, key.in_(unchanged)).values({name: was}))
            back[noun] += len(unchanged)
            stays[noun] += len(ids[start : start + MANY]) - len(unchanged)
    return back, stays


def _since(session: Session, ws: int, done: Merge) -> Counter[str]:
    """What was put on file with the one that stayed since they became one."""
    since = Counter[str]()
    for column in moving():
        if "created_at" in column.table.c:
            newer = column.table.c.created_at > done.done_at
            query = select(func.count()).select_from(column.table).where(column == done.stays_id, newer)
            since[column.table.name] += session.execute(query).scalar_one()
    return since


def _reopen(session: Session, ws: int, done: Merge) -> None:
    name = session.execute(select(A.c.name).where(A.c.id == done.gone_id)).scalar_one()
    there = {"merged_into_id": None, "key": normalise(name), "status": done.kept["gone"]["status"]}
    session.execute(update(A).where(A.c.workspace_id == ws, A.c.id == done.gone_id).values(**there))
    session.execute(update(MG).where(MG.c.id == done.id).values(became=UNDONE))


def _unrest(session: Session, ws: int, done: Merge) -> None:
    gone, stays = (done.kept[k] for k in ("gone", "stays"))
    left = [k["status"] == "churned" for k in (stays, gone)]
    for c in RESTS:
        was, other = (date.fromisoformat(k[c]) if k[c] else None for k in (stays, gone))
        mine = (A.c.workspace_id == ws, A.c.id == done.stays_id)
        now_is = session.execute(select(A.c[c]).where(*mine)).scalar_one()
        if now_is == rests_until(was, other, *left):
            session.execute(update(A).where(*mine).values({c: was}))


def name_taken(session: Session, ws: int, account_id: int) -> str:
    """The name of one that went, where another account is called so by now; "" where none is."""
    name = str(session.execute(select(A.c.name).where(A.c.id == account_id)).scalar_one())
    return name if editing.name_taken(session, ws, name, but=account_id) else ""
