"""The forms of an upsell plan: each step that is taken, or put right, with what was said to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import upsells as say
from messages.blocks import Block
from messages.inputs import Filled
from messages.upsells import NOBODY, Choices, Planning
from messages.upsold import UpsellRef
from rules import no_longer
from rules.facts import upsells as rules
from rules.facts.entries import Wrong
from rules.facts.needed import Need
from rules.facts.needs import open_needs
from rules.facts.offers import active
from rules.facts.upsell import EXPLORE, LOST, OFFER, TARGET, TO_OFFER, Upsell
from rules.phrase import Phrase
from rules.phrase import say as phrase
from storage import accounts, marketing, needs, offers, people, processed

from .asked import Asked
from .plan_steps import take
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, typed_value
from .upsells import left, plans_of, theirs

Ack = Callable[..., Any]
NO_OFFER = phrase("No offer is on the list yet: a manager adds one with /account offers.")


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form of the step that is to be taken, or put right."""
    ref = UpsellRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        plan, stop = theirs(session, asked, ref.plan, changes=False)
        stop = stop or (_stops(session, asked, plan, ref.step) if plan else None)
        among = _choices(session, asked, plan) if plan else Choices()
        hits = accounts.hits_of(session, asked.ws.id, [plan.account_id]) if plan else []
    if ref.step == OFFER and not among.offers:
        stop = stop or NO_OFFER
    if plan is None or stop:
        open_modal(client, body, notice("The upsell", stop or no_longer.UPSELL, asked.viewer))
    else:
        url = response_url(body)
        token, at = uuid4().hex, plan.step
        planning = Planning(token, plan.id, ref.step, at, response_url=url, over=over(body, True))
        name = hits[0].name if hits else "this account"
        shown = _with_need(plan, among) if ref.step == EXPLORE and plan.step == TARGET else plan
        open_modal(client, body, say.form(planning, name, shown, _due(plan, ref.step, asked), among))
    ack()


def _stops(session: Session, asked: Asked, plan: Upsell, step: str, was: str = "") -> Phrase | None:
    """What happened meanwhile, where this step is none to take or to put right now; `was`: where the plan
    stood when its form was opened."""
    takes = step in (EXPLORE, OFFER) and plan.step != step
    before = {TARGET: (), EXPLORE: (TARGET,), OFFER: (EXPLORE,), LOST: (TARGET, EXPLORE, OFFER)}
    fits = plan.is_open and (plan.step == step or plan.step in before.get(step, ()))
    if not fits or was not in ("", plan.step):
        return say.meanwhile(plan)
    return left(session, asked, plan.account_id) if takes else None


def _choices(session: Session, asked: Asked, plan: Upsell) -> Choices:
    ws = asked.ws.id
    set_for_it = marketing.sender(session, ws, asked.ws.policy)
    ids = [asked.person.id, accounts.owner_of(session, ws, plan.account_id)]
    ids += [set_for_it.id] if set_for_it else []
    ids += [plan.sender_id] if plan.sender_id else []
    there = {p.id: p for p in people.everyone(session, ws, set(ids)) if p.active}
    on_sale = active(offers.all_of(session, ws))
    held = offers.get(session, ws, plan.offer_id) if plan.offer_id else None
    return Choices(
        needs=_needs(needs.of_account(session, ws, plan.account_id), plan, asked),
        offers=[*on_sale, held] if held and not held.is_active else on_sale,
        senders=list({i: there[i] for i in ids if i in there}.values()),
        marketing=set_for_it,
    )


def _needs(there: Sequence[Need], plan: Upsell, asked: Asked) -> list[Need]:
    """The open ones; that of the plan first, though it was met or lost elsewhere."""
    mine = [n for n in there if n.id == plan.need_id]
    return mine + [n for n in open_needs(there, asked.today) if n.id != plan.need_id]


def _with_need(plan: Upsell, among: Choices) -> Upsell:
    """With the need on file that presses most, as a first filling where nobody said one."""
    first = among.needs[0] if among.needs and not (plan.text or plan.need_id) else None
    return replace(plan, need_id=first.id, text=first.text) if first else plan


def _due(plan: Upsell, step: str, asked: Asked) -> date | None:
    """By when the next step is due: as it stands where this one was taken, else a while from today."""
    if plan.step == step:
        return plan.due_on(asked.today) if step != OFFER else plan.send_by or plan.due_on(asked.today)
    return asked.today + TO_OFFER


