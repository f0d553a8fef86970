"""Reads somebody's week for its summary (rules/friday.py), plans it once a week, and has it painted again
when what it asked about was logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from rules.calendar import local_date, start_of, week_of
from rules.coverage import Seen, coverage, seen
from rules.friday import ASKED, BOOKED, MOST, NUDGED, Done, Loose, Summary, first_day, in_order
from rules.records import Person, Record, days
from rules.workspace import Workspace

from . import accounts, bell, digests, logged, outbox, promises
from .assess import attempt
from .next_steps import STANDS
from .questions import Q
from .records import NU, A, N, T


def summary(
    session: Session, ws: Workspace, person: Person, payload: dict[str, Any], now: datetime
) -> Summary:
    """A week as it stands; `payload`: what `plan` decided of it."""
    on = date.fromisoformat(payload["on"])
    then, there = _book(session, ws, person, on=on, now=now)
    first, ahead = first_day(on), first_day(on) + days(13)
    week = logged.between(session, ws.id, [person.id], first=first, last=on, zone=person.zone, daily=())
    met = {row.account_id for row in week if row.meaningful}
    return Summary(
        on,
        bell=bell.of_reader(session, ws, person, on, now),
        share=coverage(there),
        before=coverage(then),
        reached=sum(a.counted and a.id in met for a in there),
        done=Done(
            sum(r.touches for r in week),
            sum(r.minutes for r in week),
            meaningful=sum(r.meaningful for r in week),
            value_adding=sum(r.value_adding for r in week),
        ),
        promised=tuple(promises.due_by(session, ws.id, person.id, until=ahead)),
        loose=tuple(_as_they_stand(session, ws.id, person, payload["loose"], first)),
        more=payload["more"],
    )


def _book(
    session: Session, ws: Workspace, person: Person, on: date, now: datetime
) -> tuple[list[Seen], list[Seen]]:
    """Their accounts as they stood seven days before a day, and on it."""

    def looked(record: Record, day: date) -> Seen | None:
        return attempt(None, record.account.id, now, seen, record, day, ws.policy)

    ids = accounts.owned_by(session, ws.id, [person.id])
    pairs = [
        (looked(record, on - days(7)), looked(record, on))
        for record in digests.records_of(session, ws, ids, on=on, now=now)
    ]
    then, there = zip(*pairs, strict=True) if pairs else ((), ())
    return _own(then, person), _own(there, person)


def _own(those: Iterable[Seen | None], person: Person) -> list[Seen]:
    return [a for a in those if a and a.owner_id == person.id and a.status != "churned"]


def plan(session: Session, ws: int, person: Person, on: date, due_at: datetime, now: datetime) -> bool:
    """Plan the summary of somebody's week, with the accounts that it asks about; False when it was planned
    before."""
    loose = in_order(_reminded(session, ws, person, on))
    payload = {
        "on": on.isoformat(),
        "loose": [[x.account_id, x.kind, x.on.isoformat()] for x in loose[:MOST]],
        "more": max(len(loose) - MOST, 0),
    }
    row = outbox.enqueue(
        session,
        ws,
        key_of(person.id, on),
        say="friday",
        payload=payload,
        now=now,
        person_id=person.id,
        due_at=due_at,
    )
    return row is not None


def key_of(person_id: int, on: date) -> str:
    return f"friday:{person_id}:{week_of(on)}"


def _reminded(session: Session, ws: int, person: Person, on: date) -> list[Loose]:
    """Accounts of which somebody was reminded in the week, and with which they logged nothing."""
    first = first_day(on)
    since = start_of(first, person.zone)
    touched = (T.c.workspace_id == ws, T.c.by_id == person.id, T.c.voided_at.is_(None), T.c.at >= since)
    logged = select(T.c.account_id).where(*touched)
    theirs = (A.c.workspace_id == ws, A.c.status == "active", A.c.id.not_in(logged))
    named = (A.c.id, A.c.name, A.c.tier)
    shown = (
        select(*named, NU.c.local_on.label("day"))
        .join(A, A.c.id == NU.c.account_id)
        .where(*theirs, NU.c.workspace_id == ws, NU.c.rep_id == person.id, NU.c.state == "sent")
        .where(NU.c.outcome == "", NU.c.local_on >= first, NU.c.local_on <= on)
        .where(or_(A.c.owner_id == person.id, A.c.owner_id == NU.c.for_id))  # not what is another's by now
    )
    asked = (
        select(*named, Q.c.asked_at)
        .join(A, A.c.id == Q.c.account_id)
        .where(*theirs, Q.c.workspace_id == ws, Q.c.to_id == person.id, Q.c.asked_at >= since)
    )
    booked = (
        select(*named, N.c.on.label("day"))
        .join(A, A.c.id == N.c.account_id)
        .where(*theirs, N.c.workspace_id == ws, A.c.owner_id == person.id, N.c.done_at.is_(None), STANDS)
        .where(N.c.on >= first, N.c.on <= on)
    )
    local = [
        Loose(r.id, r.name, r.tier, kind, r.day)
        for kind, q in ((NUDGED, shown), (BOOKED, booked))
        for r in session.execute(q)
    ]
    questions = session.execute(asked)
    return local + [
        Loose(r.id, r.name, r.tier, ASKED, local_date(r.asked_at, person.zone)) for r in questions
    ]


def _as_they_stand(
    session: Session, ws: int, person: Person, stored: Sequence[Sequence[Any]], first: date
) -> list[Loose]:
    """What a message asks about, with what was logged since; of two that were merged one line."""
    ids = [account_id for account_id, *_ in stored]
    once = [line for n, line in enumerate(stored) if line[0] not in ids[:n]]
    hits = {h.id: h for h in accounts.hits_of(session, ws, ids)}
    since = start_of(first, person.zone)
    mine = (T.c.workspace_id == ws, T.c.by_id == person.id, T.c.voided_at.is_(None), T.c.at >= since)
    query = select(T.c.account_id, T.c.outcome).where(*mine, T.c.account_id.in_(ids)).order_by(T.c.at, T.c.id)
    became = {r.account_id: r.outcome for r in session.execute(query)} if ids else {}
    return [
        Loose(n, hits[n].name, hits[n].tier, kind, date.fromisoformat(on), became.get(n, ""))
        for n, kind, on in once
        if n in hits
    ]


def line_of(person_id: int, account_id: int, on: date) -> str:
    """By which what one tap of a week's summary logs is logged once."""
    return f"w{person_id}-{account_id}-{on}"


def repaint(session: Session, ws: int, person_id: int, on: date, now: datetime) -> None:
    """Have the summary of the week of a day show what became of what it asked about, where there is one."""
    if row := outbox.sent_by_key(session, ws, key_of(person_id, on)):
        outbox.repaint(session, ws, row, now=now)
