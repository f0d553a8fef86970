"""Accounts that files make each other's parent: what one brings would be brought by each of them, again and
again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import Session

from .. import tables
from .known import Known

if TYPE_CHECKING:
    from .checks import Checked

A = tables.table(tables.Account)
Node = int | str
"""An account on file, or the folded name of one that the file brings."""


def no_rings(session: Session, known: Known, c: Checked) -> None:
    """A row whose account would belong to itself, through however many others, is bad."""
    if "parent" not in c.f.has:
        return
    of = c.f.of.place["parent"]
    above, brought = _on_file(session, known), dict[int, Node]()
    for number, row in enumerate(c.f.rows):
        if number not in c.bad:
            brought[number] = child = _node(known, row[0])
            above[child] = _node(known, row[of]) if row[of] else None
    for number, child in brought.items():
        if _belongs_to_itself(child, above):
            row = c.f.rows[number]
            c.say(number, "parent", row[of], "belongs to this account: no account can belong to itself.")


def _on_file(session: Session, known: Known) -> dict[Node, Node | None]:
    query = select(A.c.id, A.c.parent_id).where(A.c.workspace_id == known.ws, A.c.parent_id.is_not(None))
    return {row.id: row.parent_id for row in session.execute(query)}


def _node(known: Known, name: str) -> Node:
    there = known.find("accounts", name)
    return known.key(name) if there is None else there


def _belongs_to_itself(child: Node, above: dict[Node, Node | None]) -> bool:
    """Also where the ring stands higher up, it is told of the accounts in it alone."""
    seen, at = set[Node](), above.get(child)
    while at is not None and at not in seen:
        if at == child:
            return True
        seen.add(at)
        at = above.get(at)
    return False
