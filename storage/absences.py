"""Who is away when, and who covers: kept, ended, read. Each act is audited.

Beside each person stands their calendar (rules/away.py), so that whoever is read has it; what changes it has
their accounts looked at anew by the next tick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlmodel import Session

from rules.away import KEPT, Absence, away_on, spans_of
from rules.calendar import DAY, local_date
from rules.own_calendar import Calendar
from rules.yearly import days_of

from . import audit, people, tables, workspaces
from .database import new_id
from .people import P
from .prepared import Prepared
from .records import A, T

AB = tables.table(tables.Absence)
_COVER = P.alias("cover")


def _select(ws: Any) -> Select[Any]:
    called = func.coalesce(func.nullif(_COVER.c.name, ""), _COVER.c.email).label("cover")
    return (
        select(AB, called)
        .outerjoin(_COVER, _COVER.c.id == AB.c.cover_id)
        .where(AB.c.workspace_id == ws, AB.c.voided_at.is_(None))
        .order_by(AB.c.first_on, AB.c.id)
    )


_OF_PERSON = Prepared(
    _select(bindparam("ws")).where(AB.c.person_id == bindparam("person"), AB.c.last_on >= bindparam("since"))
)
_COVERED = Prepared(
    _select(bindparam("ws")).where(
        AB.c.cover_id == bindparam("cover"), AB.c.first_on <= bindparam("on"), AB.c.last_on >= bindparam("on")
    )
)


def absence_of(r: Any) -> Absence:
    return Absence(r.id, r.person_id, r.first_on, r.last_on, cover_id=r.cover_id, cover=r.cover or "")


def of_person(session: Session, ws: int, person_id: int, since: date) -> list[Absence]:
    """Those that end on a day or later, the first first."""
    rows = _OF_PERSON(session, ws=ws, person=person_id, since=since)
    return [absence_of(r) for r in rows]


def of_people(session: Session, ws: int, ids: Iterable[int], since: date) -> list[Absence]:
    """The same of several people."""
    query = _select(ws).where(AB.c.person_id.in_(list(ids)), AB.c.last_on >= since)
    return [absence_of(r) for r in session.execute(query)]


def get(session: Session, ws: int, absence_id: int) -> Absence | None:
    row = session.execute(_select(ws).where(AB.c.id == absence_id)).first()
    return absence_of(row) if row else None


def covered_by(session: Session, ws: int, cover_id: int, on: date) -> list[Absence]:
    """Whom somebody covers on a day: of each who is away the absence that holds, where it names them and
    they are here themselves."""
    if away_on(of_person(session, ws, cover_id, on), on):
        return []
    away = {r.person_id for r in _COVERED(session, ws=ws, cover=cover_id, on=on)}
    held = (away_on(of_person(session, ws, p, on), on) for p in sorted(away))
    return [a for a in held if a and a.cover_id == cover_id]


def cover_of(session: Session, ws: int, person_id: int, on: date) -> int | None:
    """Who covers for somebody on a day: whom the absence that holds names, while they are here themselves."""
    holds = away_on(of_person(session, ws, person_id, on), on)
    cover = holds.cover_id if holds else None
    return None if cover is None or away_on(of_person(session, ws, cover, on), on) else cover


def covers_to_come(session: Session, ws: int, cover_id: int, since: date) -> list[tuple[str, Absence]]:
    """Days that end on a day or later on which somebody covers, each with the name of whoever is away."""
    away = P.alias("away")
    query = _select(ws).join(away, away.c.id == AB.c.person_id).where(AB.c.cover_id == cover_id)
    named = query.add_columns(func.coalesce(func.nullif(away.c.name, ""), away.c.email).label("who"))
    return [(r.who, absence_of(r)) for r in session.execute(named.where(AB.c.last_on >= since))]


def add(
    session: Session,
    ws: int,
    person_id: int,
    first_on: date,
    last_on: date,
    *,
    cover_id: int | None,
    by_id: int,
    now: datetime,
) -> int:
    """Somebody is away; their id."""
    row: dict[str, Any] = {"workspace_id": ws, "person_id": person_id, "cover_id": cover_id, "by_id": by_id}
    row |= {"first_on": first_on, "last_on": last_on, "created_at": now}
    made = new_id(session.execute(AB.insert().values(row)))
    said = {"first": str(first_on), "last": str(last_on), "cover": cover_id}
    audit.keep(session, ws, now, by_id=by_id, did="away", noun="person", row_id=person_id, **said)
    settle(session, ws, [person_id], now=now)
    _plan_anew(session, ws, [cover_id] if cover_id else [], now=now)
    return made


def end(session: Session, ws: int, absence: Absence, today: date, *, by_id: int, now: datetime) -> None:
    """Back today: what has not begun is taken back, what runs ended yesterday."""
    begun = absence.first_on < today
    values: dict[str, Any] = {"last_on": today - DAY} if begun else {"voided_at": now}
    session.execute(update(AB).where(AB.c.workspace_id == ws, AB.c.id == absence.id).values(**values))
    audit.keep(session, ws, now, by_id=by_id, did="back", noun="person", row_id=absence.person_id)
    settle(session, ws, [absence.person_id], now=now)
    _plan_anew(session, ws, [absence.cover_id] if absence.cover_id else [], now=now)


def keep_week(session: Session, ws: int, person_id: int, week: str, *, now: datetime) -> None:
    """The weekdays that somebody works from now on, as they say."""
    mine = (P.c.workspace_id == ws, P.c.id == person_id)
    session.execute(update(P).where(*mine).values(week=week))
    audit.keep(session, ws, now, by_id=person_id, did="changed", noun="person", row_id=person_id, week=week)
    settle(session, ws, [person_id], now=now)


def week_of(session: Session, ws: int, person_id: int) -> str:
    """The weekdays that somebody works."""
    mine = (P.c.workspace_id == ws, P.c.id == person_id)
    return str(session.execute(select(P.c.week).where(*mine)).scalar_one())


def following(session: Session, ws: int, after: int, most: int) -> list[int]:
    """The next people by their ids."""
    query = select(P.c.id).where(P.c.workspace_id == ws, P.c.id > after)
    return list(session.execute(query.order_by(P.c.id).limit(most)).scalars())


def settle(session: Session, ws: int, ids: Sequence[int], now: datetime, moved: bool = False) -> None:
    """Write people's calendars as they stand; of those whose calendar is another one, and of all that have
    `moved` to a country with other holidays, every account is looked at anew and the mornings are planned
    anew."""
    cells = (P.c.id, P.c.zone, P.c.country, P.c.week, P.c.calendar)
    rows = session.execute(select(*cells).where(P.c.workspace_id == ws, P.c.id.in_(list(ids)))).all()
    closed = workspaces.get(session, ws).policy.closed_days
    since = now.date() - timedelta(KEPT)
    away = defaultdict[int, list[Absence]](list)
    for absence in of_people(session, ws, [r.id for r in rows], since):
        away[absence.person_id].append(absence)
    changed = [row.id for row in rows] if moved else []
    for row in rows:
        spans = spans_of(away[row.id], local_date(now, row.zone))
        stands = Calendar(row.week, days_of(closed, row.country), spans).pack()
        if stands != row.calendar:
            changed.append(row.id)
            session.execute(update(P).where(P.c.id == row.id).values(calendar=stands))
    if changed:
        mine = (A.c.workspace_id == ws, A.c.owner_id.in_(changed), A.c.status != "churned")
        session.execute(update(A).where(*mine).values(reassess_at=now))
        _plan_anew(session, ws, changed, now=now)
        people.digest_soon(session, ws, now, ids=changed)


def logged_by_others(
    session: Session, ws: int, owner_id: int, since: datetime, until: datetime
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who logged a meaningful touch with somebody's accounts between two instants, and their names."""
    by = func.coalesce(func.nullif(P.c.name, ""), P.c.email)
    query = (
        select(by, A.c.name)
        .select_from(T.join(A, A.c.id == T.c.account_id).join(P, P.c.id == T.c.by_id))
        .where(T.c.workspace_id == ws, A.c.workspace_id == ws, A.c.owner_id == owner_id)
        .where(T.c.by_id != owner_id, T.c.outcome == "reached", T.c.voided_at.is_(None))
        .where(T.c.at >= since, T.c.at < until)
        .distinct()
        .order_by(by, A.c.name)
    )
    logged = defaultdict[str, list[str]](list)
    for who, account in session.execute(query):
        logged[who].append(account)
    return tuple((who, tuple(names)) for who, names in logged.items())


def _plan_anew(session: Session, ws: int, ids: Sequence[int], now: datetime) -> None:
    if ids:
        people.plan_anew(session, ws, now, ids=ids)
