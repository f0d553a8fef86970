"""Reads what went well in a team's week (rules/bell.py): by whom an account came back, a promise was kept, a
concern closed, a need met, a request answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from rules.bell import ANSWERED, CLOSED, KEPT, MET, Win, back, rung, team_of
from rules.calendar import start_of
from rules.records import Person, days
from rules.workspace import Workspace

from . import digests, people, tables
from .assess import attempt
from .records import A, T

PR, RQ, CN = (tables.table(t) for t in (tables.Promise, tables.Request, tables.Concern))
N, AU = tables.table(tables.Need), tables.table(tables.Audit)


def of_reader(session: Session, ws: Workspace, person: Person, on: date, now: datetime) -> tuple[Win, ...]:
    """What went well in the week up to a day, in the team of whoever reads."""
    above = people.under(session, ws.id, person.manager_id) if person.manager_id else frozenset[int]()
    ids = team_of(person, people.under(session, ws.id, person.id), above)
    team = {p.id: p for p in people.everyone(session, ws.id, ids)}
    first = on - days(on.weekday())
    since, until = start_of(first, person.zone), start_of(on + days(1), person.zone)
    wins = [
        *_back(session, ws, team, since, until, first=first, on=on, now=now),
        *_kept(session, ws.id, team, first, on),
        *_closed(session, ws.id, team, first, on),
        *_met(session, ws.id, team, first, on),
        *_answered(session, ws.id, team, first, on),
    ]
    return rung(wins)


def _back(
    session: Session,
    ws: Workspace,
    team: Mapping[int, Person],
    since: datetime,
    until: datetime,
    *,
    first: date,
    on: date,
    now: datetime,
) -> list[Win]:
    theirs = (T.c.workspace_id == ws.id, T.c.by_id.in_(list(team)), T.c.voided_at.is_(None))
    reached = select(T.c.account_id).where(*theirs, T.c.outcome == "reached", T.c.at >= since, T.c.at < until)
    ids = sorted(set(session.execute(reached).scalars()))
    wins = (
        attempt(None, r.account.id, now, back, r, team, first, on, ws.policy)
        for r in digests.records_of(session, ws, ids, on=on, now=now)
    )
    return [win for win in wins if win]


def _kept(session: Session, ws: int, team: Mapping[int, Person], first: date, on: date) -> list[Win]:
    """Promises kept by the date that held; by whom the audit trail has it."""
    kept = (
        PR.c.workspace_id == ws,
        PR.c.voided_at.is_(None),
        PR.c.state == "kept",
        PR.c.done_on <= PR.c.due_on,
    )
    said = (AU.c.workspace_id == ws, AU.c.noun == "promise", AU.c.did == "kept", AU.c.by_id.in_(list(team)))
    query = (
        select(PR.c.id, PR.c.text, A.c.name, A.c.tier, AU.c.by_id)
        .join(A, A.c.id == PR.c.account_id)
        .join(AU, AU.c.row_id == PR.c.id)
        .where(*kept, *said, PR.c.done_on >= first, PR.c.done_on <= on)
        .order_by(AU.c.id)
    )
    last = {r.id: r for r in session.execute(query)}
    return [_win(KEPT, team, r, text=r.text) for r in last.values()]


def _met(session: Session, ws: int, team: Mapping[int, Person], first: date, on: date) -> list[Win]:
    """Needs that were won; by whom the audit trail has it."""
    won = (N.c.workspace_id == ws, N.c.voided_at.is_(None), N.c.status == "won")
    said = (AU.c.workspace_id == ws, AU.c.noun == "need", AU.c.did == "won", AU.c.by_id.in_(list(team)))
    query = (
        select(N.c.id, N.c.text, A.c.name, A.c.tier, AU.c.by_id)
        .join(A, A.c.id == N.c.account_id)
        .join(AU, AU.c.row_id == N.c.id)
        .where(*won, *said, N.c.closed_on >= first, N.c.closed_on <= on)
        .order_by(AU.c.id)
    )
    last = {r.id: r for r in session.execute(query)}
    return [_win(MET, team, r, text=r.text) for r in last.values()]


def _closed(session: Session, ws: int, team: Mapping[int, Person], first: date, on: date) -> list[Win]:
    query = (
        select(A.c.name, A.c.tier, CN.c.closed_by_id.label("by_id"))
        .join(A, A.c.id == CN.c.account_id)
        .where(CN.c.workspace_id == ws, CN.c.voided_at.is_(None), CN.c.closed_by_id.in_(list(team)))
        .where(CN.c.closed_on >= first, CN.c.closed_on <= on)
    )
    return [_win(CLOSED, team, r) for r in session.execute(query)]


def _answered(session: Session, ws: int, team: Mapping[int, Person], first: date, on: date) -> list[Win]:
    """Requests answered by a touch that somebody logged."""
    touch = (T.c.batch == RQ.c.answer_batch, T.c.account_id == RQ.c.account_id, T.c.voided_at.is_(None))
    query = (
        select(RQ.c.id, A.c.name, A.c.tier, T.c.by_id)
        .join(A, A.c.id == RQ.c.account_id)
        .join(T, T.c.batch == RQ.c.answer_batch)
        .where(RQ.c.workspace_id == ws, RQ.c.voided_at.is_(None), RQ.c.answer_batch != "")
        .where(T.c.workspace_id == ws, T.c.by_id.in_(list(team)), *touch)
        .where(RQ.c.answered_on >= first, RQ.c.answered_on <= on)
    )
    return [_win(ANSWERED, team, r) for r in {r.id: r for r in session.execute(query)}.values()]


def _win(kind: str, team: Mapping[int, Person], r: Any, text: str = "") -> Win:
    return Win(kind, r.by_id, team[r.by_id].name, r.name, r.tier, text=text)
