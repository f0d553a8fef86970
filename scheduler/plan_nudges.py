"""Plans each rep's morning message once a working day, from the accounts whose look has come; never reads the whole book."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from rules.cadence import look_on
from rules.calendar import add_working_days, at_local, is_working_day, local_date
from rules.nudging import candidate, choose
from rules.policy import Policy
from rules.reasons import Context
from rules.records import Person, Record
from rules.workspace import Workspace
from storage import accounts, insights, nudges, outbox, people, records, workspaces
from storage.assess import needing, recompute
from storage.database import Services

log = logging.getLogger(__name__)
PUSH_BACK_FOR = timedelta(minutes=15)


def reassess(services: Services) -> int:
    """Recompute accounts that time alone has changed; how many."""
    done = 0
    while True:
        now = services.clock()
        with services.transaction() as session:
            ws = workspaces.current(session)
            ids = needing(session, ws.id, now)
            recompute(session, ws.id, ws.policy, ids, now)
        done += len(ids)
        if len(ids) < 200:
            return done


def plan_nudges(services: Services) -> int:
    """Plan for everybody whose morning has come; how many bundles were written."""
    planned = 0
    seen: set[int] = set()
    while True:
        now = services.clock()
        with services.reading() as session:
            ws = workspaces.current(session)
            due = [p for p, _ in people.planning_due(session, ws.id, now) if p.id not in seen]
        if not due:
            return planned
        for person in due:
            seen.add(person.id)
            planned += _one(services, ws, person)


def _one(services: Services, ws: Workspace, person: Person) -> bool:
    now = services.clock()
    try:
        with services.transaction() as session:
            return plan_person(session, ws, person, now)
    except Exception:
        log.exception("planning for person %s failed; tried again in 15 minutes", person.id)
        with services.transaction() as session:
            people.set_clock(session, ws.id, person.id, plan_at=now + PUSH_BACK_FOR)
        return False


def plan_person(session: Session, ws: Workspace, person: Person, now: datetime) -> bool:
    """One rep's bundle of today, if it is their time; sets when to look again. True when a bundle was written."""
    today = local_date(now, person.zone)
    opens, closes = (at_local(today, t, person.zone) for t in (ws.policy.nudge_time, ws.policy.nudge_end))
    working = is_working_day(today, person.country)
    people.set_clock(session, ws.id, person.id, plan_at=opens if working and now < opens else _next(person, now, ws.policy))
    if not working or not opens <= now < closes or outbox.exists(session, ws.id, f"nudge:{person.id}:{today}"):
        return False
    for old in outbox.drop_waiting(session, ws.id, person.id, "nudge", "a newer morning came"):
        recompute(session, ws.id, ws.policy, nudges.drop(session, ws.id, old), now)
    found = _wanting(session, ws, person, now)
    if not found:
        return False
    total = accounts.book_revenue(session, ws.id, person.id) or 1
    context = Context(ws.policy, insights.standing(session, ws.id, today))
    ranked = [candidate(r, today, ws.policy, (r.account.annual or 0) / total) for r in found]
    bundle = choose(ranked, today, context, person.country)
    return nudges.plan(session, ws.id, person.id, today, bundle, opens, now) is not None


def _wanting(session: Session, ws: Workspace, person: Person, now: datetime) -> list[Record]:
    """The rep's accounts whose look has come; one that was stored too early is put right."""
    today = local_date(now, person.zone)
    wanting, early = [], []
    for record in records.read(session, ws.id, accounts.looked_for(session, ws.id, person.id, now), now):
        look = look_on(record, today, ws.policy, at_risk=True)
        if look is not None and look <= today:
            wanting.append(record)
        else:
            early.append(record.account.id)
    recompute(session, ws.id, ws.policy, early, now)
    return wanting


def _next(person: Person, now: datetime, policy: Policy) -> datetime:
    """The coming working day's nudge time."""
    today = local_date(now, person.zone)
    return at_local(add_working_days(today, 1, person.country), policy.nudge_time, person.zone)
