"""People on file at two accounts that become one: the same person once, and two again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Column, exists, select, update
from sqlmodel import Session

from .merged import Merge
from .moves import IR, Moves, Row, key_of
from .privacy.declared import references
from .records import C


def count(session: Session, ws: int, gone: int, stays: int) -> int:
    """How many people on file at both would become one."""
    query = select(C.c.email, C.c.key, C.c.account_id).where(C.c.workspace_id == ws, C.c.same_as_id.is_(None))
    rows = session.execute(query.where(C.c.account_id.in_((gone, stays)))).mappings().all()
    there, those = ([r for r in rows if r["account_id"] == i] for i in (stays, gone))
    return sum(any(is_same(a, b) for a in there) for b in those)


_FILLED = ("email", "title", "prefers", "birthday", "external_id", "moved_on", "mourning_until")


def join(
    session: Session, ws: int, moves: Moves, gone: int, stays: int
) -> list[tuple[int, int, dict[str, Any]]]:
    """People on file at both become one: what refers to the one at the account that goes refers to the
    other, who takes over what is empty there. The pairs, and what each of the one that stays was before, by
    column."""
    query = select(C).where(C.c.workspace_id == ws, C.c.same_as_id.is_(None)).order_by(C.c.id)
    there = session.execute(query.where(C.c.account_id == stays)).mappings().all()
    pairs = list[tuple[int, int, dict[str, Any]]]()
    for person in session.execute(query.where(C.c.account_id == gone)).mappings().all():
        met = {kept for _, kept, _ in pairs}
        same = next((p for p in there if p["id"] not in met and is_same(p, person)), None)
        if same is None:
            continue
        for column in references("contact"):
            if column.table is not C or column.name != "id":
                moves.move(column, person["id"], same["id"], *_unmet(column, same["id"]))
        for row in (
            session.execute(select(IR.c.id).where(*_of_files(ws, "contacts", person["id"]))).scalars().all()
        ):
            session.execute(update(IR).where(IR.c.id == row).values(row_id=same["id"]))
            moves.kept(IR, "row_id", row, person["id"])
        pairs.append((person["id"], same["id"], _fill(session, person, same)))
    return pairs


def is_same(one: Row, other: Row) -> bool:
    """The same address; or the same name, where they have no two addresses."""
    a, b = str(one["email"]).strip().lower(), str(other["email"]).strip().lower()
    return a == b if a and b else bool(one["key"] and one["key"] == other["key"])


def _unmet(column: Column[Any], kept: int) -> list[Any]:
    """A row that links, as a touch to whom it was with, is there once."""
    if not column.primary_key:
        return []
    other, key = column.table.alias("other"), key_of(column.table, column)
    return [~exists().where(other.c[column.name] == kept, other.c[key.name] == key)]


def _of_files(ws: int, kind: str, row_id: int) -> tuple[Any, ...]:
    return (IR.c.workspace_id == ws, IR.c.kind == kind, IR.c.row_id == row_id)


def _fill(session: Session, gone: Row, stays: Row) -> dict[str, Any]:
    """The one that stays takes over what is empty there; which columns, and of days what was there before.
    What was taken over still stands with the other, so that no name or address is kept twice."""
    new = {c: gone[c] for c in _FILLED if stays[c] in (None, "") and gone[c] not in (None, "")}
    if stays["role"] == "other" != gone["role"]:
        new["role"] = gone["role"]
    if stays["added_on"] and gone["added_on"] and gone["added_on"] < stays["added_on"]:
        new["added_on"] = gone["added_on"]
    if stays["left_on"] and not gone["left_on"]:
        new["left_on"] = None  # still there by the other
    session.execute(update(C).where(C.c.id == gone["id"]).values(same_as_id=stays["id"]))
    if new:
        session.execute(update(C).where(C.c.id == stays["id"]).values(**new))
    return {c: str(stays[c]) if isinstance(stays[c], date) else stays[c] for c in new}


def part(session: Session, done: Merge) -> None:
    """People are two again; what the one took over of the other goes, where nobody changed it since."""
    for gone, stays, was in done.kept["people"]:
        rows = {r["id"]: r for r in session.execute(select(C).where(C.c.id.in_((gone, stays)))).mappings()}
        session.execute(update(C).where(C.c.id == gone).values(same_as_id=None))
        if len(rows) < 2:
            continue  # one of them was erased since
        same = {c: v for c, v in was.items() if rows[stays][c] == rows[gone][c]}
        days = {
            c: date.fromisoformat(v) if v and c.endswith(("_on", "_until")) else v for c, v in same.items()
        }
        if days:
            session.execute(update(C).where(C.c.id == stays).values(**days))
