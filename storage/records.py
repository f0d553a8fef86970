"""Reads accounts with all that rules need of them, many at once, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select
from sqlmodel import Session

from rules.calendar import local_date
from rules.records import Account, Contact, Movement, NextStep, Person, Record, Standing, Touch

from . import tables
from .people import P
from .prepared import Prepared

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

_EVER = datetime(1, 1, 2, tzinfo=UTC)
_PARENT = A.alias("parent")
_AUTHOR = P.alias("author")


def _touch_select() -> Select[Any]:
    return select(
        T.c.id, T.c.account_id, T.c.at, T.c.by_id, _AUTHOR.c.name.label("by_name"), T.c.channel, T.c.direction, T.c.outcome, T.c.purpose,
        T.c.minutes, T.c.estimated, T.c.sentiment, T.c.note, T.c.day_only,
    ).join(_AUTHOR, _AUTHOR.c.id == T.c.by_id)  # fmt: skip


class _Of:
    """A query over accounts, for one (prepared) and for many (an IN list)."""

    def __init__(self, query: Select[Any], account: Any) -> None:
        self.many, self.one = (
            query.where(account.in_(bindparam("ids", expanding=True))),
            Prepared(query.where(account == bindparam("id"))),
        )


class _Asking:
    """Asks such queries for the accounts of one chunk."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self._session, self._ids = session, list(ids)

    def __call__(self, query: _Of, **values: Any) -> list[Any]:
        if len(self._ids) == 1:
            return query.one(self._session, id=self._ids[0], **values)
        return list(self._session.execute(query.many, {"ids": self._ids, **values}))


_ACCOUNTS = _Of(
    select(A, P.c.name.label("p_name"), P.c.email, P.c.zone, P.c.country.label("p_country"), P.c.locale, P.c.role, P.c.slack_id,
           P.c.manager_id, P.c.active, _PARENT.c.name.label("parent_name"))
    .join(P, P.c.id == A.c.owner_id)
    .outerjoin(_PARENT, _PARENT.c.id == A.c.parent_id)
    .where(A.c.workspace_id == bindparam("ws")),
    A.c.id,
)  # fmt: skip
_SINCE = and_(T.c.at >= bindparam("since"), T.c.voided_at.is_(None))
_TOUCHES = _Of(_touch_select().where(_SINCE).order_by(T.c.at.desc(), T.c.id.desc()), T.c.account_id)
_MET = _Of(select(TC.c.touch_id, TC.c.contact_id).join(T, T.c.id == TC.c.touch_id).where(_SINCE), T.c.account_id)
_CONTACTS = _Of(select(C).order_by(C.c.id), C.c.account_id)
_STEPS = _Of(select(N).where(N.c.done_at.is_(None)).order_by(N.c.on, N.c.id), N.c.account_id)
_MOVES = _Of(select(R).order_by(R.c.on, R.c.id), R.c.account_id)
_STOOD = _Of(select(S).order_by(S.c.from_on, S.c.id), S.c.account_id)
_NUDGES = _Of(
    select(NU.c.account_id, NU.c.local_on, NU.c.outcome).where(NU.c.state == "sent").order_by(NU.c.local_on.desc(), NU.c.id.desc()),
    NU.c.account_id,
)


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
    ask = _Asking(session, ids)
    rows = ask(_ACCOUNTS, ws=ws)
    zones = {r.id: r.zone for r in rows}
    touches = _touches(session, ask, rows, zones, since)
    contacts, steps, moves = _grouped(ask(_CONTACTS)), _grouped(ask(_STEPS)), _grouped(ask(_MOVES))
    stood = _grouped(ask(_STOOD)) if standings else {}
    nudged = _nudged(ask(_NUDGES))
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


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.account_id].append(row)
    return grouped


def _touches(
    session: Session, ask: _Asking, rows: Sequence[Any], zones: dict[int, str], since: datetime | None
) -> dict[int, list[Touch]]:
    found_rows = ask(_TOUCHES, since=since or _EVER)
    older = {r.id: r.last_meaningful_at for r in rows if since and r.last_meaningful_at and r.last_meaningful_at < since}
    if older:
        oldest = or_(*(and_(T.c.account_id == a, T.c.at == at) for a, at in older.items()))
        found_rows = [*found_rows, *session.execute(_touch_select().where(oldest, T.c.voided_at.is_(None)).order_by(T.c.id.desc()))]
    met = defaultdict(list)
    for touch_id, contact_id in ask(_MET, since=since or _EVER):
        met[touch_id].append(contact_id)
    found: dict[int, list[Touch]] = defaultdict(list)
    for r in found_rows:
        found[r.account_id].append(
            Touch(r.id, r.at, local_date(r.at, zones[r.account_id]), r.by_id, r.by_name, r.channel, r.direction, r.outcome, r.purpose,
                  r.minutes, r.estimated, r.sentiment, r.note, tuple(met.get(r.id, ())), r.day_only)
        )  # fmt: skip
    return found


def _nudged(rows: Iterable[Any]) -> dict[int, tuple[date, ...]]:
    """Dates of appearances since somebody last acted, newest first."""
    found: dict[int, list[date]] = defaultdict(list)
    acted: set[int] = set()
    for row in rows:
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
