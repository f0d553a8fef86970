"""Reads the accounts of a team as past days saw them, for rules/numbers: once for a whole year, and again for
each of its days where accounts were merged since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from defusedcsv import csv
from sqlalchemy import func, or_, select
from sqlmodel import Session

from rules.access import Caller
from rules.numbers.came import lost
from rules.numbers.kept import retention_of
from rules.numbers.left import BEFORE, Left, left
from rules.numbers.lifetime import Worth, worths
from rules.numbers.page import Month, Numbers, figures, month_ends, numbers, year_to
from rules.numbers.team import Team, team_of
from rules.records import Record, days
from rules.workspace import Workspace

from . import accounts, people
from .apart import merged_since
from .digests import records_of
from .private import own_text
from .records import A, S
from .touched import HEALTH_SPAN

YEAR = timedelta(days=367)  # of touches that the figures of a day count


def theirs(session: Session, ws: int, caller: Caller) -> frozenset[int]:
    """Whose accounts the figures of a caller are of: everybody's for an admin, else those of their own
    people."""
    if not caller.person.is_admin:
        return caller.under
    return frozenset(p.id for p in people.everyone(session, ws))


def people_of(session: Session, ws: int, email: str) -> frozenset[int]:
    """Somebody with everybody below them, by their address; everybody where it is empty, nobody where it is
    not known."""
    everyone = people.everyone(session, ws)
    if not email:
        return frozenset(p.id for p in everyone)
    person = next((p for p in everyone if p.email == email), None)
    return people.under(session, ws, person.id) if person else frozenset()


def write(file: Path, rows: Iterable[Sequence[str]]) -> int:
    """Write rows, the head first, into a file for its owner alone; how many follow the head. A cell that a
    spreadsheet would run as a formula gets a guard. Raises OSError."""
    told = list(rows)
    own_text(file)
    with file.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows(told)
    return len(told) - 1


def first_day(session: Session, ws: int, owners: Collection[int]) -> date | None:
    """The day from which one of the accounts exists that they own or owned; None where there is none."""
    ids = list(owners)
    once = select(S.c.account_id).where(S.c.workspace_id == ws, S.c.owner_id.in_(ids))
    theirs = or_(A.c.owner_id.in_(ids), A.c.id.in_(once))
    return session.execute(select(func.min(A.c.exists_on)).where(A.c.workspace_id == ws, theirs)).scalar()


def page(
    session: Session, ws: Workspace, owners: Collection[int], on: date, today: date, now: datetime
) -> Numbers:
    """The figures of these people's accounts as of a day, with the year before it."""
    first = first_day(session, ws.id, owners) or on
    dates = year_to(on, first)
    *year, team = _teams(session, ws, owners, [*dates, on], now=now, back=YEAR)
    return numbers(team, year, [today, *month_ends(first, today)])


def months(session: Session, ws: Workspace, owners: Collection[int], on: date, now: datetime) -> list[Month]:
    """Every figure at each month end of the year to a day, and on it: what the file holds."""
    dates = [*year_to(on, first_day(session, ws.id, owners) or on), on]
    teams = _teams(session, ws, owners, dates, now=now, back=YEAR + (on - dates[0]))
    return [Month(team.on, figures(team)) for team in teams]


def worth(session: Session, ws: Workspace, owners: Collection[int], on: date, now: datetime) -> Worth:
    """What CLV rests on as of a day, in the workspace's currency."""
    (team,) = _teams(session, ws, owners, [on], now=now, back=timedelta(0))
    return worths(team, retention_of(team))[ws.policy.currency]


def who_left(session: Session, ws: Workspace, owners: Collection[int], on: date, now: datetime) -> Left:
    """Why customers left in the year to a day, and what health had said before."""
    (team,) = _teams(session, ws, owners, [on], now=now, back=timedelta(0))
    ids = [c.id for c in lost(team)]
    back = YEAR + days(max(BEFORE))
    return left(team, records_of(session, ws, ids, on=on, now=now, back=back))


def _teams(
    session: Session,
    ws: Workspace,
    owners: Collection[int],
    dates: Sequence[date],
    now: datetime,
    back: timedelta,
) -> list[Team]:
    """The team as each of these days (ascending) saw it; `back`: how far before the last of them touches are
    read."""
    ids = accounts.owned_by(session, ws.id, owners)
    span = max(back - HEALTH_SPAN, timedelta(0))
    last = list(records_of(session, ws, ids, on=dates[-1], now=now, back=span))
    apart = merged_since(session, ws.id, dates[0]).accounts.intersection(ids)
    everybody = _active(session, ws.id, dates)
    teams = []
    for on in dates:
        those: list[Record] = last
        if apart and on != dates[-1]:
            two = records_of(session, ws, sorted(apart), on=on, now=now, back=span)
            those = [*(r for r in last if r.account.id not in apart), *two]
        teams.append(team_of(those, owners, on, ws.policy, everybody=everybody[on]))
    return teams


def _active(session: Session, ws: int, dates: Sequence[date]) -> dict[date, int]:
    """Accounts of the workspace that were active by themselves at the end of each of these days (ascending);
    what was merged since is one."""
    query = (
        select(S.c.account_id, S.c.from_on, S.c.status, S.c.until, S.c.served_through_parent)
        .join(A, A.c.id == S.c.account_id)
        .where(A.c.workspace_id == ws, S.c.from_on <= dates[-1], A.c.merged_into_id.is_(None))
        .order_by(S.c.from_on, S.c.id)
    )
    rows, read = list(session.execute(query)), 0
    active, paused, counts = set[int](), dict[int, date | None](), dict[date, int]()
    for on in dates:
        while read < len(rows) and rows[read].from_on <= on:
            r, read = rows[read], read + 1
            active.discard(r.account_id)
            paused.pop(r.account_id, None)
            if r.status == "active" and not r.served_through_parent:
                active.add(r.account_id)
            elif r.status == "paused" and not r.served_through_parent:
                paused[r.account_id] = r.until
        counts[on] = len(active) + sum(until is not None and until <= on for until in paused.values())
    return counts
