"""What a digest asks of each account of a team, without reading its touches: how it stands, the facts it
holds, what it brought, and the days of its last touches, which the database looks up by index. Many
accounts at a time; one of which that is not enough is named, to be read whole (rules/glanced.py says
which)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlmodel import Session

from rules.calendar import local_date, start_of
from rules.facts.moods import FELT_FOR
from rules.facts.strain import UNANSWERED
from rules.facts.threads import ENOUGH
from rules.facts.touch import LIVE
from rules.glanced import Met, glance
from rules.looked import Looked, look
from rules.parts import WINDOW
from rules.policy import Policy
from rules.records import Account, Person, Record, Standing, days, light

from .contacts import C
from .database import StorageError
from .earned import earned
from .people import OWNER, P, owner_of
from .reading import A, Asking, Of, S, glanced, rest
from .records import is_slow
from .touched import HEALTH_SPAN, TC, T, Zones, of_value, touches_to

CHUNK = 1024  # accounts at a time
WHOLE = 256  # of those that are read with their touches
LONGEST = 149  # days of an A's cadence, twice which the window of touches holds


class Day(NamedTuple):
    """The day that is asked about, where the owner is: the last of the week, or the one that it is there
    already; instants in UTC: when it and the day a week before are over, and from when on touches are
    read."""

    on: date
    week_on: date
    zone: str
    ends: datetime
    ended: datetime
    since: datetime


class Glancing(NamedTuple):
    """For whom, and as of when: a team in a workspace; `people` are all of the workspace, by id."""

    session: Session
    ws: int
    policy: Policy
    team: Collection[int]
    people: Mapping[int, Person]
    now: datetime


def looked_at(
    session: Session,
    ws: int,
    policy: Policy,
    team: Collection[int],
    ids: Sequence[int],
    on: date,
    now: datetime,
    running: bool,
) -> Iterator[tuple[int, Looked | None]]:
    """Each of these accounts as a digest of the week to `on` sees it; None for one that has to be read whole.
    Those that are one with another by now are left out."""
    of = Glancing(session, ws, policy, team, _people(session, ws), now)
    by_zone = defaultdict[str, list[int]](list)
    for start in range(0, len(ids), CHUNK):
        for account_id, owner_id in session.execute(_OWNERS, {"ws": ws, "ids": ids[start : start + CHUNK]}):
            by_zone[of.people[owner_id].zone].append(account_id)
    for zone, theirs in by_zone.items():
        day = _day(on, zone, now, running)
        for start in range(0, len(theirs), CHUNK):
            chunk = theirs[start : start + CHUNK]
            try:
                yield from _glanced(of, chunk, day)
            except StorageError:
                raise
            except Exception:
                yield from ((i, None) for i in chunk)  # each by itself, where it is read whole


def _people(session: Session, ws: int) -> dict[int, Person]:
    rows = session.execute(select(P.c.id.label("owner_id"), *OWNER).where(P.c.workspace_id == ws))
    return {r.owner_id: owner_of(r) for r in rows}


def _day(on: date, zone: str, now: datetime, running: bool) -> Day:
    day = max(on, local_date(now, zone)) if running else on
    midnight = datetime.combine(on, time(0), UTC)  # as the touches of a record are read (touched.py)
    until = midnight + timedelta(days=2)
    ends, ended = start_of(day + days(1), zone), start_of(day - days(6), zone)
    return Day(day, on, zone, min(ends, until), min(ended, until), midnight - HEALTH_SPAN)


def _glanced(of: Glancing, ids: Sequence[int], day: Day) -> Iterator[tuple[int, Looked | None]]:
    ask = Asking(of.session, ids)
    rows = ask(_ACCOUNTS, on=day.on, ends=day.ends, ended=day.ended, since=day.since, felt=_felt(day))
    stood = _standings(of, ask)
    facts = glanced(ask, [_Known(r.id, day.zone, r.owner_id) for r in rows], of.now)
    unknown = {r.id for r in rows if r.annual is None}  # of these the year before each day is asked
    brought = earned(of.session, ids, of.policy, (day.week_on, day.on), singly=unknown)
    few = [r.id for r in rows if r.on_file and any(s.tier in ENOUGH for s in (r, *stood.get(r.id, ())))]
    met = _met(of.session, few, day) if few else {}
    more, today = dict[int, Record](), local_date(of.now, day.zone)
    for r in rows:
        standings = stood.get(r.id, ())
        if _is_odd(r, standings, day.zone, of.policy):
            yield r.id, None
            continue
        held = facts.get(r.id, {})
        if r.id in brought:
            held["movements"] = brought[r.id]
        record = light(_account(r), of.people[r.owner_id], standings=standings, today=today, **held)
        if (x := _try(glance, record, _days(r, met.get(r.id, 0), day), of.team, day.on, of.policy)) is None:
            more[r.id] = record
        else:
            yield r.id, x
    for record in _completed(of, more, day):
        yield record.account.id, _try(look, record, of.team, day.on, of.policy)


def _try(looks: Callable[..., Looked | None], *asked: Any) -> Looked | None:
    """None also where it can't be computed: where it is read by itself that is logged, and it is left out."""
    try:
        return looks(*asked)
    except Exception:
        return None


