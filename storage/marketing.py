"""Who sends what marketing sends (a setting), and what waits for their tap: asked with what else waits for
them, no message of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from rules.calendar import start_of
from rules.facts.sends import ACCEPTED, ASKED, WAITS, Sends
from rules.facts.upsell import Upsell
from rules.policy import Policy
from rules.records import Person
from rules.waiting import WITHDRAWN, Wait

from . import accounts, bundles, outbox, people, upsells, waiting

TOLD, SAYS = "told", "sends"


def sender(session: Session, ws: int, policy: Policy) -> Person | None:
    """Who is set for it; None when nobody is, or they left."""
    there = people.everyone(session, ws, [policy.marketing_to]) if policy.marketing_to else []
    return there[0] if there and there[0].active else None


def ask(session: Session, ws: int, plan: Upsell, *, by_id: int, now: datetime) -> None:
    """Whoever is to send it hears of it in their next message; it waits until the end of its day: for
    them to accept, and of one that they accepted before for them to say that it went out."""
    there = people.everyone(session, ws, [plan.sender_id]) if plan.sender_id else []
    if not there or not there[0].active or plan.send_by is None:
        return
    kind = ACCEPTED if plan.accepted_on else ASKED
    one = waiting.wait(
        session, ws, kind, plan.id, person=there[0], by_id=by_id, now=now, until_on=plan.send_by
    )
    if kind == ACCEPTED:
        _remind_on_its_day(session, ws, one, plan, there[0])
    thing = {"send": plan.id, "by": by_id}
    bundles.add(session, ws, TOLD, person=there[0], thing=thing, now=now)


def accepted(session: Session, ws: int, plan: Upsell, wait: Wait, person: Person, now: datetime) -> None:
    """They take it on: from now on it waits for them to say that it went out."""
    waiting.close(session, ws, wait, "accepted", now=now)
    if plan.send_by is None:
        return
    one = waiting.wait(
        session, ws, ACCEPTED, plan.id, person=person, by_id=wait.by_id, now=now, until_on=plan.send_by
    )
    _remind_on_its_day(session, ws, one, plan, person)


def _remind_on_its_day(session: Session, ws: int, one: Wait, plan: Upsell, person: Person) -> None:
    if plan.send_by:
        waiting.remind_later(session, ws, one, start_of(plan.send_by, person.zone))


def settle(session: Session, ws: int, plan_id: int, now: datetime, state: str = WITHDRAWN) -> None:
    """Nothing of it waits any more."""
    waiting.close_all(session, ws, WAITS, plan_id, state, now=now)


def tell(
    session: Session, ws: int, plan: Upsell, did: str, person_id: int, now: datetime, **said: Any
) -> None:
    """What became of it, once, with what goes to them anyway."""
    payload = {"plan": plan.id, "account": plan.account_id, "did": did, **said}
    key = f"{SAYS}:{did}:{plan.id}:{plan.send_by}:{person_id}"
    outbox.enqueue(session, ws, key, say=SAYS, payload=payload, now=now, person_id=person_id)


def of_wait(session: Session, ws: int, plan_id: int, by_id: int) -> Sends | None:
    """What is to be sent, as it stands; None where the plan is not on file any more."""
    plan = upsells.get(session, ws, plan_id)
    hits = accounts.hits_of(session, ws, [plan.account_id]) if plan else []
    if plan is None or not hits:
        return None
    left = accounts.status_of(session, ws, plan.account_id) == "churned"
    return Sends(plan, hits[0].name, people.get(session, ws, by_id).name, left=left)
