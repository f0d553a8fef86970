"""Touches that were logged, as they are read: an account's history and months, what people logged when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import and_, case, func, literal_column, select
from sqlmodel import Session

from rules.calendar import at_local, local_date, start_of
from rules.facts.touch import Touch
from rules.records import Person, days
from rules.week import Logged

from .apart import account_then
from .batches import line_of
from .records import T
from .touched import of_value, touch_of, touch_select


def history(
    session: Session, ws: int, account_id: int, zone: str, offset: int = 0, most: int = 10
) -> tuple[list[Touch], int]:
    """Touches of an account, newest first, and how many there are."""
    mine = and_(T.c.workspace_id == ws, T.c.account_id == account_id, T.c.voided_at.is_(None))
    count = session.execute(select(func.count()).where(mine)).scalar_one()
    query = touch_select().where(mine).order_by(T.c.at.desc(), T.c.id.desc())
    rows = session.execute(query.offset(offset).limit(most))
    return [touch_of(row, zone) for row in rows], count


def typed_here(session: Session, ws: int, ids: Sequence[int]) -> frozenset[int]:
    """Those of these touches that were logged in chat, and have a form; those of a file have none."""
    mine = (T.c.workspace_id == ws, T.c.id.in_(list(ids)), T.c.batch != literal_column("''"))
    return frozenset(session.execute(select(T.c.id).where(*mine)).scalars())


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


def between(
    session: Session,
    ws: int,
    people: Sequence[int],
    first: date,
    last: date,
    zone: str,
    daily: Collection[int] = (),
) -> list[Logged]:
    """What people logged from `first` to `last` (dates in the reader's zone): a row for each account, for
    those in `daily` one for each day; accounts as they were on `last`."""
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

    whose = account_then(session, ws, last, T).label("whose")
    query = (
        select(
            whose,
            func.count(),
            total(reached),
            total(gave),
            func.sum(T.c.minutes),
            total(T.c.estimated, T.c.minutes),
        )
        .where(*mine)
        .group_by(whose)
    )
    rows = [Logged(*row) for row in session.execute(query)]
    split = [row.account_id for row in rows if row.account_id in daily]
    each = select(
        whose, T.c.at, case((reached, 1), else_=0), case((gave, 1), else_=0), T.c.minutes, T.c.estimated
    )
    for start_at in range(0, len(split), 400):
        for account, at, met, value, minutes, estimated in session.execute(
            each.where(*mine, whose.in_(split[start_at : start_at + 400]))
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


def line_since(session: Session, ws: int, by: Person, account_id: int, first: date) -> str:
    """The line of the last touch that somebody logged with an account since a day; empty where there is
    none, or it came with a file."""
    mine = (T.c.workspace_id == ws, T.c.by_id == by.id, T.c.account_id == account_id, T.c.voided_at.is_(None))
    query = select(T.c.batch).where(*mine, T.c.at >= start_of(first, by.zone), T.c.batch != "")
    batch = session.execute(query.order_by(T.c.id.desc()).limit(1)).scalar()
    return line_of(batch) if batch else ""


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
