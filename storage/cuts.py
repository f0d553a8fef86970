"""Accounts beside the cut of mornings, and what followed: for whether a place helps (rules/helped.py)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session

from rules.calendar import local_date, start_of
from rules.helped import WITHIN, Followed
from rules.nudging import Candidate
from rules.records import days

from . import tables
from .people import P
from .records import NU, T

CU = tables.table(tables.Cut)
KEPT_FOR = days(400)
SOME = 400
"""Accounts asked for at once."""


def note(
    session: Session, ws: int, rep_id: int, on: date, cut: Sequence[tuple[Candidate, Candidate]], row: int
) -> None:
    """Remember a planned morning's pairs, the shown one first in each; `row` is its outbox row."""
    beside = [
        {
            "workspace_id": ws,
            "rep_id": rep_id,
            "account_id": one.record.account.id,
            "outbox_id": row,
            "local_on": on,
            "pair": number,
            "shown": shown,
            "rank": round(1000 * one.rank),
        }
        for number, both in enumerate(cut, 1)
        for one, shown in zip(both, (True, False), strict=True)
    ]
    if beside:
        session.execute(CU.insert(), beside)


def reps(session: Session, ws: int) -> list[int]:
    """Whose mornings had a cut."""
    query = select(CU.c.rep_id).where(CU.c.workspace_id == ws).distinct().order_by(CU.c.rep_id)
    return list(session.execute(query).scalars())


def followed(session: Session, ws: int, rep_id: int, until: date) -> list[tuple[date, Followed]]:
    """A rep's pairs of mornings that arrived, whose 7 days were over by `until`, with what followed, oldest
    first. Days of touches are the rep's."""
    mine = (CU.c.workspace_id == ws, CU.c.rep_id == rep_id, CU.c.local_on <= until - days(WITHIN))
    query = select(CU.c.local_on, CU.c.outbox_id, CU.c.pair, CU.c.shown, CU.c.account_id).where(*mine)
    pairs = defaultdict[tuple[date, int, int], dict[bool, int]](dict)
    for r in session.execute(query.order_by(CU.c.local_on, CU.c.pair)):
        pairs[r.local_on, r.outbox_id, r.pair][r.shown] = r.account_id
    if not pairs:
        return []
    first = min(on for on, _, _ in pairs)
    ids = sorted({i for both in pairs.values() for i in both.values()})
    told = _told(session, ws, ids, first)
    touched = _touched(session, ws, ids, first, _zone(session, ws, rep_id))

    def after(of: Mapping[int, Sequence[date]], account_id: int, on: date) -> int | None:
        there = of.get(account_id, ())
        n = bisect_left(there, on)
        return (there[n] - on).days if n < len(there) and there[n] < on + days(WITHIN) else None

    return [
        (
            on,
            Followed(
                both[True],
                both[False],
                shown_touched=after(touched, both[True], on),
                waited_touched=after(touched, both[False], on),
                waited_shown=after(told, both[False], on),
            ),
        )
        for (on, _, _), both in pairs.items()
        # an account that went into the other of its pair is no pair; a morning that never arrived showed none
        if len(set(both.values())) == 2 and on in told.get(both[True], ())
    ]


def _zone(session: Session, ws: int, rep_id: int) -> str:
    query = select(P.c.zone).where(P.c.workspace_id == ws, P.c.id == rep_id)
    return str(session.execute(query).scalar_one())


def _told(session: Session, ws: int, ids: Sequence[int], first: date) -> dict[int, list[date]]:
    """The mornings that showed each account, whosever."""
    query = select(NU.c.account_id, NU.c.local_on).where(
        NU.c.workspace_id == ws, NU.c.state == "sent", NU.c.local_on >= first
    )
    return _by_account((r.account_id, r.local_on) for r in _of(session, query, NU.c.account_id, ids))


def _touched(session: Session, ws: int, ids: Sequence[int], first: date, zone: str) -> dict[int, list[date]]:
    """The days on which each account was reached, whoever did."""
    query = select(T.c.account_id, T.c.at).where(
        T.c.workspace_id == ws,
        T.c.outcome == "reached",
        T.c.voided_at.is_(None),
        T.c.at >= start_of(first, zone),
    )
    rows = _of(session, query, T.c.account_id, ids)
    return _by_account((r.account_id, local_date(r.at, zone)) for r in rows)


def _of(session: Session, query: Any, column: Any, ids: Sequence[int]) -> Iterable[Any]:
    for start in range(0, len(ids), SOME):
        yield from session.execute(query.where(column.in_(ids[start : start + SOME])))


def _by_account(rows: Iterable[tuple[int, date]]) -> dict[int, list[date]]:
    days_of = defaultdict[int, set[date]](set)
    for account_id, on in rows:
        days_of[account_id].add(on)
    return {account_id: sorted(there) for account_id, there in days_of.items()}


def forget_old(session: Session, ws: int, on: date) -> None:
    """Rows past their time."""
    session.execute(delete(CU).where(CU.c.workspace_id == ws, CU.c.local_on < on - KEPT_FOR))
