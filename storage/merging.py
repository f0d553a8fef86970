"""Two accounts become one, and two again: every row that refers to the one goes to the other, by what the
tables declare.

Nothing here names a table of a fact: a column that refers to accounts moves, unless it says that its rows
stay (`STAYS`, storage/tables/columns.py); of rows that may be there once an account, those that are there
already stay behind. What moved is kept row by row, so that an undo brings back exactly that, as far as
nobody changed it since.

The one that goes keeps its row, its standings and its name, for the figures of the days before; it stands as
churned, so that whatever asks for those we have leaves it out. Whoever calls has both computed again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.editing import Edit
from rules.merging import MERGED, Pair, Shown, rests_until
from rules.merging import merged as merged_edit
from rules.policy import Policy

from . import accounts, editing, lifetimes, merged, outbox, same_people, tables
from .database import new_id
from .merged import MG
from .moves import Moves, moving, not_there_yet, uniques
from .people import P
from .reading import NU
from .records import A, C

HO = tables.table(tables.Handoff)
KEPT = (
    "owner_id",
    "tier",
    "status",
    "cadence_days",
    "paused_until",
    "added_on",
    "exists_on",
    "started_on",
    "renews_on",
    "renews_given",
    "annual",
    "annual_given",
    "currency",
    "parent_id",
    "served_through_parent",
    "snoozed_until",
    "not_needed_until",
)
"""What is kept of both as they were, for the figures of the days before and for an undo."""
RESTS = ("snoozed_until", "not_needed_until")


def pair(session: Session, ws: int, gone_id: int, stays_id: int) -> Pair | None:
    """Both as they are stored; None when one of them is not on file, or was merged already."""
    gone, stays = (editing.read(session, ws, i) for i in (gone_id, stays_id))
    if gone is None or stays is None:
        return None
    parent = gone["parent_id"]
    return Pair(
        stays,
        gone,
        below=editing.is_below(session, ws, stays_id, of=gone_id),
        above=parent is not None and editing.is_below(session, ws, parent, of=stays_id),
    )


def shown(session: Session, ws: int, merge_id: int, today: date, policy: Policy) -> Shown | None:
    """A merge as whoever decides on it sees it; None where it is not on file."""
    x = merged.get(session, ws, merge_id)
    if x is None:
        return None
    query = select(A.c.id, A.c.name).where(A.c.workspace_id == ws, A.c.id.in_((x.gone_id, x.stays_id)))
    names = {i: name for i, name in session.execute(query)}
    both = pair(session, ws, x.gone_id, x.stays_id) if not x.became else None
    will = merged_edit(both, today, policy) if both else Edit()
    ids = [v for side in (will.before, will.after) if isinstance(v := side.get("parent_id"), int)]
    parents = {f"account:{i}": n for i, n in editing.parents(session, ws, ids).items()}
    ends = (x.became, x.ended_by, will, parents)
    return Shown(x.id, x.gone_id, x.stays_id, names[x.gone_id], names[x.stays_id], x.by, x.by_id, *ends)


def both_passing(session: Session, ws: int, gone_id: int, stays_id: int) -> bool:
    """Whether both are on their way to a next expert."""
    mine = (HO.c.workspace_id == ws, HO.c.account_id.in_((gone_id, stays_id)), HO.c.became == "")
    those = session.execute(select(HO.c.account_id).where(*mine).distinct()).all()
    return len(those) > 1


def note(
    session: Session,
    ws: int,
    gone_id: int,
    stays_id: int,
    *,
    became: str,
    by_id: int,
    on: date,
    now: datetime,
) -> int:
    """That two are one, are asked to be, or are two; its id."""
    row = {"gone_id": gone_id, "stays_id": stays_id, "by_id": by_id, "became": became, "asked_on": on}
    return new_id(session.execute(MG.insert().values(workspace_id=ws, created_at=now, kept="", **row)))


def merge(
    session: Session, ws: int, merge_id: int, edit: Edit, *, by_id: int, now: datetime
) -> dict[str, Any]:
    """The one goes into the other, as `edit` says of that one; what the audit trail keeps of it."""
    gone, stays = session.execute(select(MG.c.gone_id, MG.c.stays_id).where(MG.c.id == merge_id)).one()
    both = select(A, P.c.zone).join(P, P.c.id == A.c.owner_id).where(A.c.id.in_((gone, stays)))
    # whoever logs with one of them meanwhile waits, and is followed
    were = {r.id: r for r in session.execute(both.with_for_update(of=A))}
    moves = Moves(session, ws, merge_id, now)
    pairs = same_people.join(session, ws, moves, gone, stays)
    _references(session, ws, moves, gone, stays, but=[g for g, _, _ in pairs])
    _close(session, ws, were[gone], stays)
    kept = editing.change(session, ws, stays, edit, by_id=by_id, now=now)
    _rest(session, were[gone], were[stays])
    lifetimes.exist(session, ws, [stays])
    held = {"gone": _kept(were[gone]), "stays": _kept(were[stays]), "people": pairs}
    done = {
        "became": MERGED,
        "merged_on": local_date(now, were[stays].zone),
        "done_at": now,
        "ended_by_id": by_id,
    }
    session.execute(update(MG).where(MG.c.id == merge_id).values(kept=json.dumps(held), **done))
    moves.keep()
    repaint(session, ws, stays, now=now)
    return kept


def _references(
    session: Session, ws: int, moves: Moves, gone: int, stays: int, but: Sequence[int] = ()
) -> None:
    for column in moving():
        table = column.table
        where = [not_there_yet(u, column, stays) for u in uniques(column)]
        if table is A:
            where.append(A.c.id != stays)
        elif table is C and but:
            where.append(C.c.id.not_in(list(but)))
        moves.move(column, gone, stays, *where)


def _close(session: Session, ws: int, gone: Any, stays: int) -> None:
    """The one that went: in nobody's book and under no name, not looked at any more."""
    closed = {"merged_into_id": stays, "status": "churned", "key": f" {gone.id}", "failed_why": ""}
    idle = dict.fromkeys(("look_at", "reassess_at", "fall_look_at", "escalate_at", "due_on"))
    session.execute(update(A).where(A.c.id == gone.id).values(**closed, **idle))
    accounts.unname(session, ws, [gone.id])


def _rest(session: Session, gone: Any, stays: Any) -> None:
    left = [x.status == "churned" for x in (stays, gone)]
    rests = {c: rests_until(getattr(stays, c), getattr(gone, c), *left) for c in RESTS}
    session.execute(update(A).where(A.c.id == stays.id).values(**rests))


def _kept(row: Any) -> dict[str, Any]:
    values = {c: getattr(row, c) for c in KEPT}
    return {c: v.isoformat() if isinstance(v, date) else v for c, v in values.items()}


def repaint(session: Session, ws: int, account_id: int, now: datetime) -> None:
    """Messages with its places, and its owner's Home. A place planned twice in one message is one."""
    mine = (NU.c.workspace_id == ws, NU.c.account_id == account_id)
    first = select(func.min(NU.c.id)).where(*mine, NU.c.state == "planned").group_by(NU.c.outbox_id)
    twice = (*mine, NU.c.state == "planned", NU.c.id.not_in(first.scalar_subquery()))
    session.execute(update(NU).where(*twice).values(state="dropped"))
    shown = select(NU.c.outbox_id).where(*mine, NU.c.state == "sent", NU.c.outcome == "").distinct()
    for row in session.execute(shown).scalars().all():
        outbox.repaint(session, ws, row, now=now)
    outbox.repaint_home(session, ws, accounts.owner_of(session, ws, account_id), now=now)
