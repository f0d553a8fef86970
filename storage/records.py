"""Reads accounts with all that rules need of them, many at once, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlmodel import Session

from rules.calendar import local_date
from rules.records import Account, Contact, Movement, NextStep, Person, Record, Standing, Touch

from . import tables
from .people import P

A = tables.table(tables.Account)
T = tables.table(tables.Touch)
TC = tables.table(tables.TouchContact)
C = tables.table(tables.Contact)
S = tables.table(tables.Standing)
N = tables.table(tables.NextStep)
R = tables.table(tables.Revenue)
NU = tables.table(tables.Nudge)

HEALTH_SPAN = timedelta(days=215)  # 180 days of touches, seen from up to 30 days ago, and a margin
CHUNK = 400

_PARENT = A.alias("parent")
_AUTHOR = P.alias("author")
_ACCOUNTS = (
    select(A, P.c.name.label("p_name"), P.c.email, P.c.zone, P.c.country.label("p_country"), P.c.locale, P.c.role, P.c.slack_id,
           P.c.manager_id, P.c.active, _PARENT.c.name.label("parent_name"))
    .join(P, P.c.id == A.c.owner_id)
    .outerjoin(_PARENT, _PARENT.c.id == A.c.parent_id)
)  # fmt: skip
_TOUCHES = select(
    T.c.id, T.c.account_id, T.c.at, T.c.by_id, _AUTHOR.c.name, T.c.channel, T.c.direction, T.c.outcome, T.c.purpose, T.c.minutes,
    T.c.estimated, T.c.sentiment, T.c.note, T.c.day_only,
).join(_AUTHOR, _AUTHOR.c.id == T.c.by_id)  # fmt: skip


def read(
    session: Session, ws: int, ids: Sequence[int], now: datetime, everything: bool = False, standings: bool = False
) -> list[Record]:
    """Records of accounts in the order of `ids` (unknown ids are left out). Touches of the last 215 days and the last
    meaningful one, or all of them with `everything`; owners, tiers and pauses over time with `standings`."""
    found: dict[int, Record] = {}
    for start in range(0, len(ids), CHUNK):
        found.update(_chunk(session, ws, ids[start : start + CHUNK], None if everything else now - HEALTH_SPAN, standings))
    return [found[i] for i in ids if i in found]


def _chunk(session: Session, ws: int, ids: Sequence[int], since: datetime | None, standings: bool) -> dict[int, Record]:
    rows = session.execute(_ACCOUNTS.where(A.c.workspace_id == ws, A.c.id.in_(ids))).all()
    zones = {r.id: r.zone for r in rows}
    touches = _touches(session, zones, {r.id: r.last_meaningful_at for r in rows}, since)
    contacts = _grouped(session, select(C).where(C.c.account_id.in_(ids)).order_by(C.c.id))
    steps = _grouped(session, select(N).where(N.c.account_id.in_(ids), N.c.done_at.is_(None)).order_by(N.c.on, N.c.id))
    moves = _grouped(session, select(R).where(R.c.account_id.in_(ids)).order_by(R.c.on, R.c.id))
    stood = _grouped(session, select(S).where(S.c.account_id.in_(ids)).order_by(S.c.from_on, S.c.id)) if standings else {}
    nudged = _nudged(session, ids)
    return {
        row.id: Record(
            account=account_of(row), owner=_owner(row), touches=tuple(touches.get(row.id, ())),
            contacts=tuple(_contact(r) for r in contacts.get(row.id, ())),
            next_step=_next_step(steps.get(row.id, ())),
            movements=tuple(Movement(r.on, r.kind, r.amount, r.currency, r.service) for r in moves.get(row.id, ())),
            standings=tuple(
                Standing(r.from_on, r.owner_id, r.tier, r.status, r.cadence_days, r.until, r.reason) for r in stood.get(row.id, ())
            ),
            nudged=nudged.get(row.id, ()),
        )
        for row in rows
    }  # fmt: skip


def _grouped(session: Session, query: Any) -> dict[int, list[Row[Any]]]:
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(query):
        grouped[row.account_id].append(row)
    return grouped


def _touches(
    session: Session, zones: dict[int, str], last: dict[int, datetime | None], since: datetime | None
) -> dict[int, list[Touch]]:
    within = and_(T.c.account_id.in_(list(zones)), T.c.voided_at.is_(None))
    if since is not None:
        older = [a for a, at in last.items() if at is not None and at < since]
        span = T.c.at >= since
        if older:
            oldest = [and_(T.c.account_id == a, T.c.at == last[a]) for a in older]
            span = or_(span, *oldest)
        within = and_(within, span)
    met = defaultdict(list)
    for row in session.execute(select(TC.c.touch_id, TC.c.contact_id).join(T, T.c.id == TC.c.touch_id).where(within)):
        met[row.touch_id].append(row.contact_id)
    found: dict[int, list[Touch]] = defaultdict(list)
    for r in session.execute(_TOUCHES.where(within).order_by(T.c.at.desc(), T.c.id.desc())):
        on = local_date(r.at, zones[r.account_id])
        found[r.account_id].append(
            Touch(r.id, r.at, on, r.by_id, r.name, r.channel, r.direction, r.outcome, r.purpose, r.minutes, r.estimated,
                  r.sentiment, r.note, tuple(met.get(r.id, ())), r.day_only)
        )  # fmt: skip
    return found


def _nudged(session: Session, ids: Iterable[int]) -> dict[int, tuple[date, ...]]:
    """Dates of appearances since somebody last acted, newest first."""
    query = select(NU.c.account_id, NU.c.local_on, NU.c.outcome).where(NU.c.account_id.in_(list(ids)), NU.c.state == "sent")
    found: dict[int, list[date]] = defaultdict(list)
    acted: set[int] = set()
    for row in session.execute(query.order_by(NU.c.local_on.desc(), NU.c.id.desc())):
        if row.outcome:
            acted.add(row.account_id)
        if row.account_id not in acted:
            found[row.account_id].append(row.local_on)
    return {a: tuple(dates) for a, dates in found.items()}


def account_of(row: Row[Any]) -> Account:
    return Account(
        id=row.id, name=row.name, tier=row.tier, owner_id=row.owner_id, added_on=row.added_on, exists_on=row.exists_on,
        status=row.status, cadence_days=row.cadence_days, paused_until=row.paused_until, status_reason=row.status_reason,
        tier_proposal=row.tier_proposal, segment=row.segment, industry=row.industry, country=row.country,
        services=tuple(s for s in row.services.split(";") if s), aliases=tuple(s for s in row.aliases.split(";") if s),
        annual=row.annual, started_on=row.started_on, renews_on=row.renews_on, parent_id=row.parent_id,
        parent_name=row.parent_name or "", served_through_parent=row.served_through_parent,
        snoozed_until=row.snoozed_until, not_needed_until=row.not_needed_until,
    )  # fmt: skip


def _owner(row: Row[Any]) -> Person:
    return Person(
        row.owner_id, row.p_name or row.email, row.email, row.role, row.zone, row.p_country, row.locale, row.manager_id,
        row.slack_id or "", row.active,
    )  # fmt: skip


def _contact(r: Row[Any]) -> Contact:
    return Contact(r.id, r.name, r.role, r.title, r.email, r.prefers, r.birthday, r.left_on)


def _next_step(rows: Sequence[Row[Any]]) -> NextStep | None:
    """The open step that comes first; one without a date stands behind those with one."""
    dated = [r for r in rows if r.on is not None]
    row = dated[0] if dated else rows[0] if rows else None
    return NextStep(row.id, row.text, row.on) if row is not None else None
