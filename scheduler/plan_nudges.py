"""Plans each rep's morning message once a working day, from the accounts whose look has come; never reads
the whole book."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from rules import dated
from rules.backlog import HORIZON
from rules.cadence import Look, look
from rules.calendar import add_working_days, local_date, start_of
from rules.context import Context
from rules.delivery.sending import Morning, morning, own_times
from rules.failure import trace_of
from rules.held import Morning as Held
from rules.held import hold_back
from rules.learned import sunk_today
from rules.nudging import Bundle, Candidate, candidate, choose, is_told, places_to_tell, to_tell
from rules.policy import Policy
from rules.reasons import place_reason
from rules.records import Person, Record, days
from rules.workspace import Workspace
from services import Services
from storage import accounts, cuts, insights, nudges, outbox, people, unlogged, workspaces
from storage.assess import attempt, needing, readable, recompute
from storage.database import StorageError

from . import away, beside, silence, telling

log = logging.getLogger(__name__)
PUSH_BACK_FOR = timedelta(minutes=15)
Looked = tuple[Record, Look]
Told = tuple[Record, None]


def reassess(services: Services, workspace: int) -> int:
    """Recompute accounts that time alone has changed; how many."""
    done = 0
    while True:
        services.steady.sleep(0)
        now = services.clock()
        with services.transaction() as session:
            ws = workspaces.get(session, workspace)
            ids = needing(session, ws.id, now)
            recompute(session, ws.id, ws.policy, ids=ids, now=now)
        done += len(ids)
        if len(ids) < 200:
            return done


def plan_nudges(services: Services, workspace: int) -> int:
    """Plan for everybody whose morning has come; how many bundles were written."""
    planned = 0
    seen: set[int] = set()
    while True:
        now = services.clock()
        with services.reading() as session:
            ws = workspaces.get(session, workspace)
            due = [p for p, _ in people.planning_due(session, ws.id, now) if p.id not in seen]
        if not due:
            return planned
        for person in due:
            services.steady.sleep(0)
            seen.add(person.id)
            planned += _one(services, ws, person)


def _one(services: Services, ws: Workspace, person: Person) -> bool:
    now = services.clock()
    try:
        with services.transaction() as session:
            return plan_person(session, ws, person, now=now)
    except StorageError:
        raise  # nobody's own trouble: the beat comes again
    except Exception as error:
        log.error("planning for person %s failed, tried again in 15 minutes: %s", person.id, trace_of(error))
        with services.transaction() as session:
            people.set_clock(session, ws.id, person.id, plan_at=now + PUSH_BACK_FOR)
        return False


def plan_person(session: Session, ws: Workspace, person: Person, now: datetime) -> bool:
    """One rep's bundle of today, if it is their time; sets when to look again. True when a bundle was
    written."""
    at = morning(now, person.zone, person.own_days, policy=own_times(ws.policy, person.own))
    people.set_clock(session, ws.id, person.id, plan_at=at.again_at)
    if not at.open or outbox.exists(session, ws.id, f"nudge:{person.id}:{at.today}"):
        return False
    silence.notice(session, ws, person, at.today, now)
    for old in outbox.drop_waiting(session, ws.id, person.id, say="nudge", why="a newer morning came"):
        recompute(session, ws.id, ws.policy, ids=nudges.drop(session, ws.id, old), now=now)
    if not person.own.morning:
        _give_back(session, ws, person, beside.lines_of(session, ws, person, at), at=at, now=now)
        return False
    sunk = sunk_today(ws.learned, ws.policy, at.today)
    context = Context(ws.policy, insights.standing(session, ws.id, at.today), sunk=sunk)
    covers = away.covered(session, ws, person, at.today)
    ranked, also = list[Candidate](), list[tuple[int, str]]()
    for owner in (person, *covers):
        wanting, named = _wanting(session, ws, owner, now=now)
        ranked += _ranked(session, ws, owner, wanting, context, on=at.today, now=now)
        also += named
    held = hold_back(ranked, at.today, person, away.with_quiet_days(session, ws, person))
    bundle = _bundle(session, ws, person, held, context, on=at.today, now=now)
    of = beside.Planned(session, ws, person, at, now, bundle, [owner.id for owner in covers], also)
    stored = beside.gathered(of)
    if not (bundle.chosen or bundle.waiting or beside.worth_a_message(of.to, beside.read(of.to, stored))):
        _give_back(session, ws, person, stored["lines"], at=at, now=now)
        return False
    row = nudges.plan(
        session, ws.id, person.id, on=at.today, bundle=bundle, beside=stored, due_at=at.opens_at, now=now
    )
    if row is not None:
        beside.noted(session, ws.id, stored, row)
        cuts.note(session, ws.id, person.id, at.today, bundle.cut, row)
    return row is not None


def _bundle(
    session: Session, ws: Workspace, person: Person, held: Held, context: Context, *, on: date, now: datetime
) -> Bundle:
    """The places of a morning, and how many can wait."""
    if not held.here:
        return Bundle((), 0, None, quiet=held.quiet)
    until = start_of(add_working_days(on, HORIZON, person.own_days) + days(1), person.zone)
    coming = accounts.looked_for_later(session, ws.id, person.id, now=now, until=until, zone=person.zone)
    try:
        chosen = choose(held.here, on, context, workdays=person.own_days, coming=held.coming(coming))
    except Exception:
        # one of them can't be told: found by asking each, noted, and the others have its place
        asked = ((c, c.record.account.id, (c.record, on, context, c.brings)) for c in held.here)
        here = tuple(c for c, id_, of in asked if attempt(session, id_, now, place_reason, *of))
        if len(here) == len(held.here):
            raise
        return _bundle(session, ws, person, replace(held, here=here), context, on=on, now=now)
    return replace(chosen, quiet=held.quiet)


def _give_back(
    session: Session, ws: Workspace, person: Person, lines: list[int], at: Morning, now: datetime
) -> None:
    """Lines that nobody logged come in the morning message's place where there is none."""
    if not lines:
        return
    key, payload = f"lines:{person.id}:{at.today}", {"lines": lines}
    row = outbox.enqueue(
        session, ws.id, key, say="lines", payload=payload, now=now, person_id=person.id, due_at=at.opens_at
    )
    if row is not None:
        unlogged.mark_told(session, ws.id, lines, row, at=now)


