"""Insights that managers post for reps to bring along."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.access import Caller, seen_reach
from rules.context import Insight, Posted
from rules.records import days

from . import notices, tables
from .database import new_id
from .people import P
from .prepared import Prepared
from .records import A

I = tables.table(tables.Insight)  # noqa: E741 - the table of this module

_STANDING = Prepared(
    select(I)
    .where(I.c.workspace_id == bindparam("ws"), I.c.until_on >= bindparam("on"))
    .order_by(I.c.id.desc())
)


def post(
    session: Session,
    ws: int,
    by_id: int,
    *,
    text: str,
    tier: str,
    industry: str,
    until_on: date,
    now: datetime,
    country: str = "",
    service: str = "",
    tell_by: date | None = None,
) -> int:
    row = {
        "by_id": by_id,
        "text": text,
        "tier": tier,
        "industry": industry,
        "country": country,
        "service": service,
        "tell_by": tell_by,
        "until_on": until_on,
        "created_at": now,
    }
    return new_id(session.execute(I.insert().values(workspace_id=ws, **row)))


def standing(session: Session, ws: int, on: date, account_id: int | None = None) -> tuple[Insight, ...]:
    """Insights that hold on a date, newest first; of a notice, which accounts heard of it (for one account:
    whether that did)."""
    return _told(session, ws, [_insight(r) for r in _STANDING(session, ws=ws, on=on)], account_id)


def _insight(r: Any) -> Insight:
    return Insight(
        r.id, r.text, r.tier, industry=r.industry, country=r.country, service=r.service, tell_by=r.tell_by
    )


def _told(session: Session, ws: int, those: list[Insight], account_id: int | None) -> tuple[Insight, ...]:
    ids = [i.id for i in those if i.tell_by]
    heard = notices.told(session, ws, ids, account_id) if ids else {}
    return tuple(replace(i, told=heard[i.id]) if i.id in heard else i for i in those)


def posted(session: Session, ws: int, on: date, by_id: int | None = None) -> list[Posted]:
    """Insights that hold on a date, newest first, each notice with how many heard of it; with `by_id` those
    of one person."""
    rows = _rows(session, ws, on, *(() if by_id is None else (I.c.by_id == by_id,)))
    return _posted(session, ws, rows, {})


def notices_seen(session: Session, ws: int, on: date, caller: Caller) -> list[Posted]:
    """Notices that hold on a date, newest first: those that this person may change, and those that are for
    an account of their tree, which alone is counted in them."""
    rows = _rows(session, ws, on, I.c.tell_by.is_not(None))
    whose = {r.id: seen_reach(caller, r.by_id) for r in rows}
    return [
        p
        for p in _posted(session, ws, rows, whose)
        if whose[p.insight.id] is None or (p.reach and p.reach.whole)
    ]


def _rows(session: Session, ws: int, on: date, *where: Any) -> Sequence[Any]:
    query = (
        select(I, P.c.name.label("by"), P.c.email)
        .join(P, P.c.id == I.c.by_id)
        .where(I.c.workspace_id == ws, I.c.until_on >= on, *where)
    )
    return session.execute(query.order_by(I.c.id.desc())).all()


def _posted(
    session: Session, ws: int, rows: Sequence[Any], whose: Mapping[int, Collection[int] | None]
) -> list[Posted]:
    those = {i.id: i for i in _told(session, ws, [_insight(r) for r in rows], None)}
    reach = notices.reach(session, ws, [i for i in those.values() if i.tell_by], whose)
    return [
        Posted(those[r.id], r.by_id, r.by or r.email, until_on=r.until_on, reach=reach.get(r.id))
        for r in rows
    ]


def get(session: Session, ws: int, insight_id: int, on: date) -> Posted | None:
    """One that holds on a date."""
    return next((p for p in posted(session, ws, on) if p.insight.id == insight_id), None)


def is_notice(session: Session, ws: int, insight_id: int) -> bool:
    """Whether what was posted had a deadline, withdrawn or past as it may be."""
    query = select(I.c.tell_by).where(I.c.workspace_id == ws, I.c.id == insight_id)
    return session.execute(query).scalar() is not None


def change(session: Session, ws: int, insight_id: int, **values: Any) -> None:
    """Other words, or other accounts that it is for."""
    session.execute(update(I).where(I.c.workspace_id == ws, I.c.id == insight_id).values(values))


def withdraw(session: Session, ws: int, insight_id: int, on: date) -> None:
    """It holds no longer from a date on; the row stays, so that what messages said can be told."""
    session.execute(
        update(I).where(I.c.workspace_id == ws, I.c.id == insight_id).values(until_on=on - days(1))
    )


def audiences(session: Session, ws: int) -> dict[str, list[str]]:
    """What accounts on file may be chosen by: industries, countries, services, each by name."""
    mine = select(A.c.industry, A.c.country, A.c.services).where(A.c.workspace_id == ws).distinct()
    rows = session.execute(mine).all()
    services = {s for r in rows for s in r.services.split(";")}
    kinds = {
        "industry": {r.industry for r in rows},
        "country": {r.country for r in rows},
        "service": services,
    }
    return {kind: sorted(there - {""}) for kind, there in kinds.items()}
