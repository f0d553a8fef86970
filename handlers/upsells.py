"""The plan to sell more to a customer: a target, explored, offered, won or lost; each step with its day and
the day by which the next is due (the forms: upsell_form.py). It adds no touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import upsells as say
from messages.blocks import Message, escape
from messages.book import refusal
from messages.growing import UPSELL_BEGIN, Growing
from messages.growing import growing as say_growing
from messages.upsold import UPSELL_OPEN, UpsellAt, UpsellRef
from rules import no_longer
from rules.facts import upsells as rules
from rules.facts.needs import may_put_right
from rules.facts.upsell import OFFER, TO_EXPLORE, WON, Upsell
from rules.phrase import Phrase
from rules.phrase import say as phrase
from storage import accounts, growing, people, upsells

from .access import parties, refused_change
from .asked import Asked
from .plan_steps import take
from .surface import Body, show, typed_value

Ack = Callable[..., Any]
Shown = Callable[[Session, Asked, int, str], Message]
OPEN_ALREADY = phrase("An upsell plan is open there already: one at a time.")
NOT_YOURS = phrase("Only whoever took the last step takes it back.")


def plans_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """The open plan of an account with its next step; what was won and lost."""
    ws = asked.ws.id
    hits = accounts.hits_of(session, ws, [account_id])
    if not hits:
        return refusal(no_longer.ACCOUNT, asked.viewer)
    there = [u.as_known(asked.today) for u in upsells.of_account(session, ws, account_id)]
    is_open = any(u.is_open for u in there)
    shown = say.Plans(
        account_id,
        hits[0].name,
        there,
        by=people.names(session, ws, (u.by_id for u in there)),
        me=asked.person.id,
        may=refused_change(session, asked, account_id) is None,
        growth=None if is_open else growing.of_account(session, asked.ws, account_id, asked.now),
        left=left(session, asked, account_id) is not None,
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


def theirs(
    session: Session, asked: Asked, plan_id: int, changes: bool = True
) -> tuple[Upsell | None, Phrase | None]:
    """The plan, and why it is not this person's to change. Held where it `changes`."""
    plan = (upsells.held if changes else upsells.get)(session, asked.ws.id, plan_id)
    if plan is None:
        return None, no_longer.UPSELL
    caller, owner, team = parties(session, asked, plan.account_id)
    return plan, may_put_right(caller, plan.by_id, owner, team=team)


def left(session: Session, asked: Asked, account: int) -> Phrase | None:
    """Nobody sells to who left."""
    return rules.LEFT if accounts.status_of(session, asked.ws.id, account) == "churned" else None


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
        stop = stop or left(session, asked, account)
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


def register(app: Any) -> None:
    app.action(UPSELL_OPEN)(open_plan)
    app.action(say.UPSELL_TARGET)(target)
    app.action(UPSELL_BEGIN)(begin)
    app.action(say.UPSELL_WON)(won)
    app.action(say.UPSELL_UNDO)(undo)
