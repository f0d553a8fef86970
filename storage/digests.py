"""Reads a manager's week for rules/digest.py, and remembers which digests were planned."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from rules.became import History, NudgesActed, became, counted, history
from rules.calendar import week_of
from rules.digest import assemble
from rules.failure import trace_of
from rules.learned import WINDOW_FOR
from rules.looked import Looked, Whole, look
from rules.policy import Policy
from rules.records import Person, Record, days
from rules.team_only import discreet
from rules.week import Digest, Done, first_day
from rules.workspace import Workspace

from . import accounts, glances, logged, outbox, people, records, segments, shown, tables
from .apart import merged_since
from .assess import attempt
from .database import StorageError
from .records import NU

log = logging.getLogger(__name__)
D = tables.table(tables.Digest)


def figures(
    session: Session,
    ws: Workspace,
    manager: Person,
    ends_on: date,
    now: datetime,
    running: bool = False,
    reader: int | None = None,
    with_history: bool = False,
) -> Digest:
    """The digest of the week ending on `ends_on` for a manager's whole tree, as of that date, as `reader`
    (the manager, where nobody else is named) may read it. An account that can't be computed is logged and
    left out. `with_history`: also what became of the nudges of the last 180 days, for the part that tells
    it."""
    tree = people.under(session, ws.id, manager.id)
    team = people.everyone(session, ws.id, tree)
    ids = accounts.owned_by(session, ws.id, tree)

    def whole(some: Sequence[int]) -> list[Looked]:
        return [
            x
            for record in records_of(session, ws, some, on=ends_on, now=now)
            if (x := _look(record, tree, ends_on, policy=ws.policy, running=running)) is not None
        ]

    looked = _looked(session, ws, tree, ids, ends_on, now, running, whole)
    zone, who, first = manager.zone, sorted(tree), first_day(ends_on, running)
    daily = accounts.changed_between(session, ws.id, ends_on - days(90), last=ends_on)
    week = logged.between(session, ws.id, who, first=first, last=ends_on, zone=zone, daily=daily)
    quarter = logged.between(
        session, ws.id, who, first=ends_on - days(90), last=ends_on, zone=zone, daily=daily
    )
    month = logged.made_by(session, ws.id, who, first=ends_on - days(27), last=ends_on, zone=zone)
    acted = acted_on(session, ws.id, who, first=first, last=ends_on, now=now)
    past = _history(session, ws, who, ends_on, now) if with_history else None
    done = Done(week, quarter, month, nudges=acted, history=past, learned=ws.learned)
    digest = assemble(
        looked,
        team,
        ends_on,
        policy=ws.policy,
        done=done,
        running=running,
        head=manager.id,
        segments=segments.of_accounts(session, ws.id, ids, ends_on),
        whole=whole,
    )
    return discreet(digest, ws.policy.figures_by_name, reader or manager.id)


def _looked(
    session: Session,
    ws: Workspace,
    tree: Collection[int],
    ids: Sequence[int],
    on: date,
    now: datetime,
    running: bool,
    whole: Whole,
) -> list[Looked]:
    """Each account as the digest sees it, in the order of `ids`: glanced at where that is enough, else read
    whole; those among them that were two on the day or a week before."""
    two = merged_since(session, ws.id, on - days(7)).accounts
    single = [i for i in ids if i not in two]
    glanced = dict(glances.looked_at(session, ws.id, ws.policy, tree, single, on, now, running))
    read = defaultdict[int, list[Looked]](list)
    for x in whole([i for i in ids if i in two or glanced.get(i, ...) is None]):
        read[x.record.account.id].append(x)
    looked = list[Looked]()
    for i in ids:
        one = glanced.get(i)
        looked += [one] if one else read.get(i, ())
    return looked


def _history(session: Session, ws: Workspace, reps: Sequence[int], last: date, now: datetime) -> History:
    first = last - days(WINDOW_FOR - 1)
    return history(shown.between(session, ws.id, reps, first, last, now), first, last)


def records_of(
    session: Session,
    ws: Workspace,
    ids: Sequence[int],
    on: date,
    now: datetime,
    ahead: timedelta = timedelta(0),
    back: timedelta = timedelta(0),
) -> Iterator[Record]:
    """Records for figures of a day; where a chunk can't be read together, each is by itself, and one that
    can't be is left out. `ahead` and `back` as in storage/records.py."""

    def of(some: Sequence[int]) -> list[Record]:
        return list(
            records.as_of(session, ws.id, some, on=on, policy=ws.policy, now=now, ahead=ahead, back=back)
        )

    for start in range(0, len(ids), records.CHUNK):
        chunk = ids[start : start + records.CHUNK]
        try:
            rows = of(chunk)
        except StorageError:
            raise
        except Exception:
            rows = [record for i in chunk for record in attempt(None, i, now, of, [i]) or []]
        yield from rows


def _look(record: Record, tree: Collection[int], on: date, policy: Policy, running: bool) -> Looked | None:
    try:
        return look(record, tree, on, policy=policy, running=running)
    except Exception as error:
        log.error("account %s is left out of a digest: %s", record.account.id, trace_of(error))
        return None


def acted_on(
    session: Session, ws: int, reps: Sequence[int], first: date, last: date, now: datetime
) -> NudgesActed:
    """What became of the places shown from `first` to `last`; an act counts within 3 days, and a place is
    ignored only once they are over."""
    query = select(NU.c.sent_at, NU.c.acted_at, NU.c.outcome).where(
        NU.c.workspace_id == ws,
        NU.c.rep_id.in_(list(reps)),
        NU.c.state == "sent",
        NU.c.local_on >= first,
        NU.c.local_on <= last,
    )
    rows = session.execute(query)
    return counted(became(r.outcome, r.sent_at, r.acted_at, now) for r in rows)


def plan(session: Session, ws: int, person_id: int, ends_on: date, due_at: datetime, now: datetime) -> bool:
    """Plan one person's digest of a week; False when it was planned before."""
    week = week_of(ends_on)
    payload = {"ends_on": ends_on.isoformat()}
    row = outbox.enqueue(
        session,
        ws,
        key_of(person_id, ends_on),
        say="digest",
        payload=payload,
        now=now,
        person_id=person_id,
        due_at=due_at,
    )
    if row is None:
        return False
    session.execute(
        D.insert().values(workspace_id=ws, person_id=person_id, week=week, ends_on=ends_on, outbox_id=row)
    )
    return True


def key_of(person_id: int, ends_on: date) -> str:
    """What one digest of a week is known by."""
    return f"digest:{person_id}:{week_of(ends_on)}"
