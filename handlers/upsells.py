"""The plan to sell more to a customer: a target, explored, offered, won or lost; each step with its form, its
day and the day by which the next is due. It adds no touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import upsells as say
from messages.blocks import Block, Message, escape
from messages.book import refusal
from messages.growing import UPSELL_BEGIN, Growing
from messages.growing import growing as say_growing
from messages.inputs import Filled
from messages.upsells import NOBODY, Choices, Planning
from messages.upsold import UPSELL_OPEN, UpsellAt, UpsellRef
from rules import no_longer
from rules.facts import upsells as rules
from rules.facts.entries import Wrong
from rules.facts.needs import may_put_right, open_needs
from rules.facts.offers import active
from rules.facts.upsell import EXPLORE, LOST, OFFER, TARGET, TO_EXPLORE, TO_OFFER, WON, Upsell
from rules.phrase import Phrase
from rules.phrase import say as phrase
from storage import accounts, growing, marketing, needs, offers, people, processed, upsells

from .access import parties, refused_change
from .asked import Asked
from .plan_steps import take
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]
Shown = Callable[[Session, Asked, int, str], Message]
OPEN_ALREADY = phrase("An upsell plan is open there already: one at a time.")
NO_OFFER = phrase("No offer is on the list yet: a manager adds one with /account offers.")
NOT_YOURS = phrase("Only whoever took the last step takes it back.")


def plans_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """The open plan of an account with its next step; what was won and lost."""
    ws = asked.ws.id
    hits = accounts.hits_of(session, ws, [account_id])
    there = [u.as_known(asked.today) for u in upsells.of_account(session, ws, account_id)]
    is_open = any(u.is_open for u in there)
    shown = say.Plans(
        account_id,
        hits[0].name if hits else "this account",
        there,
        by=people.names(session, ws, (u.by_id for u in there)),
        me=asked.person.id,
        may=refused_change(session, asked, account_id) is None,
        growth=None if is_open else growing.of_account(session, asked.ws, account_id, asked.now),
        did=did,
    )
    return say.plans(shown, asked.viewer)


def growing_of(session: Session, asked: Asked, did: str = "") -> Message:
    """Open plans of the caller's accounts and those of everybody below them; whom else to grow."""
    ws, me = asked.ws.id, asked.person.id
    ours = people.under(session, ws, me)
    found = growing.find(session, asked.ws, ours, asked.now)
    there = [(name, u.as_known(asked.today)) for name, u in upsells.open_under(session, ws, ours)]
    there.sort(key=lambda x: (-x[1].late_on(asked.today), x[1].due_on(asked.today) or date.max, x[0]))
    ids = [*(u.account_id for _, u in there), *(g.account_id for g in found.those)]
    whose = {h.id: h.owner_id for h in accounts.hits_of(session, ws, ids) if h.owner_id != me}
    names = people.names(session, ws, whose.values())
    owners = {account: names.get(owner, "") for account, owner in whose.items()}
    leads = len(ours) > 1
    return say_growing(
        Growing(there, found.those, owners, leads=leads, looked=found.looked, of=found.of, did=did),
        asked.viewer,
    )


def theirs(session: Session, asked: Asked, plan_id: int) -> tuple[Upsell | None, Phrase | None]:
    """The plan, and why it is not this person's to change."""
    plan = upsells.get(session, asked.ws.id, plan_id)
    if plan is None:
        return None, no_longer.UPSELL
    caller, owner, team = parties(session, asked, plan.account_id)
    return plan, may_put_right(caller, plan.by_id, owner, team=team)


