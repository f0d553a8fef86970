"""Touches of many accounts as their records hold them: the newest first, dated in the owner's zone, with whom
they met; up to now, or to a date, from when accounts were two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.touch import Touch

from . import tables
from .apart import Apart
from .people import P
from .reading import NOT_APART, A, Asking, Of

T = tables.table(tables.Touch)
TC = tables.table(tables.TouchContact)
HEALTH_SPAN = timedelta(days=300)  # 270 days of silence, seen from up to 30 days ago

_AUTHOR = P.alias("author")


def touch_select(brief: bool = False) -> Select[Any]:
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


_SINCE = and_(T.c.at >= bindparam("since"), T.c.voided_at.is_(None))
TOUCHES = Of(touch_select().where(_SINCE).order_by(T.c.at.desc(), T.c.id.desc()), T.c.account_id)
MET = Of(
    select(TC.c.touch_id, TC.c.contact_id).join(T, T.c.id == TC.c.touch_id).where(_SINCE), T.c.account_id
)
_LAST = Of(
    touch_select()
    .join(A, and_(A.c.id == T.c.account_id, A.c.last_meaningful_at == T.c.at))
    .where(T.c.at < bindparam("since"), T.c.voided_at.is_(None))
    .order_by(T.c.id.desc()),
    A.c.id,
)
_THEN = and_(_SINCE, T.c.at < bindparam("until"))
_BRIEF = Of(touch_select(brief=True).where(_THEN).order_by(T.c.at.desc(), T.c.id.desc()), T.c.account_id)
_MET_THEN = Of(
    select(TC.c.touch_id, TC.c.contact_id).join(T, T.c.id == TC.c.touch_id).where(_THEN), T.c.account_id
)

Zones = tuple[tuple[date, str], ...]
"""From which day on touches of an account are dated by which zone."""


def touches_since(
    ask: Asking, rows: Sequence[Any], zones: Mapping[int, Zones], since: datetime
) -> dict[int, list[Touch]]:
    """Touches by account since an instant, and the last meaningful one before."""
    touches = ask(TOUCHES, since=since)
    if any(r.last_meaningful_at and r.last_meaningful_at < since for r in rows):
        touches += ask(_LAST, since=since)
    return _by_account(touches, ask(MET, since=since), zones)


def touches_of(
    session: Session, account: Any, newer: Sequence[Any], met: Sequence[Any], zones: Zones, since: datetime
) -> list[Touch]:
    """The same of one account, given its touches since then and who was met in them."""
    last = account.last_meaningful_at
    older = _at(session, {account.id: last}) if last and last < since else ()
    with_whom: dict[int, tuple[int, ...]] = {}
    for touch_id, contact_id in met:
        with_whom[touch_id] = (*with_whom.get(touch_id, ()), contact_id)
    return [touch_of(r, _zone_at(zones, r.at), with_whom.get(r.id, ())) for r in (*newer, *older)]


def touches_to(
    session: Session,
    ask: Asking,
    rows: Sequence[Any],
    zones: Mapping[int, Zones],
    on: date,
    slow: Sequence[int],
    apart: Apart = NOT_APART,
    ahead: timedelta = timedelta(0),
    back: timedelta = timedelta(0),
) -> dict[int, list[Touch]]:
    """Touches of the 300 days to a date, without the text of their notes; and of the time before the last
    meaningful one where the window holds none that is a week old (the figures of a week before want it,
    too), and for `slow` accounts the last of value. Those of the time `ahead`
    are there, too, and those of the time `back` before the 300 days."""
    day = datetime.combine(on, time(0), UTC)
    # the day ends later in the west; rules count by date
    since, until = (day - HEALTH_SPAN - back, day + timedelta(days=2) + ahead)
    within = ask(_BRIEF, since=since, until=until)
    reached = {_of(r, apart) for r in within if r.outcome == "reached" and r.at <= day - timedelta(days=8)}
    quiet = [r.id for r in rows if r.id not in reached]
    before = [
        *_last_before(session, quiet, since, which=T.c.outcome == "reached", apart=apart),
        *_last_before(session, slow, since, which=of_value(), apart=apart),
    ]
    unique = {r.id: r for r in (*within, *before)}.values()
    newest_first = sorted(unique, key=lambda r: (r.at, r.id), reverse=True)
    return _by_account(newest_first, ask(_MET_THEN, since=since, until=until), zones, apart)


def _of(touch: Any, apart: Apart) -> int:
    """Whose a touch was."""
    return apart.of(T.name, touch.id, touch.account_id) if apart.merges else int(touch.account_id)


def _last_before(
    session: Session, ids: Sequence[int], before: datetime, which: Any, apart: Apart = NOT_APART
) -> list[Any]:
    if not ids:
        return []
    late = and_(T.c.at < before, T.c.voided_at.is_(None), which)
    if parted := apart.accounts.intersection(ids):
        return [
            *_last_before(session, [i for i in ids if i not in parted], before, which),
            *_last_of_each(session, parted, late, apart),
        ]
    last = (
        select(T.c.account_id, func.max(T.c.at)).where(late, T.c.account_id.in_(ids)).group_by(T.c.account_id)
    )
    return [r for r in _at(session, {account: at for account, at in session.execute(last)}, which)]


def _last_of_each(session: Session, ids: Collection[int], late: Any, apart: Apart) -> list[Any]:
    """The same of accounts that are one now and were two: of each its own last one."""
    holders = apart.read_with(ids)
    query = select(T.c.id, T.c.account_id).where(late, T.c.account_id.in_(holders)).order_by(T.c.at, T.c.id)
    last = {_of(r, apart): r.id for r in session.execute(query)}
    these = [touch for account, touch in last.items() if account in ids]
    return list(session.execute(touch_select().where(T.c.id.in_(these))))


def _at(session: Session, at: dict[int, datetime], *which: Any) -> list[Any]:
    """The touches of accounts at one instant each."""
    if not at:
        return []
    these = or_(*(and_(T.c.account_id == account, T.c.at == instant) for account, instant in at.items()))
    return list(
        session.execute(touch_select().where(these, T.c.voided_at.is_(None), *which).order_by(T.c.id.desc()))
    )


def of_value() -> Any:
    """Touches that add value, in SQL (rules/records.py, Touch.value_adding)."""
    return and_(T.c.outcome == "reached", T.c.purpose != "", T.c.purpose != "check_in", T.c.noted)


def _by_account(
    touches: Iterable[Any], met_rows: Iterable[Any], zones: Mapping[int, Zones], apart: Apart = NOT_APART
) -> dict[int, list[Touch]]:
    met = defaultdict[int, tuple[int, ...]](tuple)
    for touch_id, contact_id in met_rows:
        met[touch_id] += (contact_id,)
    by_account: dict[int, list[Touch]] = defaultdict(list)
    for r in touches:
        account = _of(r, apart) if apart.merges else r[1]
        if account in zones:  # that of another that went into one of these is not asked for
            mine = zones[account]
            zone = mine[0][1] if len(mine) == 1 else _zone_at(mine, r.at)
            by_account[account].append(touch_of(r, zone, met.get(r[0], ())))
    return by_account


def _zone_at(zones: Zones, at: datetime) -> str:
    zone = zones[0][1]
    for from_on, later in zones[1:]:
        if local_date(at, later) >= from_on:
            zone = later
    return zone


def touch_of(row: Any, zone: str, contact_ids: tuple[int, ...] = ()) -> Touch:
    """A touch of its row with `by_name`, dated in a zone."""
    cells: Sequence[Any] = row  # by place, as touch_select has them: there are many
    at = cells[2]
    return Touch._make((cells[0], at, local_date(at, zone), *cells[3:13], contact_ids, *cells[13:15]))