def submit(ack: Ack, view: Block, asked: Asked) -> None:
    """The step is taken, or put right, once; the plan says so."""
    planning, filled, ws = Planning.unpack(view["private_metadata"]), Filled(view), asked.ws.id
    with asked.services.transaction() as session:
        plan, stop = theirs(session, asked, planning.plan)
        key = f"view:{planning.token}"
        again = processed.was_seen(session, ws, key)
        if plan and not stop and not again:
            stop = _stops(session, asked, plan, planning.step, planning.was)
        if plan is None or stop:
            reject(ack, asked.viewer, {FIRST[planning.step]: stop or no_longer.UPSELL})
            return
        to, error = _filled(session, asked, plan, planning.step, filled)
        if error and not again:
            reject(ack, asked.viewer, dict([error]))
            return
        if processed.first_time(session, ws, key, now=asked.now):
            take(session, asked, plan, to)
        did = (say.moved if to.step != plan.step else say.put_right)(to, asked.viewer)
        message = plans_of(session, asked, plan.account_id, did=did)
    asked.services.wake()
    over_it = bool(planning.over)
    confirm(asked.services, ack, planning.response_url, title="Tend", said=message, replace=over_it)


FIRST = {TARGET: "due_on", EXPLORE: "text", OFFER: "offer", LOST: "why"}
"""The field of each form that says why it can't be stored at all."""


def _filled(
    session: Session, asked: Asked, plan: Upsell, step: str, filled: Filled
) -> tuple[Upsell, Wrong | None]:
    """The plan as it was filled in, and what is wrong with it. A due day that was let be is let be."""
    today, me, due = asked.today, asked.person.id, filled.day("due_on")
    from_ = min(today, due) if due and plan.step == step and due == _due(plan, step, asked) else today
    if step == TARGET:
        return replace(plan, explore_by=due), rules.target_error(due, from_)
    if step == LOST:
        why = filled.text("why")[: rules.FIELD]
        return plan.closed(LOST, today, me, why), rules.close_error(LOST, why)
    if step == EXPLORE:
        to = plan if plan.step == EXPLORE else plan.explored(today, me)
        chosen = filled.chosen("need")
        to = replace(
            to,
            text=_typed(filled, "text", plan.text),
            competitors=filled.text("competitors")[:200],
            need_id=int(chosen) if chosen not in ("", NOBODY) else None,
            offer_by=due,
        )
        return to, rules.explore_error(to.text, due, from_)
    return _filled_offer(session, asked, plan, filled, due, from_)


def _typed(filled: Filled, name: str, kept: str) -> str:
    """A text that the form showed only the beginning of stays whole."""
    typed = filled.text(name)[: rules.FIELD]
    return kept if typed == kept[: rules.FIELD].strip() else typed


def _filled_offer(
    session: Session, asked: Asked, plan: Upsell, filled: Filled, due: date | None, today: date
) -> tuple[Upsell, Wrong | None]:
    """What was left empty is as the offer says it; where nothing is sent, their answer is due by then."""
    ws = asked.ws.id
    offer = offers.get(session, ws, int(filled.chosen("offer") or 0))
    chosen = filled.chosen("sender")
    gain, sends = _typed(filled, "gain", plan.gain), _typed(filled, "sends", plan.sends)
    sender = None if chosen in ("", NOBODY) else people.get(session, ws, int(chosen))
    sends = (sends or (offer.sends if offer else "")) if sender else ""
    to = plan if plan.step == OFFER else plan.offered(asked.today, asked.person.id)
    other = sender is None or sender.id != plan.sender_id or (to.sent_on is None and sends != plan.sends)
    to = replace(
        to,
        offer_id=offer.id if offer else None,
        offer=offer.name if offer else "",
        gain=gain or (offer.gain if offer else ""),
        sends=sends,
        sender_id=sender.id if sender and sends else None,
        sender=sender.name if sender and sends else "",
        send_by=due if sends else None,
        answer_by=to.answer_by if sends else due,
        accepted_on=None if other else to.accepted_on,
    )
    if sender and not sender.active:
        return to, ("sender", no_longer.PERSON)
    return to, rules.offer_error(offer, due, today, held=plan.offer_id)


def register(app: Any) -> None:
    for action in (say.UPSELL_EXPLORE, say.UPSELL_OFFER, say.UPSELL_LOST, say.UPSELL_CHANGE):
        app.action(action)(open_form)
    app.view(say.UPSELL_FORM)(submit)
