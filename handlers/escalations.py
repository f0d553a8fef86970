"""What a manager does about an A that came to them: asks its owner, reassigns it (both as in the digest), or
leaves it until a day; and takes that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import acts as say_acts
from messages import escalations as say
from messages.blocks import message as compose
from messages.book import refusal
from messages.escalations import EscalationRef, Leaving
from messages.inputs import Filled
from rules import escalations as rules
from rules import no_longer
from rules.acts import NO_ACT, Act
from rules.calendar import local_date
from rules.facts.escalated import LEFT, Escalation
from rules.loosening import may_decide
from rules.phrase import Phrase
from storage import accounts, acts, escalations, people, processed, records
from storage.assess import recompute

from .asked import Asked
from .digest import worry
from .surface import Body, confirm, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def _refused(session: Session, asked: Asked, e: Escalation | None) -> Phrase | None:
    """Whoever leads its owner, and admins; nobody of an account of their own."""
    if e is None:
        return no_longer.ESCALATION
    owner = accounts.owner_of(session, asked.ws.id, e.account_id)
    return may_decide(people.caller_of(session, asked.ws.id, asked.person), owner)


def _stop(session: Session, asked: Asked, e: Escalation | None) -> Phrase | None:
    """Why this person does not leave it (any more)."""
    over = None if e and e.is_with_manager else no_longer.ESCALATION
    return _refused(session, asked, e) or over


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Until when, and why?"""
    ref = EscalationRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        e = escalations.get(session, asked.ws.id, ref.escalation)
        stop = _stop(session, asked, e)
        shown = _shown(session, asked, e) if e and not stop else None
    if shown is None:
        message = refusal(stop or no_longer.ACCOUNT, asked.viewer)
        show(asked.services, body, client, message=message, replace=False)
    else:
        leaving = Leaving(uuid4().hex, ref.escalation, response_url(body))
        open_modal(client, body, say.leave_form(leaving, shown, asked.viewer))
    ack()


def _shown(session: Session, asked: Asked, e: Escalation) -> say.Shown | None:
    record = next(iter(records.read(session, asked.ws.id, [e.account_id], now=asked.now)), None)
    if record is None:
        return None
    silent = rules.silent(record, local_date(asked.now, record.owner.zone))
    return say.Shown(e, record.account.name, record.owner.name, silent)


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Left, once; the messages that show it are painted again."""
    leaving, filled, ws = Leaving.unpack(view["private_metadata"]), Filled(view), asked.ws.id
    until_on, why = filled.day("until_on"), filled.text("why")
    wrong = rules.leave_error(until_on, why, asked.today)
    if wrong or until_on is None:
        field, because = wrong or ("until_on", no_longer.ACCOUNT)
        reject(ack, asked.viewer, {field: because})
        return
    with asked.services.transaction() as session:
        e = escalations.get(session, ws, leaving.escalation)
        stop, act = _refused(session, asked, e), None
        fresh = stop is None and processed.first_time(session, ws, f"view:{leaving.token}", now=asked.now)
        if e is not None and fresh and not (stop := _stop(session, asked, e)):
            act = escalations.leave(
                session, ws, e, until_on, why, by_id=asked.person.id, on=asked.today, now=asked.now
            )
            recompute(session, ws, asked.ws.policy, ids=[e.account_id], now=asked.now)
        name = accounts.hits_of(session, ws, [e.account_id])[0].name if e else ""
    if stop:
        reject(ack, asked.viewer, {"why": stop})
        return
    asked.services.wake()
    text = say.left(name, until_on, asked.viewer)
    said = compose(text.replace("*", ""), [say_acts.did(text, act)])
    confirm(asked.services, ack, leaving.response_url, title="Leave it", said=said)


def may_take_back(session: Session, asked: Asked, act: Act) -> Phrase | None:
    """Who may leave one takes it back, while it is left and the account came to nobody again."""
    e = escalations.get(session, asked.ws.id, act.row_id)
    if e is None or e.became != LEFT or act.did != LEFT:
        return NO_ACT
    later = any(x.id > e.id for x in escalations.of_account(session, asked.ws.id, e.account_id))
    return _refused(session, asked, e) or (no_longer.ESCALATION if later else None)


def take_back(session: Session, asked: Asked, act: Act) -> str:
    """It is with whoever leads its owner again, as far as it still stands."""
    ws = asked.ws.id
    e = escalations.get(session, ws, act.row_id)
    assert e is not None
    escalations.stand_again(session, ws, e, now=asked.now)
    acts.undone(session, ws, act, by_id=asked.person.id, now=asked.now)
    recompute(session, ws, asked.ws.policy, ids=[e.account_id], now=asked.now)
    return say.with_you_again(accounts.hits_of(session, ws, [e.account_id])[0].name, asked.viewer)


def register(app: Any) -> None:
    app.action(say.ESCALATION_ASK)(worry)
    app.action(say.ESCALATION_REASSIGN)(worry)
    app.action(say.ESCALATION_LEAVE)(open_form)
    app.view(say.ESCALATION_LEFT)(submit)
