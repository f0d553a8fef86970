"""Accounts passing to their next expert, as it happens by itself: what receiver and giver are told, what
follows when nobody answers, and first touches that did not come."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from messages import handoffs as say
from messages import introduced
from messages.blocks import Message
from messages.words import Viewer
from rules.calendar import local_date
from rules.facts.handoffs import to_greet
from rules.facts.introduced import Handoff, Shown
from rules.failure import trace_of
from rules.records import Person
from rules.waiting import Wait
from rules.workspace import Workspace
from services import Services
from storage import awaited, bundles, handoffs, people, records, waiting, workspaces
from storage import introduced as kept
from storage.assess import readable, recompute
from storage.database import StorageError
from storage.outbox import Message as Row

log = logging.getLogger(__name__)


def asks(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """For the receiver, with the brief while it is theirs to know; what ended before it went out is not
    said."""
    shown = awaited.handoff(session, ws.id, row.payload["handoff"])
    viewer = Viewer.of(person, now, ws.policy.currency)
    if shown is None:
        return None
    if row.kind == "post" and not _stands(shown):
        return None
    theirs = [shown.handoff.account_id] if shown.handoff.known else []
    record = next(iter(readable(session, ws.id, theirs, now=now)), None)
    return say.introduction(shown, record, _until(session, ws, row, person=person), viewer)


def _stands(shown: Shown) -> bool:
    """Whether somebody is still to hear that they were introduced, or were given an account."""
    h, where = shown.handoff, shown.where
    return h.waits or (h.taken and where is not None and where.owner_id == h.receiver_id)


def asked_back(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """For the giver, what the receiver wants to know first."""
    shown = awaited.handoff(session, ws.id, row.payload["handoff"])
    viewer = Viewer.of(person, now, ws.policy.currency)
    if shown is None or (row.kind == "post" and not shown.handoff.asked_back):
        return None
    return say.asked(shown, _until(session, ws, row, person=person), viewer)


def became(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What became of it, for those who did not do it; that it began, while it has not ended."""
    shown = awaited.handoff(session, ws.id, row.payload["handoff"])
    if shown is None or (row.payload["what"] == "introduced" and not shown.handoff.waits):
        return None
    by = people.get(session, ws.id, row.payload["by"]).name
    instead = kept.get(session, ws.id, row.payload["instead"]) if "instead" in row.payload else None
    told = introduced.Became(
        row.payload["what"],
        by,
        shown.name,
        shown.handoff,
        where=shown.where,
        instead=instead.receiver if instead else "",
    )
    return introduced.became(told, person.id)


def _until(session: Session, ws: Workspace, row: Row, person: Person) -> date | None:
    """The last day on which what a message carries can be answered; None once it waits no more."""
    return waiting.until(session, ws.id, row.payload.get("wait", 0), person.zone)


def unanswered(session: Session, ws: Workspace, wait: Wait, now: datetime) -> None:
    """The account stays with its giver; all who waited are told. A question that waited for a giver who left
    us goes on to whoever introduced."""
    handoff = kept.get(session, ws.id, wait.subject_id)
    if handoff is None or handoff.became:
        return
    person, by = people.get(session, ws.id, wait.for_id), people.get(session, ws.id, handoff.by_id)
    if handoff.asked_back and not person.active and by.active:
        handoffs.ask_back(session, ws.id, handoff, question=handoff.question, to=by, now=now)
        return
    handoffs.expire(session, ws.id, handoff, on=local_date(now, person.zone), now=now)
    recompute(session, ws.id, ws.policy, ids=[handoff.account_id], now=now)


def settle(services: Services, workspace: int) -> int:
    """End what waits for somebody though the account is churned or another's, or its receiver left us; how
    many."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
        gone = kept.voided(session, ws.id)
    return sum(_alone(services, ws, h, _settle, now=now) for h in gone)


def _settle(session: Session, ws: Workspace, known: Handoff, now: datetime) -> bool:
    handoff = kept.get(session, ws.id, known.id)
    if handoff is None or handoff.became or not handoff.void:
        return False
    zone = people.get(session, ws.id, handoff.giver_id).zone
    handoffs.lapse(session, ws.id, handoff, on=local_date(now, zone), now=now)
    recompute(session, ws.id, ws.policy, ids=[handoff.account_id], now=now)
    return True


def _alone(
    services: Services,
    ws: Workspace,
    handoff: Handoff,
    act: Callable[[Session, Workspace, Handoff, datetime], bool],
    now: datetime,
) -> bool:
    """Each in a transaction of its own: one that fails is passed over."""
    services.steady.sleep(0)
    try:
        with services.transaction() as session:
            return act(session, ws, handoff, now)
    except StorageError:
        raise  # nobody's own trouble: the beat comes again
    except Exception as error:
        log.error("handoff %s is passed over: %s", handoff.id, trace_of(error))
        return False


def follow(services: Services, workspace: int) -> int:
    """Look after first touches whose day is over; how many."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
        taken = kept.to_follow(session, ws.id, now)
    return sum(_alone(services, ws, h, _follow, now=now) for h in taken)


def _follow(session: Session, ws: Workspace, handoff: Handoff, now: datetime) -> bool:
    """Whether the receiver has reached the account by the day agreed; their manager hears it when not."""
    receiver = people.get(session, ws.id, handoff.receiver_id)
    if handoff.greet_by is None or local_date(now, receiver.zone) <= handoff.greet_by:
        return False
    handoffs.followed(session, ws.id, handoff, now=now)
    if missed(session, ws, handoff.id, now=now) and receiver.manager_id:
        manager = people.get(session, ws.id, receiver.manager_id)
        bundles.add(session, ws.id, "told", manager, {"late": handoff.id}, now=now)
    return True


def missed(session: Session, ws: Workspace, handoff_id: int, now: datetime) -> tuple[str, Handoff] | None:
    """The account's name and the handoff, while its first touch is missed."""
    handoff = kept.get(session, ws.id, handoff_id)
    record = records.read(session, ws.id, [handoff.account_id], now=now) if handoff else []
    if handoff is None or not record or record[0].account.status == "churned":
        return None
    greet = to_greet(record[0], local_date(now, record[0].owner.zone))
    return (record[0].account.name, handoff) if greet is not None and greet.id == handoff_id else None
