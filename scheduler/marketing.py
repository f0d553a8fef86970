"""What somebody sends for an upsell plan: its day passed, and they and whoever has the account hear it; what
others hear of it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from messages import sends as say
from messages.blocks import Message
from messages.words import Viewer
from rules.facts.sends import LATE, LEFT, SENT
from rules.records import Person
from rules.waiting import Wait
from rules.workspace import Workspace
from storage import accounts, marketing, people
from storage.assess import recompute
from storage.outbox import Message as Row


def unanswered(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """Its day is over, or whoever was to send it left: who has the account is told, and they are where they
    are with us."""
    shown = marketing.of_wait(session, ws.id, wait.subject_id, wait.by_id)
    if shown is None or not shown.wanted or shown.plan.sender_id != wait.for_id:
        return
    plan = shown.plan
    sender = people.get(session, ws.id, wait.for_id)
    owner = accounts.owner_of(session, ws.id, plan.account_id)
    did = LATE if sender.active else LEFT
    for person in {owner, sender.id} if sender.active else {owner}:
        marketing.tell(session, ws.id, plan, did, person, now=now, by=wait.by_id)
    recompute(session, ws.id, ws.policy, ids=[plan.account_id], now=now)


def became(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """It went out, is late, or nobody sends it: as long as that is so."""
    did = row.payload["did"]
    shown = marketing.of_wait(session, ws.id, row.payload["plan"], row.payload["by"])
    if shown is None:
        return None
    viewer = Viewer.of(person, now, ws.policy.currency)
    if row.kind == "post" and (did == SENT) != bool(shown.plan.sent_on):
        return None
    if row.kind == "post" and did != SENT and not shown.wanted:
        return None
    if did != SENT and not shown.wanted:
        return say.sent(shown, viewer)
    return say.became(shown, did, shown.plan.sender_id == person.id, viewer)
