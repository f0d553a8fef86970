"""Reads accounts with all that rules need of them, many at once, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select
from sqlmodel import Session

from rules.cadence import own_cadence
from rules.calendar import local_date
from rules.facts.touch import Touch
from rules.policy import Policy
from rules.records import Account, Record

from . import tables
from .contacts import C
from .people import OWNER, P, owner_of
from .reading import NU, A, Asking, N, Of, R, S, facts, facts_on

T = tables.table(tables.Touch)
TC = tables.table(tables.TouchContact)

__all__ = ["CHUNK", "NU", "TC", "A", "C", "N", "R", "S", "T", "account_of", "as_of", "of_value", "read"]

HEALTH_SPAN = timedelta(days=300)  # 270 days of silence, seen from up to 30 days ago
CHUNK = 400

_PARENT = A.alias("parent")
_AUTHOR = P.alias("author")


def _touch_select(brief: bool = False) -> Select[Any]:
    """Touches with their author; `brief`: of a note only whether there is one."""
    note = func.substr(T.c.note, 1, 1).label("note") if brief else T.c.note
    return select(
        T.c.id,
        T.c.account_id,
        T.c.at,
        T.c.by_id,
        _AUTHOR.c.name.label("by_name"),
        T.c.channel,
        T.c.direction,
        T.c.outcome,
        T.c.purpose,
        T.c.minutes,
        T.c.estimated,
        T.c.sentiment,
        note,
        T.c.day_only,
        T.c.noted,
    ).join(_AUTHOR, _AUTHOR.c.id == T.c.by_id)


_ACCOUNTS = Of(
    select(A, *OWNER, _PARENT.c.name.label("parent_name"))
    .join(P, P.c.id == A.c.owner_id)
    .outerjoin(_PARENT, _PARENT.c.id == A.c.parent_id)
    .where(A.c.workspace_id == bindparam("ws")),
    A.c.id,
)
_SINCE = and_(T.c.at >= bindparam("since"), T.c.voided_at.is_(None))
_TOUCHES = Of(_touch_select().where(_SINCE).order_by(T.c.at.desc(), T.c.id.desc()), T.c.account_id)
_MET = Of(
    select(TC.c.touch_id, TC.c.contact_id).join(T, T.c.id == TC.c.touch_id).where(_SINCE), T.c.account_id
)
_THEN = and_(_SINCE, T.c.at < bindparam("until"))
_BRIEF = Of(_touch_select(brief=True).where(_THEN).order_by(T.c.at.desc(), T.c.id.desc()), T.c.account_id)
_MET_THEN = Of(
    select(TC.c.touch_id, TC.c.contact_id).join(T, T.c.id == TC.c.touch_id).where(_THEN), T.c.account_id
)


def read(
    session: Session, ws: int, ids: Sequence[int], now: datetime, back: timedelta = timedelta(0)
) -> list[Record]:
    """Records of accounts in the order of `ids` (unknown ids are left out): touches of the last 300 days
    and the last meaningful one before; of the 300 days to a day further `back`, for health as of then."""
    by_id: dict[int, Record] = {}
    since = now - HEALTH_SPAN - back
    for start in range(0, len(ids), CHUNK):
        by_id.update(_chunk(session, ws, ids[start : start + CHUNK], now=now, since=since))
    return [by_id[i] for i in ids if i in by_id]


def as_of(
    session: Session, ws: int, ids: Sequence[int], on: date, policy: Policy, now: datetime
) -> Iterator[Record]:
    """Records for the figures of a day, in the order of `ids`: the 300 days to it and what little is
    wanted of the time before, however long the history; without notes, and without what holds only as of
    now (storage/reading.py)."""
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        ask = Asking(session, chunk)
        rows = ask(_ACCOUNTS, ws=ws)
        held = facts_on(ask, rows, on, now=now)
        zones = {r.id: r.zone for r in rows}
        slow = [
            r.id
            for r in rows
            if any(_is_slow(s, policy) for s in (r, *held.get(r.id, {}).get("standings", ())))
        ]
        by_id = _records(rows, _window(session, ask, rows, zones=zones, on=on, slow=slow), held, now=now)
        yield from (by_id[i] for i in chunk if i in by_id)


def _is_slow(standing: Any, policy: Policy) -> bool:
    """Whether a touch from before the window may still count: its cadence, and the grace after it, reach
    further back."""
    return (
        own_cadence(standing.tier, standing.cadence_days, policy) + 2 * policy.grace_working_days + 14
        > HEALTH_SPAN.days
    )


def _chunk(
    session: Session, ws: int, ids: Sequence[int], now: datetime, since: datetime
) -> dict[int, Record]:
    ask = Asking(session, ids)
    rows = ask(_ACCOUNTS, ws=ws)
    zones = {r.id: r.zone for r in rows}
    touches = _touches(session, ask, rows, zones=zones, since=since)
    return _records(rows, touches, facts(ask, rows, now), now=now)


def _records(
    rows: Sequence[Any],
    touches: Mapping[int, Sequence[Touch]],
    held: Mapping[int, Mapping[str, Any]],
    now: datetime,
) -> dict[int, Record]:
    return {
        row.id: Record(
            account=account_of(row),
            owner=owner_of(row),
            touches=tuple(touches.get(row.id, ())),
            today=local_date(now, row.zone),
            **held.get(row.id, {}),
        )
        for row in rows
    }


def _touches(
    session: Session, ask: Asking, rows: Sequence[Any], zones: dict[int, str], since: datetime
) -> dict[int, list[Touch]]:
    newer = ask(_TOUCHES, since=since)
    older = {
        r.id: r.last_meaningful_at for r in rows if r.last_meaningful_at and r.last_meaningful_at < since
    }
    return _by_account([*newer, *_at(session, older)], ask(_MET, since=since), zones)


def _window(
    session: Session, ask: Asking, rows: Sequence[Any], zones: dict[int, str], on: date, slow: Sequence[int]
) -> dict[int, list[Touch]]:
    """Touches of the 300 days to a date, without the text of their notes; and of the time before the last
    meaningful one where the window holds none that is a week old (the figures of a week before want it,
    too), and for `slow` accounts the last of value."""
    day = datetime.combine(on, time(0), UTC)
    # the day ends later in the west; rules count by date
    since, until = (day - HEALTH_SPAN, day + timedelta(days=2))
    within = ask(_BRIEF, since=since, until=until)
    reached = {r.account_id for r in within if r.outcome == "reached" and r.at <= day - timedelta(days=8)}
    before = [
        *_last_before(
            session, [r.id for r in rows if r.id not in reached], since, which=T.c.outcome == "reached"
        ),
        *_last_before(session, slow, since, which=of_value()),
    ]
    unique = {r.id: r for r in (*within, *before)}.values()
    newest_first = sorted(unique, key=lambda r: (r.at, r.id), reverse=True)
    return _by_account(newest_first, ask(_MET_THEN, since=since, until=until), zones)


def _last_before(session: Session, ids: Sequence[int], before: datetime, which: Any) -> list[Any]:
    if not ids:
        return []
    mine = and_(T.c.account_id.in_(ids), T.c.at < before, T.c.voided_at.is_(None), which)
    last = select(T.c.account_id, func.max(T.c.at)).where(mine).group_by(T.c.account_id)
    return [r for r in _at(session, {account: at for account, at in session.execute(last)}, which)]


def _at(session: Session, at: dict[int, datetime], *which: Any) -> list[Any]:
    """The touches of accounts at one instant each."""
    if not at:
        return []
    these = or_(*(and_(T.c.account_id == account, T.c.at == instant) for account, instant in at.items()))
    return list(
        session.execute(_touch_select().where(these, T.c.voided_at.is_(None), *which).order_by(T.c.id.desc()))
    )


def of_value() -> Any:
    """Touches that add value, in SQL (rules/records.py, Touch.value_adding)."""
    return and_(T.c.outcome == "reached", T.c.purpose != "", T.c.purpose != "check_in", T.c.noted)


def _by_account(
    touches: Iterable[Any], met_rows: Iterable[Any], zones: dict[int, str]
) -> dict[int, list[Touch]]:
    met = defaultdict(list)
    for touch_id, contact_id in met_rows:
        met[touch_id].append(contact_id)
    by_account: dict[int, list[Touch]] = defaultdict(list)
    for r in touches:
        by_account[r.account_id].append(touch_of(r, zones[r.account_id], tuple(met.get(r.id, ()))))
    return by_account


def touch_of(row: Row[Any], zone: str, contact_ids: tuple[int, ...] = ()) -> Touch:
    """A touch of its row with `by_name`, dated in the owner's zone."""
    return Touch(
        row.id,
        row.at,
        local_date(row.at, zone),
        by_id=row.by_id,
        by_name=row.by_name,
        channel=row.channel,
        direction=row.direction,
        outcome=row.outcome,
        purpose=row.purpose,
        minutes=row.minutes,
        estimated=row.estimated,
        sentiment=row.sentiment,
        note=row.note,
        contact_ids=contact_ids,
        day_only=row.day_only,
        noted=row.noted,
    )


def account_of(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        tier=row.tier,
        owner_id=row.owner_id,
        added_on=row.added_on,
        exists_on=row.exists_on,
        status=row.status,
        cadence_days=row.cadence_days,
        paused_until=row.paused_until,
        status_reason=row.status_reason,
        tier_proposal=row.tier_proposal,
        segment=row.segment,
        industry=row.industry,
        country=row.country,
        services=tuple(s for s in row.services.split(";") if s),
        aliases=tuple(s for s in row.aliases.split(";") if s),
        annual=row.annual,
        annual_given=row.annual_given,
        currency=row.currency,
        started_on=row.started_on,
        renews_on=row.renews_on,
        renews_given=row.renews_given,
        trouble=row.trouble,
        parent_id=row.parent_id,
        parent_name=row.parent_name or "",
        served_through_parent=row.served_through_parent,
        snoozed_until=row.snoozed_until,
        not_needed_until=row.not_needed_until,
        team_goal=row.team_goal,
    )
