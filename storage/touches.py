"""Touches: logged, amended, voided, counted. Each call keeps what is due true in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, bindparam, case, func, select, update
from sqlmodel import Session

from rules.calendar import at_local, local_date
from rules.facts.entries import Entry
from rules.facts.touch import Touch
from rules.policy import Policy
from rules.records import Person, days
from rules.week import Logged

from . import audit, captured, lifetimes, noted, nudges, snoozes
from .assess import recompute
from .batches import Batch
from .contacts import of_account
from .people import P
from .prepared import Adding, Prepared
from .records import TC, A, C, T, of_value, touch_of

_ADD = Adding(T)
_MEET = Prepared(
    TC.insert().values(
        touch_id=bindparam("touch"), contact_id=bindparam("contact"), workspace_id=bindparam("ws")
    )
)
_NEW_BY = Prepared(
    select(A.c.id).where(
        A.c.workspace_id == bindparam("ws"),
        A.c.id.in_(bindparam("ids", expanding=True)),
        A.c.exists_on > bindparam("day"),
    )
)


def log(
    session: Session,
    ws: int,
    policy: Policy,
    entry: Entry,
    by: Person,
    batch: str,
    now: datetime,
    note_gone: bool = False,
    again: bool = False,
) -> Batch:
    """Store a touch for each account of the entry and recompute what is due; a meaningful one ends a
    snooze, closes the account's place in the nudge, and ticks off next steps whose day has come.
    `note_gone`: there was a note once; `again`: an edit stores it anew."""
    at = _instant(entry.on, by.zone, now)
    ids = []
    for account_id, minutes in zip(entry.account_ids, entry.minutes_each(), strict=True):
        row = {
            **_columns(entry),
            "account_id": account_id,
            "minutes": minutes,
            "workspace_id": ws,
            "by_id": by.id,
            "at": at,
            "noted": note_gone or bool(entry.note),
            "day_only": at != now,
            "batch": batch,
            "external_id": f"tend-{uuid4().hex[:16]}",
            "created_at": now,
        }
        touch_id = _ADD(session, **row)
        ids.append(touch_id)
        _keep_contacts(
            session, ws, touch_id, account_id=account_id, contact_ids=entry.contact_ids, on=entry.on
        )
        audit.keep(
            session, ws, now, by_id=by.id, did="logged", noun="touch", row_id=touch_id, account=account_id
        )
    _follow(session, ws, entry, by_id=by.id, batch=batch, now=now, again=again)
    _exist(session, ws, entry)
    stand = recompute(session, ws, policy, ids=entry.account_ids, now=now)
    return Batch(batch, tuple(ids), entry, by_id=by.id, note_gone=note_gone, accounts=stand)


def _exist(session: Session, ws: int, entry: Entry) -> None:
    """An account exists from its first touch: looked at where this one, stored or undone, may be that."""
    # dates differ by up to 2 between zones
    near = _NEW_BY(session, ws=ws, ids=entry.account_ids, day=entry.on - days(3))
    if ids := [row.id for row in near]:
        lifetimes.exist(session, ws, ids)


def _instant(on: date, zone: str, now: datetime) -> datetime:
    """Now for today, else noon of that day where the author is: the same date in every zone nearby."""
    return now if on == local_date(now, zone) else min(at_local(on, time(12), zone), now)


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "channel": entry.channel,
        "direction": entry.direction,
        "outcome": entry.outcome,
        "purpose": entry.purpose,
        "estimated": entry.minutes is None,
        "sentiment": entry.sentiment,
        "note": entry.note,
    }


def _keep_contacts(
    session: Session, ws: int, touch_id: int, account_id: int, contact_ids: Sequence[int], on: date
) -> None:
    """Those of the account alone (the same line may be logged with others); who was met before they were
    added was there."""
    known = {c.id: c for c in of_account(session, ws, account_id)} if contact_ids else {}
    for contact_id in contact_ids:
        if contact_id in known:
            _MEET(session, touch=touch_id, contact=contact_id, ws=ws)
            if (added := known[contact_id].added_on) and added > on:
                session.execute(update(C).where(C.c.id == contact_id).values(added_on=on))


def _follow(
    session: Session, ws: int, entry: Entry, by_id: int, batch: str, now: datetime, again: bool
) -> None:
    """What a touch brings with it: what was captured, snoozes ended, places in nudges closed."""
    for line in captured.CAPTURED:
        stores = line.again if again else line.brought
        stores(session, ws, batch, entry, by_id, now)
    if entry.meaningful:
        snoozes.end(session, ws, list(entry.account_ids), batch=batch, now=now)
        nudges.close(session, ws, list(entry.account_ids), outcome="logged", now=now, batch=batch)


def void(session: Session, ws: int, policy: Policy, batch: Batch, by_id: int, now: datetime) -> None:
    """Undo a logged line with all that it brought: what was captured with it, places in nudges, the snoozes
    it ended."""
    session.execute(
        update(T)
        .where(T.c.workspace_id == ws, T.c.batch == batch.batch, T.c.voided_at.is_(None))
        .values(voided_at=now)
    )
    nudges.reopen(session, ws, batch.batch, now=now)
    for line in captured.CAPTURED:  # may close places that told of what is undone
        line.undone(session, ws, batch.batch, by_id, now)
    noted.undone(session, ws, batch, by_id, now)
    snoozes.bring_back(session, ws, batch.batch, now=now)
    for touch_id in batch.touch_ids:
        audit.keep(session, ws, now, by_id=by_id, did="voided", noun="touch", row_id=touch_id)
    _exist(session, ws, batch.entry)
    recompute(session, ws, policy, ids=batch.entry.account_ids, now=now)


def amend(
    session: Session, ws: int, policy: Policy, batch: Batch, entry: Entry, by: Person, now: datetime
) -> Batch:
    """Put a line right: the old touches are voided, the new ones stand under the same batch."""
    void(session, ws, policy, batch=batch, by_id=by.id, now=now)
    session.execute(update(T).where(T.c.workspace_id == ws, T.c.batch == batch.batch).values(batch=""))
    gone = batch.note_gone
    made = log(
        session, ws, policy, entry=entry, by=by, batch=batch.batch, now=now, note_gone=gone, again=True
    )
    if noted.again(session, ws, batch, made, by_id=by.id, now=now):
        stand = recompute(session, ws, policy, ids=entry.account_ids, now=now)
        made = replace(made, accounts=stand)
    return made


def history(
    session: Session, ws: int, account_id: int, zone: str, offset: int = 0, most: int = 10
) -> tuple[list[Touch], int]:
    """Touches of an account, newest first, and how many there are."""
    mine = and_(T.c.workspace_id == ws, T.c.account_id == account_id, T.c.voided_at.is_(None))
    count = session.execute(select(func.count()).where(mine)).scalar_one()
    query = select(T, P.c.name.label("by_name")).join(P, P.c.id == T.c.by_id).where(mine)
    rows = session.execute(query.order_by(T.c.at.desc(), T.c.id.desc()).offset(offset).limit(most))
    return [touch_of(row, zone) for row in rows], count


def per_month(
    session: Session, ws: int, account_id: int, zone: str, today: date, months: int = 12
) -> list[tuple[date, int]]:
    """Touches per calendar month for the last `months`, oldest first: (first day, count)."""
    firsts = [
        date(today.year + (today.month - 1 - n) // 12, (today.month - 1 - n) % 12 + 1, 1)
        for n in range(months)
    ][::-1]
    since = at_local(firsts[0], time(0), zone)
    query = select(T.c.at).where(
        T.c.workspace_id == ws, T.c.account_id == account_id, T.c.at >= since, T.c.voided_at.is_(None)
    )
    counts = dict.fromkeys(firsts, 0)
    for at in session.execute(query).scalars():
        first = local_date(at, zone).replace(day=1)
        if first in counts:
            counts[first] += 1
    return list(counts.items())


def logged_between(
    session: Session,
    ws: int,
    people: Sequence[int],
    first: date,
    last: date,
    zone: str,
    daily: Collection[int] = (),
) -> list[Logged]:
    """What people logged from `first` to `last` (dates in the reader's zone): a row for each account, for
    those in `daily` one for each day."""
    start, end = at_local(first, time(0), zone), at_local(last + days(1), time(0), zone)
    reached = T.c.outcome == "reached"
    gave = of_value()
    mine = (
        T.c.workspace_id == ws,
        T.c.by_id.in_(list(people)),
        T.c.at >= start,
        T.c.at < end,
        T.c.voided_at.is_(None),
    )

    def total(condition: Any, of: Any = 1) -> Any:
        return func.coalesce(func.sum(case((condition, of), else_=0)), 0)

    query = (
        select(
            T.c.account_id,
            func.count(),
            total(reached),
            total(gave),
            func.sum(T.c.minutes),
            total(T.c.estimated, T.c.minutes),
        )
        .where(*mine)
        .group_by(T.c.account_id)
    )
    rows = [Logged(*row) for row in session.execute(query)]
    split = [row.account_id for row in rows if row.account_id in daily]
    each = select(
        T.c.account_id,
        T.c.at,
        case((reached, 1), else_=0),
        case((gave, 1), else_=0),
        T.c.minutes,
        T.c.estimated,
    )
    for start_at in range(0, len(split), 400):
        for account, at, met, value, minutes, estimated in session.execute(
            each.where(*mine, T.c.account_id.in_(split[start_at : start_at + 400]))
        ):
            rows.append(
                Logged(
                    account,
                    1,
                    met,
                    value_adding=value,
                    minutes=minutes,
                    estimated_minutes=minutes if estimated else 0,
                    on=local_date(at, zone),
                )
            )
    return [row for row in rows if row.on is not None or row.account_id not in daily]


def made_by(
    session: Session, ws: int, people: Sequence[int], first: date, last: date, zone: str
) -> dict[int, int]:
    """Meaningful touches per person between two dates."""
    start, end = at_local(first, time(0), zone), at_local(last + days(1), time(0), zone)
    query = select(T.c.by_id, func.count()).where(
        T.c.workspace_id == ws,
        T.c.by_id.in_(list(people)),
        T.c.at >= start,
        T.c.at < end,
        T.c.outcome == "reached",
        T.c.voided_at.is_(None),
    )
    return {person: count for person, count in session.execute(query.group_by(T.c.by_id))}
