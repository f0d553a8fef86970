"""What follows once somebody has another manager."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from rules.facts.loosened import WAITS as APPROVAL
from rules.records import Person
from rules.silence import WAITS as SILENT
from rules.waiting import EXPIRED, Wait

from . import accounts, escalations, loosened, loosenings, people, waiting
from .loosenings import approver_of


def anew(session: Session, ws: int, person_ids: Collection[int], now: datetime) -> None:
    """Of their accounts, and of those of people under them, what is with somebody who does not decide on it
    any more goes to whoever does."""
    owners = {owner for person in person_ids for owner in people.under(session, ws, person)}
    for e in escalations.gone_of(session, ws, owners):
        to = approver_of(session, ws, e.owner_id, now)
        if to is not None and to.id != e.to_id:
            escalations.go_again(session, ws, e, to.id, now=now)
    for wait in waiting.of_kinds(session, ws, (APPROVAL, SILENT)):
        owner = _whose(session, ws, wait)
        to = approver_of(session, ws, owner, now) if owner in owners else None
        if to is not None and not _leads(session, ws, wait.for_id, owner):
            _goes_on(session, ws, wait, to, now)


def _whose(session: Session, ws: int, wait: Wait) -> int:
    """Who acts on nothing, or whose account would be loosened."""
    asked = loosened.get(session, ws, wait.subject_id) if wait.kind == APPROVAL else None
    return accounts.owner_of(session, ws, asked.account_id) if asked else wait.subject_id


def _leads(session: Session, ws: int, person_id: int, owner_id: int) -> bool:
    """Whether they may still decide."""
    person = people.get(session, ws, person_id)
    return person.is_admin or person.id in people.above(session, ws, owner_id)


def _goes_on(session: Session, ws: int, wait: Wait, to: Person, now: datetime) -> None:
    """It waits for another, who is asked; the old message says so."""
    waiting.close(session, ws, wait, EXPIRED, now=now)
    asked = loosened.get(session, ws, wait.subject_id) if wait.kind == APPROVAL else None
    if asked is not None:
        loosenings.wait_for(session, ws, asked, to, now=now, instead_of=wait)
    else:
        about, by = wait.subject_id, wait.by_id
        again = waiting.ask(session, ws, SILENT, about, person=to, by_id=by, say="silent", now=now)
        waiting.reminded(session, ws, again, now=now)  # it is asked once
