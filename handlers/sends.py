"""What somebody is to send for an upsell plan: they accept it, and say that it went out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import sends as say
from messages.blocks import Message
from messages.book import refusal
from messages.upsells import sent as sent_line
from messages.upsold import UPSELL_SENT, UpsellRef
from rules import no_longer
from rules.facts.sends import ASKED, SENT, Sends, may_accept, may_say_sent
from storage import marketing, people, upsells, waiting

from .access import parties
from .asked import Asked
from .changed import by_tap, computed_anew
from .plan_steps import take
from .surface import Body, typed_value
from .upsells import plans_of

Ack = Callable[..., Any]


def accept(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """They take it on, once; whoever pressed again, or late, reads how it stands."""
    ref = UpsellRef.unpack(typed_value(body))

    def act(session: Session) -> Message:
        ws, now = asked.ws.id, asked.now
        upsells.held(session, ws, ref.plan)
        shown = _shown(session, asked, ref.plan)
        if shown is None:
            return refusal(no_longer.UPSELL, asked.viewer)
        if stop := may_accept(people.caller_of(session, ws, asked.person), shown.plan):
            return refusal(stop, asked.viewer)
        if shown.wanted and not shown.plan.accepted_on:
            to = shown.plan.accepted(asked.today)
            upsells.change(session, ws, shown.plan, to, did="accepted", by_id=asked.person.id, now=now)
            for wait in waiting.of_subject(session, ws, (ASKED,), ref.plan):
                marketing.accepted(session, ws, to, wait, asked.person, now=now)
            computed_anew(session, asked, to.account_id)
            shown = _shown(session, asked, ref.plan) or shown
        return say.accepted(shown, asked.viewer) if shown.wanted else say.sent(shown, asked.viewer)

    by_tap(ack, body, asked, client, act)


def sent(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It went out today, once; whoever has the account hears of it, where it was another."""
    ref = UpsellRef.unpack(typed_value(body))

    def act(session: Session) -> Message:
        ws, me, now = asked.ws.id, asked.person.id, asked.now
        upsells.held(session, ws, ref.plan)
        shown = _shown(session, asked, ref.plan)
        if shown is None:
            return refusal(no_longer.UPSELL, asked.viewer)
        plan = shown.plan
        caller, owner, team = parties(session, asked, plan.account_id)
        if stop := may_say_sent(caller, plan, owner, team):
            return refusal(stop, asked.viewer)
        if plan.to_send:
            take(session, asked, plan, plan.sent(asked.today))
            if owner not in (me, plan.sender_id):
                marketing.tell(session, ws, plan, SENT, owner, now=now, by=me)
            shown = _shown(session, asked, ref.plan) or shown
        if me == plan.sender_id and me != owner:
            return say.sent(shown, asked.viewer)
        did = sent_line(plan) if plan.to_send else ""
        return plans_of(session, asked, plan.account_id, did=did)

    by_tap(ack, body, asked, client, act)


def _shown(session: Session, asked: Asked, plan_id: int) -> Sends | None:
    ws = asked.ws.id
    plan = upsells.get(session, ws, plan_id)
    return marketing.of_wait(session, ws, plan_id, plan.step_by_id or plan.by_id) if plan else None


def register(app: Any) -> None:
    app.action(say.UPSELL_ACCEPT)(accept)
    app.action(UPSELL_SENT)(sent)