# begun -----------------------------------------------------------------------------------------------------
def open_plan(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """An account's plan, from a list or Home."""
    with asked.services.reading() as session:
        message = plans_of(session, asked, UpsellAt.unpack(typed_value(body)).account)
    show(asked.services, body, client, message=message, replace=False)
    ack()


def target(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A target from today, once; the plan takes the place of the button."""
    _begin(ack, body, asked, client, plans_of)


def begin(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The same from the ranked list, which follows."""
    _begin(ack, body, asked, client, lambda session, asked, _, did: growing_of(session, asked, did=did))


def _begin(ack: Ack, body: Body, asked: Asked, client: WebClient, shown: Shown) -> None:
    account = UpsellAt.unpack(typed_value(body)).account
    with asked.services.transaction() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
        stop = refused_change(session, asked, account) if hits else no_longer.ACCOUNT
        if stop:
            message = refusal(stop, asked.viewer)
        else:
            there = upsells.open_of(session, asked.ws.id, account)
            did = _stands(asked, there) if there else _target(session, asked, account)
    if not stop:
        with asked.services.reading() as session:  # a list of many takes no lock
            message = shown(session, asked, account, did)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _stands(asked: Asked, plan: Upsell) -> str:
    """What happened meanwhile, escaped."""
    return escape(asked.viewer.plain(say.meanwhile(plan)))


def _target(session: Session, asked: Asked, account: int) -> str:
    me, today = asked.person.id, asked.today
    plan = Upsell(0, account, me, targeted_on=today, step_by_id=me, explore_by=today + TO_EXPLORE)
    plan = replace(plan, id=upsells.begin(session, asked.ws.id, plan, by_id=me, now=asked.now))
    take(session, asked, None, plan)
    return say.began(plan, asked.viewer)


# one tap ---------------------------------------------------------------------------------------------------
def won(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Won, today, once; a stale button says what happened meanwhile."""

    def act(session: Session, plan: Upsell) -> str:
        if plan.step != OFFER:
            return _stands(asked, plan)
        to = plan.closed(WON, asked.today, asked.person.id)
        take(session, asked, plan, to)
        return say.moved(to, asked.viewer)

    _tap(ack, body, asked, client, act)


def undo(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The last step is taken back by whoever took it, once; the first of all by whoever may change it."""
    step = UpsellRef.unpack(typed_value(body)).step

    def act(session: Session, plan: Upsell) -> str | Phrase:
        if plan.step != step:
            return _stands(asked, plan)
        to = plan.before()
        if to is None:
            upsells.take_back(session, asked.ws.id, plan, by_id=asked.person.id, now=asked.now)
            take(session, asked, plan, None)
            return say.voided()
        if plan.step_by_id != asked.person.id:
            return NOT_YOURS
        other = upsells.open_of(session, asked.ws.id, plan.account_id)
        if other and other.id != plan.id:
            return OPEN_ALREADY
        take(session, asked, plan, to)
        return say.undone(to, asked.viewer)

    _tap(ack, body, asked, client, act)


def _tap(
    ack: Ack, body: Body, asked: Asked, client: WebClient, act: Callable[[Session, Upsell], str | Phrase]
) -> None:
    """What a tap on a plan does, in one transaction with the plan painted again; or why it can't be."""
    with asked.services.transaction() as session:
        plan, stop = theirs(session, asked, UpsellRef.unpack(typed_value(body)).plan)
        did: str | Phrase = "" if plan is None or stop else act(session, plan)
        stop = did if isinstance(did, Phrase) else stop
        if plan is None or stop:
            message = refusal(stop or no_longer.UPSELL, asked.viewer)
        else:
            message = plans_of(session, asked, plan.account_id, did=str(did))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


# the forms -------------------------------------------------------------------------------------------------
def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form of the step that is to be taken, or put right."""
    ref = UpsellRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        plan, stop = theirs(session, asked, ref.plan)
        stop = stop or (_stale(plan, ref.step) if plan else None)
        among = _choices(session, asked, plan) if plan else Choices()
        hits = accounts.hits_of(session, asked.ws.id, [plan.account_id]) if plan else []
    if ref.step == OFFER and not among.offers:
        stop = stop or NO_OFFER
    if plan is None or stop:
        open_modal(client, body, notice("The upsell", stop or no_longer.UPSELL, asked.viewer))
    else:
        url = response_url(body)
        planning = Planning(uuid4().hex, plan.id, ref.step, response_url=url, over=over(body, True))
        name = hits[0].name if hits else "this account"
        shown = _with_need(plan, among) if ref.step == EXPLORE and plan.step == TARGET else plan
        open_modal(client, body, say.form(planning, name, shown, _due(plan, ref.step, asked), among))
    ack()


def _stale(plan: Upsell, step: str) -> Phrase | None:
    """What happened meanwhile, where this step is none to take or to put right now."""
    before = {TARGET: (), EXPLORE: (TARGET,), OFFER: (EXPLORE,), LOST: (TARGET, EXPLORE, OFFER)}
    fits = plan.is_open and (plan.step == step or plan.step in before.get(step, ()))
    return None if fits else say.meanwhile(plan)


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
        needs=open_needs(needs.of_account(session, ws, plan.account_id), asked.today),
        offers=[*on_sale, held] if held and not held.is_active else on_sale,
        senders=list({i: there[i] for i in ids if i in there}.values()),
        marketing=set_for_it,
    )


def _with_need(plan: Upsell, among: Choices) -> Upsell:
    """With the need on file that presses most, as a first filling."""
    first = among.needs[0] if among.needs else None
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
            stop = _stale(plan, planning.step)
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
        text = filled.text("text")[: rules.FIELD]
        chosen = filled.chosen("need")
        to = replace(
            to,
            text=plan.text if text == plan.text[: rules.FIELD].strip() else text,
            competitors=filled.text("competitors")[:200],
            need_id=int(chosen) if chosen not in ("", NOBODY) else None,
            offer_by=due,
        )
        return to, rules.explore_error(to.text, due, from_)
    return _filled_offer(session, asked, plan, filled, due, from_)


def _filled_offer(
    session: Session, asked: Asked, plan: Upsell, filled: Filled, due: date | None, today: date
) -> tuple[Upsell, Wrong | None]:
    """What was left empty is as the offer says it; where nothing is sent, their answer is due by then."""
    ws = asked.ws.id
    offer = offers.get(session, ws, int(filled.chosen("offer") or 0))
    chosen = filled.chosen("sender")
    gain, sends = filled.text("gain")[: rules.FIELD], filled.text("sends")[: rules.FIELD]
    sender = None if chosen in ("", NOBODY) else people.get(session, ws, int(chosen))
    sends = (sends or (offer.sends if offer else "")) if sender else ""
    to = plan if plan.step == OFFER else plan.offered(asked.today, asked.person.id)
    other = sender is None or sender.id != plan.sender_id
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
    return to, rules.offer_error(offer, due, today)


def register(app: Any) -> None:
    app.action(UPSELL_OPEN)(open_plan)
    app.action(say.UPSELL_TARGET)(target)
    app.action(UPSELL_BEGIN)(begin)
    for action in (say.UPSELL_EXPLORE, say.UPSELL_OFFER, say.UPSELL_LOST, say.UPSELL_CHANGE):
        app.action(action)(open_form)
    app.view(say.UPSELL_FORM)(submit)
    app.action(say.UPSELL_WON)(won)
    app.action(say.UPSELL_UNDO)(undo)
