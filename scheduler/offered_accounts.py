"""What a receiver is asked of accounts that came together: whether they take them; what follows when nobody
answers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from messages import offered_accounts as say
from messages.blocks import Message
from messages.words import Viewer
from rules.calendar import local_date
from rules.changeovers import TO_WHOM
from rules.facts.introduced import LEFT
from rules.records import Person
from rules.waiting import OPEN, Wait
from rules.workspace import Workspace
from storage import awaited, bundles, changeovers, handoffs, people, to_whom, waiting
from storage.assess import recompute
from storage.outbox import Message as Row

from .to_whom import propose


def offers(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """For a receiver: all that they were introduced for, in one."""
    wait = waiting.get(session, ws.id, row.payload["wait"])
    viewer = Viewer.of(person, now, ws.policy.currency)
    waits = wait is not None and wait.state == OPEN
    shown = awaited.offered(session, ws.id, wait) if wait and waits else None
    if shown is None or wait is None:
        return None if row.kind == "post" else say.offer_over(wait.state if wait else "")
    return say.offers(shown, wait.last_on(person.zone), viewer)


def unanswered(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """Nobody took them in time, or whoever was asked left: whoever has them is asked again to whom they go,
    and both hear it. What was churned or given to another meanwhile ends, and is nobody's fault."""
    one = changeovers.get(session, ws.id, wait.subject_id)
    there = to_whom.offered(session, ws.id, wait.subject_id, wait.for_id)
    if one is None or not there:
        return
    receiver = people.get(session, ws.id, wait.for_id)
    on = local_date(now, receiver.zone)
    for _, handoff in there:
        handoffs.expire(session, ws.id, handoff, on=on, now=now, together=True)
    recompute(session, ws.id, ws.policy, ids=[h.account_id for _, h in there], now=now)
    untaken = [h.id for _, h in there if h.void in ("", LEFT)]
    if not untaken:
        return
    to_whom.reopen(session, ws.id, untaken)
    propose(session, ws, one, now=now)
    thing = {"untaken": one.id, "who": receiver.id, "count": len(untaken)}
    to = people.get(session, ws.id, one.to_id or wait.by_id)
    for person in (to, receiver):
        if person.active:
            bundles.add(session, ws.id, "told", person=person, thing=thing, now=now)
    if not waiting.of_subject(session, ws.id, (TO_WHOM,), one.id) and to.active:
        to_whom.ask(session, ws.id, one, to, by_id=to.id, now=now)