def _completed(of: Glancing, records: Mapping[int, Record], day: Day) -> Iterator[Record]:
    """With their touches, and what else is needed with these."""
    ids = list(records)
    for start in range(0, len(ids), WHOLE):
        some = ids[start : start + WHOLE]
        ask = Asking(of.session, some)
        known = [_Known(i, day.zone, records[i].account.owner_id) for i in some]
        zones: dict[int, Zones] = dict.fromkeys(some, ((date.min, day.zone),))
        touches = touches_to(of.session, ask, known, zones=zones, on=day.week_on, slow=())
        more = rest(ask, known, of.now)
        for i in some:
            fields = {"movements": (), **more.get(i, {})}
            yield replace(records[i], touches=tuple(touches.get(i, ())), **fields)


class _Known(NamedTuple):
    """What facts are put with."""

    id: int
    zone: str
    owner_id: int


def _is_odd(row: Any, standings: Sequence[Standing], zone: str, policy: Policy) -> bool:
    """Whether its touches are dated by several zones, or one from before the window may still count: by its
    cadence, or by a pause."""
    if any(s.zone != zone for s in standings) or any(is_slow(s, policy) for s in (row, *standings)):
        return True
    if row.value_then is None and (row.paused_until or any(s.until for s in standings)):
        return True
    return any(s.tier == "A" and (s.cadence_days or 0) > LONGEST for s in (row, *standings)) or (
        policy.cadence("A") > LONGEST
    )


def _days(r: Any, people: int, day: Day) -> Met:
    def local(at: datetime | None) -> date | None:
        return None if at is None else local_date(at, day.zone)

    return Met(
        local(r.last_at),
        local(r.last_then),
        value_on=local(r.value_at),
        value_then=local(r.value_then),
        live_on=local(r.live_at),
        worried=r.mood == "worried",
        unanswered=r.unanswered == UNANSWERED,
        on_file=bool(r.on_file),
        people=people,
        champion_left=bool(r.champion_left),
    )


def _felt(day: Day) -> datetime:
    """From when on a mood counts."""
    return start_of(day.on - days(FELT_FOR), day.zone)


def _standings(of: Glancing, ask: Asking) -> dict[int, tuple[Standing, ...]]:
    stood = defaultdict[int, list[Standing]](list)
    for account, from_on, owner, tier, status, cadence, until, reason, served in ask(_STOOD):
        person = of.people[owner]
        stood[account].append(
            Standing(
                from_on,
                owner,
                tier,
                status=intern(status),
                cadence_days=cadence,
                until=until,
                reason=reason,
                served_through_parent=served,
                country=person.country,
                zone=person.zone,
            )
        )
    return {account: tuple(standings) for account, standings in stood.items()}


def _met(session: Session, ids: Sequence[int], day: Day) -> dict[int, int]:
    """How many of those who are there were met, by account."""
    first = start_of(day.on - days(WINDOW), day.zone)
    values = {"ids": list(ids), "on": day.on, "first": first, "ends": day.ends}
    return {account: count for account, count in session.execute(_PEOPLE_MET, values)}


@lru_cache(maxsize=4096)
def _services(text: str) -> tuple[str, ...]:
    """Most accounts have one of a few."""
    return tuple(s for s in text.split(";") if s)


def _account(r: Any) -> Account:
    """As far as anything is asked of it in a digest."""
    return Account(
        r.id,
        r.name,
        r.tier,
        r.owner_id,
        r.added_on,
        r.exists_on,
        status=intern(r.status),
        cadence_days=r.cadence_days,
        paused_until=r.paused_until,
        status_reason=r.status_reason,
        services=_services(r.services),
        annual=r.annual,
        annual_given=r.annual_given,
        currency=intern(r.currency),
        started_on=r.started_on,
        renews_on=r.renews_on,
        renews_given=r.renews_given,
        parent_id=r.parent_id,
        served_through_parent=r.served_through_parent,
        snoozed_until=r.snoozed_until,
        not_needed_until=r.not_needed_until,
    )