def _wanting(
    session: Session, ws: Workspace, person: Person, now: datetime
) -> tuple[list[Looked], list[tuple[int, str]]]:
    """The rep's accounts whose look has come, but for those that somebody was told of today and those in a
    bundle of which nobody knows yet whether it arrived, and those that "Also today" names, with the kind of
    fact; what wants nothing more today is looked at again later."""
    today = local_date(now, person.zone)
    wanting, named, early = list[Looked](), list[tuple[str, Record]](), list[int]()
    under_way = nudges.under_way(session, ws.id)
    ids = [i for i in accounts.looked_for(session, ws.id, person.id, now=now) if i not in under_way]
    for record in readable(session, ws.id, ids, now=now):
        looked = attempt(session, record.account.id, now, _look, record, today, ws.policy)
        if looked is None:
            continue  # it could not be computed
        named += [(kind, record) for kind in looked[1]]
        if (looked[0].on or date.max) > today:
            early.append(record.account.id)
        elif not is_told(record, today):
            wanting.append((record, looked[0]))
    recompute(session, ws.id, ws.policy, ids=early, now=now)
    named.sort(key=lambda x: (dated.rank(x[0]), x[1].account.name))
    return wanting, [(record.account.id, kind) for kind, record in named]


def _look(record: Record, today: date, policy: Policy) -> tuple[Look, list[str]]:
    """From when an account wants a place, and what "Also today" names it for."""
    seen = look(record, today, policy, trouble=record.account.trouble)
    return seen, dated.named(record, today, policy)


def _ranked(
    session: Session,
    ws: Workspace,
    person: Person,
    wanting: Sequence[Looked],
    context: Context,
    *,
    on: date,
    now: datetime,
) -> list[Candidate]:
    """Whom the morning may name: those that want a place, and in places that dated ones leave those that are
    to hear of a notice."""
    total = accounts.book_revenue(session, ws.id, person.id) or 1

    def ranked(as_what: Callable[..., Candidate], those: Sequence[Looked | Told]) -> list[Candidate]:
        each = (
            attempt(session, r.account.id, now, _one_of, as_what, r, seen, on, context, total)
            for r, seen in those
        )
        return [c for c in each if c]

    there = ranked(candidate, wanting)
    beside, most = {r.account.id for r, _ in wanting}, places_to_tell(there, ws.policy)
    told = telling.wanting(session, ws, person, context, on=on, now=now, most=most, beside=beside)
    return there + ranked(to_tell, [(record, None) for record in told])


def _one_of(
    as_what: Callable[..., Candidate],
    record: Record,
    seen: Look | None,
    today: date,
    context: Context,
    total: int,
) -> Candidate:
    share = (record.account.annual or 0) / total
    return as_what(record, today, context.policy, share=share, looked=seen)
