"""Accounts of people who are not with us any more, as they go on by themselves: noticed, moved after a
working day, proposed to whoever may know the customer, brought back with whoever comes back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from rules import changeovers as rules
from rules.calendar import add_working_days, local_date, start_of
from rules.changeovers import BACK, GOING, MOVED, SETTLED, WAITS, Changeover
from rules.failure import trace_of
from rules.ours import SWITCHED_OFF
from rules.records import Person
from rules.workspace import Workspace
from services import Services
from storage import audit, bundles, changeovers, gone, ours, outbox, passing, people, to_whom, workspaces
from storage.database import StorageError

from .to_whom import propose

log = logging.getLogger(__name__)


def notice_gone(services: Services, workspace: int) -> int:
    """Begin what follows when somebody was switched off; how many."""
    now = services.clock()
    with services.reading() as session:
        there = changeovers.gone(session, workspace)
    return sum(_alone(services, workspace, person_id, _begin, now=now) for person_id in there)


def _begin(session: Session, ws: Workspace, person_id: int, now: datetime) -> bool:
    people.hold(session, ws.id, person_id)
    if person_id not in changeovers.gone(session, ws.id):
        return False
    person = people.get(session, ws.id, person_id)
    due_at = rules.due_after(now, person, people.left_on(session, ws.id, person_id))
    changeovers.begin(session, ws.id, person, None, by_id=None, why=rules.OFF, due_at=due_at, now=now)
    gone.pass_questions_on(session, ws.id, person, now=now)
    return True


def carry_on(services: Services, workspace: int) -> int:
    """Carry on what is under way, some accounts at a time; how many changeovers had something to do."""
    now = services.clock()
    with services.reading() as session:
        those = changeovers.to_carry_on(session, workspace, now)
    for one in those:
        while _alone(services, workspace, one.id, _step, now=now):
            pass
    return len(those)


def _alone(
    services: Services,
    workspace: int,
    row_id: int,
    act: Callable[[Session, Workspace, int, datetime], bool],
    now: datetime,
) -> bool:
    """Each in a transaction of its own: one that fails is passed over."""
    services.steady.sleep(0)
    try:
        with services.transaction() as session:
            return act(session, workspaces.get(session, workspace), row_id, now)
    except StorageError:
        raise  # nobody's own trouble: the beat comes again
    except Exception as error:
        log.error("a change of hands, %s, is passed over: %s", row_id, trace_of(error))
        return False


def _step(session: Session, ws: Workspace, changeover_id: int, now: datetime) -> bool:
    """The next step of one; whether there is another."""
    changeovers.at_stage(session, ws.id, changeover_id)
    one = changeovers.get(session, ws.id, changeover_id)
    if one is None:
        return False
    person = people.get(session, ws.id, one.person_id)
    if one.stage == WAITS:
        return _begins(session, ws, one, person, now=now)
    if one.stage == GOING:
        passing.go_on(session, ws.id, ws.policy, one, now=now)
        return True
    if one.stage == MOVED:
        return _place(session, ws, one, now=now)
    if one.stage == SETTLED and one.left and person.active and one.moved_at:
        return _again(session, ws, one, now=now)
    return one.stage == BACK and _bring_back(session, ws, one, now=now)


def _begins(session: Session, ws: Workspace, one: Changeover, person: Person, now: datetime) -> bool:
    """Whoever was switched off is with us again: nothing moves. Else their accounts and people go to the
    nearest manager who is, or an admin; with nobody there, a working day later."""
    if one.left and person.active:
        changeovers.end(session, ws.id, one)
        return False
    if now < one.due_at:
        return False
    heir = changeovers.heir_of(session, ws.id, person)
    if heir is None:
        today = local_date(now, person.zone)
        again = add_working_days(today, 1, person.public_days)
        changeovers.put_off(session, ws.id, one, start_of(again, person.zone))
        return False
    ids = ours.owned(session, ws.id, person.id)
    under = changeovers.pass_people(session, ws.id, person.id, heir, now=now)
    held = {"undo": True, "people": under, "above": heir.id, "to": heir.id}
    act_id = audit.keep(
        session, ws.id, now, by_id=None, did=SWITCHED_OFF, noun="person", row_id=person.id, **held
    )
    changeovers.set_off(session, ws.id, one, heir, ids, act_id, now=now)
    people.set_clock(session, ws.id, heir.id, plan_at=now, digest_at=now)
    return True


def _place(session: Session, ws: Workspace, one: Changeover, now: datetime) -> bool:
    """All have gone: whoever has them is told; who leads others is asked to whom they go, with a proposal for
    each."""
    changeovers.settle(session, ws.id, one)
    taken = passing.accounts_of(session, one)
    to = people.get(session, ws.id, one.to_id) if one.to_id else None
    if to is None or not taken:
        return False
    if one.left and (to.leads or to.is_admin):
        propose(session, ws, one, now=now)
        to_whom.ask(session, ws.id, one, to, by_id=to.id, now=now)
    elif one.by_id != to.id:
        bundles.add(session, ws.id, "told", person=to, thing={"passed": one.id}, now=now)
    return False


def _again(session: Session, ws: Workspace, one: Changeover, now: datetime) -> bool:
    """Somebody who left is back within the week: so are their people, and their accounts as far as nobody
    moved them."""
    passing.turn_back(session, ws.id, one, by_id=None, now=now)
    return True


def _bring_back(session: Session, ws: Workspace, one: Changeover, now: datetime) -> bool:
    """The next accounts come back; whoever had them hears of it once all have."""
    _, left = passing.come_back(session, ws.id, ws.policy, one, by_id=None, now=now)
    if left == 0 and one.to_id:
        to = people.get(session, ws.id, one.to_id)
        bundles.add(session, ws.id, "told", person=to, thing={"returned": one.id}, now=now)
        for person_id in (one.to_id, one.person_id):
            outbox.repaint_home(session, ws.id, person_id, now=now)
    return left > 0
