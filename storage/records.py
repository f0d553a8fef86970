"""Reads accounts with all that rules need of them, many at once, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from rules.cadence import own_cadence
from rules.calendar import local_date
from rules.costs import share_of
from rules.facts.touch import Touch
from rules.policy import Policy
from rules.records import Account, Person, Record, Standing

from . import reading, tables
from .apart import Apart, merged_since
from .contacts import C
from .people import OWNER, P, owner_of
from .reading import NU, A, Asking, Beside, N, Of, R, S, facts, facts_on
from .touched import HEALTH_SPAN, MET, TC, TOUCHES, T, Zones, touches_of, touches_since, touches_to

__all__ = ["CHUNK", "NU", "TC", "A", "C", "N", "R", "S", "T", "account_of", "as_of", "read"]

CHUNK = 400
WEEK = timedelta(days=7)

_PARENT = A.alias("parent")


_EVERY = (
    select(*tables.told(A), *OWNER, _PARENT.c.name.label("parent_name"))
    .join(P, P.c.id == A.c.owner_id)
    .outerjoin(_PARENT, _PARENT.c.id == A.c.parent_id)
    .where(A.c.workspace_id == bindparam("ws"))
)
_ACCOUNTS = Of(_EVERY.where(A.c.merged_into_id.is_(None)), A.c.id)
_ALONE = Beside(_ACCOUNTS, TOUCHES, MET)
_THEN_TOO = Of(_EVERY, A.c.id)  # those that were merged since among them


def read(
    session: Session, ws: int, ids: Sequence[int], now: datetime, back: timedelta = timedelta(0)
) -> list[Record]:
    """Records of accounts in the order of `ids` (unknown ids are left out): touches of the last 300 days
    and the last meaningful one before; of the 300 days to a day further `back`, for health as of then."""
    since = now - HEALTH_SPAN - back
    if len(ids) == 1:
        return _one(session, ws, ids[0], now=now, since=since)
    by_id: dict[int, Record] = {}
    for start in range(0, len(ids), CHUNK):
        by_id.update(_chunk(session, ws, ids[start : start + CHUNK], now=now, since=since))
    return [by_id[i] for i in ids if i in by_id]


def as_of(
    session: Session,
    ws: int,
    ids: Sequence[int],
    on: date,
    policy: Policy,
    now: datetime,
    ahead: timedelta = timedelta(0),
    back: timedelta = timedelta(0),
) -> Iterator[Record]:
    """Records for the figures of a day and of the week before it, in the order of `ids`: the 300 days to it
    and what little is wanted of the time before, however long the history; without notes, and without what
    holds only as of now (storage/reading.py). What was merged since is two on the days before. With
    the touches of the time `ahead`, too, for what followed: a figure of the day counts none of them; and with
    those of the time `back` before the 300 days, for figures of a year."""
    then, before = merged_since(session, ws, on), merged_since(session, ws, on - WEEK)
    changed = before.accounts - then.accounts  # merged in that week: two at its beginning, one at its end
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        by_id = _as_of(session, ws, chunk, on, policy, now=now, apart=then, ahead=ahead, back=back)
        two = changed.intersection(chunk)
        were = _as_of(session, ws, sorted(two), on, policy, now=now, apart=before, back=back) if two else {}
        for i in chunk:
            if i in were:
                yield replace(were[i], stood_until=on)
            if i in by_id:
                yield replace(by_id[i], stood_since=on) if i in were else by_id[i]


def _as_of(
    session: Session,
    ws: int,
    ids: Sequence[int],
    on: date,
    policy: Policy,
    now: datetime,
    apart: Apart,
    ahead: timedelta = timedelta(0),
    back: timedelta = timedelta(0),
) -> dict[int, Record]:
    ask = Asking(session, apart.read_with(ids))
    there = {m.gone_id for m in apart.merges}
    rows = [_stood(r, apart) for r in ask(_THEN_TOO, ws=ws) if r.merged_into_id is None or r.id in there]
    held = facts_on(ask, rows, on, now=now, apart=apart)
    slow = [
        r.id for r in rows if any(is_slow(s, policy) for s in (r, *held.get(r.id, {}).get("standings", ())))
    ]
    zones = _zones(rows, held)
    touches = touches_to(
        session, ask, rows, zones=zones, on=on, slow=slow, apart=apart, ahead=ahead, back=back
    )
    return _records(rows, touches, held, now=now)


def _stood(row: Any, apart: Apart) -> Any:
    """An account's row as it was before what was merged since."""
    stood = apart.stood(row.id) if apart.merges else {}
    return SimpleNamespace(**{**row._asdict(), **stood}) if stood else row


def is_slow(standing: Any, policy: Policy) -> bool:
    """Whether a touch from before the window may still count: its cadence, and the grace after it, reach
    further back."""
    return (
        own_cadence(standing.tier, standing.cadence_days, policy) + 2 * policy.grace_working_days + 14
        > HEALTH_SPAN.days
    )


def _one(session: Session, ws: int, account_id: int, now: datetime, since: datetime) -> list[Record]:
    """The record of one account, as it is read among many."""
    (accounts, newer, met, *lines) = _ALONE(session, ws=ws, id=account_id, since=since)
    if not accounts:
        return []
    row = accounts[0]
    held = reading.facts_of(row, lines, now)
    zones = _of_owners(row.zone, held.get("standings", ()))
    touches = touches_of(session, row, newer, met, zones=zones, since=since)
    return [_record(row, owner_of(row), touches, held, now)]


def _chunk(
    session: Session, ws: int, ids: Sequence[int], now: datetime, since: datetime
) -> dict[int, Record]:
    ask = Asking(session, ids)
    rows = ask(_ACCOUNTS, ws=ws)
    held = facts(ask, rows, now)
    touches = touches_since(ask, rows, zones=_zones(rows, held), since=since)
    return _records(rows, touches, held, now=now)


def _zones(rows: Sequence[Any], held: Mapping[int, Mapping[str, Any]]) -> dict[int, Zones]:
    """By which zone the touches of each account are dated: that of whoever owned it then, so that an account
    that passes to somebody far away keeps the figures of its past."""
    return {r.id: _of_owners(r.zone, held.get(r.id, {}).get("standings", ())) for r in rows}


def _of_owners(zone: str, standings: Sequence[Standing]) -> Zones:
    if all(s.zone == zone for s in standings):
        return ((date.min, zone),)
    return tuple((s.from_on, s.zone) for s in standings)


def _records(
    rows: Sequence[Any],
    touches: Mapping[int, Sequence[Touch]],
    held: Mapping[int, Mapping[str, Any]],
    now: datetime,
) -> dict[int, Record]:
    owners = {row.owner_id: owner_of(row) for row in {row.owner_id: row for row in rows}.values()}
    return {
        row.id: _record(row, owners[row.owner_id], touches.get(row.id, ()), held.get(row.id, {}), now)
        for row in rows
    }


def _record(
    row: Any, owner: Person, touches: Sequence[Touch], held: Mapping[str, Any], now: datetime
) -> Record:
    return Record(
        account=account_of(row), owner=owner, touches=tuple(touches), today=local_date(now, row.zone), **held
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
        margin=share_of(row.margin),
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
        earns_by=row.earns_by,
    )
