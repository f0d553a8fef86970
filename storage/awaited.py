"""What waits for somebody's tap, on Home, in a message, in `/account approvals`: READ, a line a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from rules.calendar import local_date
from rules.changeovers import MANY, SETTLED, TO_WHOM, Offered, Undecided
from rules.facts.handoffs import ASKS, WAITS
from rules.facts.introduced import Shown, Where
from rules.facts.loosened import WAITS as APPROVAL
from rules.facts.loosened import Shown as Loosened
from rules.facts.merging import WAITS as MERGE
from rules.facts.sends import ACCEPTED, ASKED, Sends
from rules.merging import Shown as Merged
from rules.mine import NOT_MINE, Disowned
from rules.records import Person
from rules.silence import WAITS as SILENT
from rules.silence import Silent
from rules.waiting import OPEN, Wait, Waiting
from rules.workspace import Workspace

from . import (
    accounts,
    changeovers,
    introduced,
    loosenings,
    marketing,
    merging,
    mine,
    people,
    silence,
    to_whom,
    waiting,
)


def of_person(session: Session, ws: Workspace, person: Person) -> list[Waiting]:
    """What waits for a person's tap, the first that ends first."""
    held = (_shown(session, ws, person, w) for w in waiting.of_person(session, ws.id, person.id))
    return [x for x in held if x is not None]


def one(session: Session, ws: Workspace, person: Person, wait_id: int) -> Waiting | None:
    """One of them; None once it waits no more."""
    wait = waiting.get(session, ws.id, wait_id)
    return _shown(session, ws, person, wait) if wait and wait.state == OPEN else None


def _shown(session: Session, ws: Workspace, person: Person, wait: Wait) -> Waiting | None:
    subject = READ[wait.kind](session, ws, wait) if wait.kind in READ else None
    return None if subject is None else Waiting(wait.kind, subject, wait.last_on(person.zone))


def handoff(session: Session, ws: int, handoff_id: int) -> Shown | None:
    """With the names of its account and of whoever introduced."""
    found = introduced.get(session, ws, handoff_id)
    hits = accounts.hits_of(session, ws, [found.account_id]) if found else []
    if found is None or not hits:
        return None
    owner = people.get(session, ws, hits[0].owner_id)
    where = Where(owner.id, owner.name, accounts.status_of(session, ws, hits[0].id) == "churned")
    return Shown(found, hits[0].name, people.get(session, ws, found.by_id).name, where)


def silent(session: Session, ws: int, wait: Wait) -> Silent | None:
    """Who, and since when; None once they did something, or are away."""
    person = people.get(session, ws, wait.subject_id)
    since = silence.since(session, ws, person)
    away = local_date(wait.since_at, person.zone) in person.calendar.days_away()
    return None if since is None or away or not person.active else Silent(wait.id, person, since)


def disowned(session: Session, ws: int, wait: Wait) -> Disowned | None:
    """What its owner says is not theirs; None once it is another's."""
    found = mine.of_wait(session, ws, wait)
    return found if found and found.stands else None


def undecided(session: Session, ws: int, changeover_id: int) -> Undecided | None:
    """What of a changeover nobody decided on yet; None where nothing is left."""
    changeover = changeovers.get(session, ws, changeover_id)
    if changeover is None or changeover.stage != SETTLED:
        return None
    open_ones = to_whom.undecided(session, ws, changeover)
    return open_ones if open_ones.lines else None


def offered(session: Session, ws: int, wait: Wait) -> Offered | None:
    """What somebody was introduced for and has not answered."""
    changeover = changeovers.get(session, ws, wait.subject_id)
    there = to_whom.offered(session, ws, wait.subject_id, wait.for_id)
    lines = tuple(line for line, introduction in there if not introduction.void)
    if changeover is None or not lines:
        return None
    return Offered(changeover, people.get(session, ws, wait.by_id).name, lines)


def _handoff(session: Session, ws: Workspace, wait: Wait) -> Shown | None:
    return handoff(session, ws.id, wait.subject_id)


def _loosening(session: Session, ws: Workspace, wait: Wait) -> Loosened | None:
    return loosenings.shown(session, ws.id, wait.subject_id)


def _merge(session: Session, ws: Workspace, wait: Wait) -> Merged | None:
    return merging.shown(session, ws.id, wait.subject_id, wait.since_at.date(), ws.policy)


def _sends(session: Session, ws: Workspace, wait: Wait) -> Sends | None:
    sends = marketing.of_wait(session, ws.id, wait.subject_id, wait.by_id)
    return sends if sends and sends.wanted else None


READ: Mapping[str, Callable[[Session, Workspace, Wait], Any]] = {
    WAITS: _handoff,
    ASKS: _handoff,
    SILENT: lambda session, ws, wait: silent(session, ws.id, wait),
    APPROVAL: _loosening,
    NOT_MINE: lambda session, ws, wait: disowned(session, ws.id, wait),
    MERGE: _merge,
    TO_WHOM: lambda session, ws, wait: undecided(session, ws.id, wait.subject_id),
    MANY: lambda session, ws, wait: offered(session, ws.id, wait),
    ASKED: _sends,
    ACCEPTED: _sends,
}
"""What its painter shows (messages/waiting.py), None when there is nothing to decide any more."""
