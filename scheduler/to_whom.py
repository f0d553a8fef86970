"""What is asked about accounts of people who left: to whom they go, with somebody proposed for each. What a
receiver is asked is offered_accounts.py."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from messages import to_whom as say
from messages.blocks import Message
from messages.words import Viewer
from rules.cadence import own_cadence
from rules.calendar import local_date
from rules.changeovers import Changeover
from rules.facts.receivers import shared_out
from rules.records import Person
from rules.waiting import OPEN, Wait
from rules.workspace import Workspace
from storage import accounts, awaited, changeovers, people, receivers, to_whom, waiting
from storage.outbox import Message as Row


def propose(session: Session, ws: Workspace, one: Changeover, now: datetime) -> None:
    """Somebody for each account for which nobody was chosen, of those who look after accounts and can read it
    in Slack."""
    open_ones = [x for x in to_whom.undecided(session, ws.id, one).lines if x.receiver_id is None]
    to = people.get(session, ws.id, one.to_id or 0)
    linked = [p for p in people.everyone(session, ws.id) if p.active and p.slack_id and p.id != to.id]
    today = local_date(now, to.zone)
    books = receivers.books(session, ws.id, linked, ws.policy, today, zone=to.zone)
    books = [b for b in books if b.kept or b.person.role == "rep"]
    those = {a.id: a for a in accounts.some(session, ws.id, [x.account_id for x in open_ones])}
    turn = [those[x.account_id] for x in open_ones if x.account_id in those]
    needs = [(a, 7 / own_cadence(a.tier, a.cadence_days, ws.policy)) for a in turn]
    team = people.under(session, ws.id, to.id)
    shared = {a.id: p.id if p else None for a, p in shared_out(needs, books, team)}
    to_whom.choose(session, ws.id, {x.id: shared.get(x.account_id) for x in open_ones})


def asks(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """For whoever has the accounts of somebody who left: to whom?"""
    wait = waiting.get(session, ws.id, row.payload["wait"])
    open_ones = awaited.undecided(session, ws.id, row.payload["changeover"])
    waits = wait is not None and wait.state == OPEN and wait.for_id == person.id
    if row.kind == "post" and not (waits and open_ones):
        return None
    one = changeovers.get(session, ws.id, row.payload["changeover"])
    viewer = Viewer.of(person, now, ws.policy.currency)
    return say.asks(one, open_ones if waits else None, viewer) if one else None


def undecided_for_long(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """They stay with whoever has them; the list stays, too."""
