"""Where accounts went that were merged: what names one means the one that is there now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from rules.merging import MERGED

from . import tables

A, MG = tables.table(tables.Account), tables.table(tables.Merge)

LATELY = timedelta(days=2)


NAMED = frozenset({"account", "accounts", "added", "also", "loose", "other", "stays"})
"""What a button, a form or a message names accounts by."""


def into(session: Session, ws: int, account_id: int) -> list[int]:
    """Accounts that went into one, through others, too."""
    ids, at = list[int](), [account_id]
    while at:
        query = select(A.c.id).where(A.c.workspace_id == ws, A.c.merged_into_id.in_(at))
        at = [i for i in session.execute(query).scalars() if i not in ids]
        ids += at
    return ids


def went(session: Session, ws: int, ids: Iterable[int] | None = None) -> dict[int, int]:
    """Where accounts went that were merged, of these or of all: the one that is there now."""
    query = select(A.c.id, A.c.merged_into_id).where(A.c.workspace_id == ws, A.c.merged_into_id.is_not(None))
    if ids is not None:
        step = {i: to for i, to in session.execute(query.where(A.c.id.in_(list(ids))))}
        if not step:
            return {}
    to: dict[int, int] = {i: at for i, at in session.execute(query)}
    return {i: _end(to, i) for i in (to if ids is None else step)}


def called(session: Session, ws: int) -> dict[int, list[str]]:
    """What accounts that were merged were called, each with its other names."""
    query = select(A.c.id, A.c.name, A.c.aliases)
    rows = session.execute(
        query.where(A.c.workspace_id == ws, A.c.merged_into_id.is_not(None)).order_by(A.c.id)
    )
    return {r.id: [r.name, *(a for a in r.aliases.split(";") if a)] for r in rows}


def alike(session: Session, ws: int) -> dict[int, list[int]]:
    """Accounts with those that went into each."""
    there: dict[int, list[int]] = {}
    for gone, stays in went(session, ws).items():
        there.setdefault(stays, []).append(gone)
    return there


def _end(to: Mapping[int, int], at: int) -> int:
    while at in to:
        at = to[at]
    return at


def went_lately(session: Session, ws: int, now: datetime) -> dict[int, int]:
    """The same of those that went in the last days."""
    day = (now - LATELY).date() - timedelta(days=1)  # where whoever did it was; by it they have an index
    lately = (MG.c.merged_on >= day, MG.c.done_at >= now - LATELY)
    mine = (MG.c.workspace_id == ws, MG.c.became == MERGED, *lately)
    gone = list(session.execute(select(MG.c.gone_id).where(*mine)).scalars())
    return went(session, ws, gone) if gone else {}


def name_of(session: Session, ws: int, account_id: int) -> str:
    """What an account is called, or was until it went."""
    query = select(A.c.name).where(A.c.workspace_id == ws, A.c.id == account_id)
    return str(session.execute(query).scalar_one())


def is_gone(session: Session, ws: int, account_id: int) -> bool:
    return bool(went(session, ws, [account_id]))


def follow(session: Session, ws: int, held: Any) -> Any:
    """What a button, a form or a message carries, with the accounts that are there now for those that
    went."""
    those = set(named(held))
    to = went(session, ws, those) if those else {}
    return followed(held, to) if to else held


def named(held: Any) -> Iterable[int]:
    """The accounts that a JSON value names."""
    if isinstance(held, dict):
        for key, value in held.items():
            if key in NAMED:
                yield from (
                    i for i in map(_id, value if isinstance(value, list) else [value]) if i is not None
                )
            else:
                yield from named(value)
    elif isinstance(held, list):
        for value in held:
            yield from named(value)


def _id(value: Any) -> int | None:
    """An account by its id, alone or before what is said of it."""
    first = value[0] if isinstance(value, list) and value else value
    return first if _is_id(first) else None


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def followed(held: Any, to: Mapping[int, int]) -> Any:
    """A JSON value with other accounts for those that went."""
    if isinstance(held, list):
        return [followed(v, to) for v in held]
    if not isinstance(held, dict):
        return held
    return {k: _now(v, to) if k in NAMED else followed(v, to) for k, v in held.items()}


def _now(value: Any, to: Mapping[int, int]) -> Any:
    if isinstance(value, list):
        there = [[_one(v[0], to), *v[1:]] if isinstance(v, list) and v else _one(v, to) for v in value]
        return [v for n, v in enumerate(there) if v not in there[:n]]
    return _one(value, to) if isinstance(value, int) else followed(value, to)


def _one(value: Any, to: Mapping[int, int]) -> Any:
    return to.get(value, value) if _is_id(value) else value
