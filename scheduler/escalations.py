"""A accounts that go to the manager of their owner: announced a working day before in the owner's morning,
then told to the manager with whatever else goes to them; what is left of either when it is painted."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from messages.escalations import Shown
from rules import escalations as rules
from rules.calendar import add_working_days, local_date, start_of
from rules.facts.escalated import OVER, Escalation
from rules.failure import trace_of
from rules.records import Person, Record
from rules.workspace import Workspace
from services import Services
from storage import bundles, escalations, people, workspaces
from storage.assess import attempt, readable, recompute
from storage.database import StorageError
from storage.loosenings import approver_of

from .away import covered
from .reader import Reader

if TYPE_CHECKING:
    from .beside import Planned

log = logging.getLogger(__name__)
AT_ONCE = 50  # accounts


def escalate(services: Services, workspace: int) -> int:
    """Announce what goes to a manager next, and bring there what goes now; how many. Costs two statements
    where nothing does."""
    return _announce(services, workspace) + _go(services, workspace)


def foreseen(session: Session, ws: Workspace, owners: Collection[int], now: datetime) -> None:
    """What a tick at an instant to come would do of these owners' accounts, in a transaction of which nothing
    stays."""
    ids = escalations.to_announce(session, ws.id, now, AT_ONCE)
    for record in readable(session, ws.id, ids, now=now):
        if record.owner.id in owners:
            attempt(None, record.account.id, now, _one, session, ws, record, now)
    for e in escalations.due(session, ws.id, now, AT_ONCE):
        if e.owner_id in owners:
            _went(session, ws, e.id, now)


def _announce(services: Services, workspace: int) -> int:
    done, seen = 0, set[int]()
    while True:
        services.steady.sleep(0)
        now = services.clock()
        with services.reading() as session:
            ids = [n for n in escalations.to_announce(session, workspace, now, AT_ONCE) if n not in seen]
        if not ids:
            return done
        seen |= set(ids)
        with services.transaction() as session:
            ws = workspaces.get(session, workspace)
            for record in readable(session, ws.id, ids, now=now):
                done += bool(attempt(session, record.account.id, now, _one, session, ws, record, now))
            recompute(session, ws.id, ws.policy, ids=ids, now=now)


def _one(session: Session, ws: Workspace, record: Record, now: datetime) -> bool:
    """From the next working day on, so that its owner hears of it before; at once where they are away. A
    worker that announces it meanwhile has done so once the account is locked."""
    if not escalations.lock(session, ws.id, record):
        return False
    owner, today = record.owner, local_date(now, record.owner.zone)
    goes = rules.goes(record, today, ws.policy)
    if goes is None or goes.look_on > today:
        return False
    first = today if goes.look_on == goes.on else add_working_days(today, 1, owner.public_days)
    goes = goes._replace(on=max(goes.on, first))
    to = approver_of(session, ws.id, owner.id, goes.on)
    due_at = now if goes.on == today else start_of(goes.on, owner.zone)
    escalations.announce(session, ws.id, record, goes, to.id if to else None, due_at, now)
    return True


def _go(services: Services, workspace: int) -> int:
    now, done = services.clock(), 0
    with services.reading() as session:
        due = escalations.due(session, workspace, now, AT_ONCE)
    for e in due:
        services.steady.sleep(0)
        try:
            with services.transaction() as session:
                done += _went(session, workspaces.get(session, workspace), e.id, now)
        except StorageError:
            raise  # nobody's own trouble: the beat comes again
        except Exception as error:
            log.error("escalation %s is passed over: %s", e.id, trace_of(error))
    return done


def _went(session: Session, ws: Workspace, escalation_id: int, now: datetime) -> bool:
    """To the nearest who leads its owner and is there; told with whatever else waits for them."""
    e = escalations.get(session, ws.id, escalation_id)
    if e is None or not e.is_open:
        return False
    owner = people.get(session, ws.id, e.owner_id)
    today = local_date(now, owner.zone)
    to = approver_of(session, ws.id, owner.id, now)
    escalations.went(session, ws.id, e, to.id if to else None, today, now)
    if to is not None:
        bundles.add(session, ws.id, "told", to, {escalations.WORD: e.id}, now=now)
    return True


def told(to: Reader, thing: Mapping[str, Any]) -> Shown | None:
    """What a manager is told of; painted again, with what became of it since the message went out."""
    e = escalations.get(to.session, to.ws.id, int(thing[escalations.WORD]))
    if e is None or (e.to_id != to.person.id and to.sent_at is None):
        return None
    if e.to_id != to.person.id:
        e = replace(e, became=OVER, ended_at=None)  # it went on to another
    if not e.is_open and (to.sent_at is None or (e.ended_at and e.ended_at < to.sent_at)):
        return None
    return next(iter(_shown(to, [e])), None)


def with_me(to: Reader) -> list[Shown]:
    """What is with a person, what brings most first."""
    return in_order(_shown(to, escalations.open_for(to.session, to.ws.id, to.person.id)))


def in_order(those: Sequence[Shown]) -> list[Shown]:
    of = {s.escalation.id: s for s in those}
    return [of[n] for n in rules.by_value((s.annual, s.name, s.escalation.id) for s in those)]


def _shown(to: Reader, those: Sequence[Escalation]) -> list[Shown]:
    records = readable(to.session, to.ws.id, sorted({e.account_id for e in those}), now=to.now)
    of = {r.account.id: r for r in records}
    return [_as_shown(e, of[e.account_id], to) for e in those if e.account_id in of]


def _as_shown(e: Escalation, record: Record, to: Reader) -> Shown:
    today = local_date(to.now, record.owner.zone)
    return Shown(
        e,
        record.account.name,
        owner=record.owner.name,
        silent=rules.silent(record, today),
        annual=record.account.annual,
        last=record.last_touch(),
        away_until=_away_until(record.owner, today),
    )


def _away_until(owner: Person, today: date) -> date | None:
    """The last day of an absence of theirs that runs."""
    return next((s.last for s in owner.calendar.away if s.first <= today <= s.last), None)


def going(of: Planned) -> list[int]:
    """What goes to a manager next of the accounts that a morning is for."""
    there = escalations.to_come(of.session, of.ws.id, [of.person.id, *of.covers])
    return [e.id for e in there]


def still_going(to: Reader, held: Sequence[int], _: Any) -> list[Shown]:
    """Those of them that stand, of accounts that are still the reader's to look after, what brings most
    first."""
    owners = {to.person.id, *(p.id for p in covered(to.session, to.ws, to.person, to.today))}
    there = escalations.some(to.session, to.ws.id, held)
    return in_order(_shown(to, [e for e in there if e.is_open and e.owner_id in owners]))