_TOLD = (
    A.c.id,
    A.c.name,
    A.c.tier,
    A.c.owner_id,
    A.c.added_on,
    A.c.exists_on,
    A.c.status,
    A.c.cadence_days,
    A.c.paused_until,
    A.c.status_reason,
    A.c.services,
    A.c.annual,
    A.c.annual_given,
    A.c.currency,
    A.c.started_on,
    A.c.renews_on,
    A.c.renews_given,
    A.c.parent_id,
    A.c.served_through_parent,
    A.c.snoozed_until,
    A.c.not_needed_until,
)
_HERE = and_(T.c.account_id == A.c.id, T.c.voided_at.is_(None))
_REACHED = T.c.outcome == "reached"


def _last(column: Any, before: str, *which: Any) -> Any:
    """Of the last touch of an account before an instant; by the index of its touches, from the newest on."""
    newest = (T.c.at.desc(), T.c.id.desc())
    query = select(column).where(_HERE, T.c.at < bindparam(before), *which).order_by(*newest).limit(1)
    return query.correlate(A).scalar_subquery()


def _unanswered() -> Any:
    """How many of the last contacts, of so many as are asked for, brought nothing back. That they liked or
    mentioned us somewhere is none (rules/facts/touch.py, `promotes`)."""
    promotes = and_(T.c.channel == "event", T.c.direction == "inbound", T.c.outcome == "sent")
    newest = (T.c.at.desc(), T.c.id.desc())
    query = select(T.c.outcome, T.c.direction).where(_HERE, T.c.at < bindparam("ends"), ~promotes)
    lately = query.order_by(*newest).limit(UNANSWERED).correlate(A).subquery("lately")
    nothing = and_(lately.c.outcome != "reached", lately.c.direction != "inbound")
    return select(func.count()).select_from(lately).where(nothing).correlate(A).scalar_subquery()


_SINCE = T.c.at >= bindparam("since")
_KNOWN = and_(C.c.account_id == A.c.id, or_(C.c.added_on.is_(None), C.c.added_on <= bindparam("on")))
_GONE = and_(
    C.c.account_id == A.c.id, C.c.role == "champion", or_(C.c.left_on.is_not(None), C.c.moved_on.is_not(None))
)
_MOOD = (T.c.at >= bindparam("felt"), T.c.sentiment != "")
_ACCOUNTS = Of(
    select(
        *_TOLD,
        _last(T.c.at, "ends", _REACHED).label("last_at"),
        _last(T.c.at, "ended", _REACHED).label("last_then"),
        _last(T.c.at, "ends", _SINCE, of_value()).label("value_at"),
        _last(T.c.at, "ended", _SINCE, of_value()).label("value_then"),
        _last(T.c.at, "ends", _SINCE, _REACHED, T.c.channel.in_(sorted(LIVE))).label("live_at"),
        _last(T.c.sentiment, "ends", *_MOOD).label("mood"),
        _unanswered().label("unanswered"),
        exists().where(_KNOWN).correlate(A).label("on_file"),
        exists().where(_GONE).correlate(A).label("champion_left"),
    ).where(A.c.merged_into_id.is_(None)),
    A.c.id,
)
_OWNERS = select(A.c.id, A.c.owner_id).where(
    A.c.workspace_id == bindparam("ws"),
    A.c.merged_into_id.is_(None),
    A.c.id.in_(bindparam("ids", expanding=True)),
)
_STOOD = Of(
    select(
        S.c.account_id,
        S.c.from_on,
        S.c.owner_id,
        S.c.tier,
        S.c.status,
        S.c.cadence_days,
        S.c.until,
        S.c.reason,
        S.c.served_through_parent,
    ).order_by(S.c.from_on, S.c.id),
    S.c.account_id,
)
_PEOPLE_MET = (
    select(T.c.account_id, func.count(TC.c.contact_id.distinct()))
    .join(TC, TC.c.touch_id == T.c.id)
    .join(C, and_(C.c.id == TC.c.contact_id, C.c.account_id == T.c.account_id))
    .where(T.c.account_id.in_(bindparam("ids", expanding=True)))
    .where(T.c.at >= bindparam("first"), T.c.at < bindparam("ends"), T.c.voided_at.is_(None), _REACHED)
    .where(or_(C.c.added_on.is_(None), C.c.added_on <= bindparam("on")))
    .where(or_(C.c.left_on.is_(None), C.c.left_on > bindparam("on")))
    .group_by(T.c.account_id)
)
