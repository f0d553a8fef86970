"""Thanks and treats: noted in a form, listed, put right; and who is loyal, thanked by one tap. It adds no
touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import thanks as say
from messages.blocks import Block, Message
from messages.book import refusal
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.thanks import LoyalRef, Thanking, ThanksRef
from messages.voiced import THANKS_SHOW
from rules import no_longer
from rules.access import sees_costs
from rules.facts.goodwill import FIELD, THANKED, TREATED, thanks_error
from rules.facts.needs import amount_of, may_put_right
from rules.facts.thanked import THANKS, Thanks
from rules.loyal import loyal, ranked
from rules.phrase import Phrase
from storage import accounts, nudges, people, processed, records
from storage import loyal as loyal_customers
from storage.holding import hold
from storage.thanks import THANKS as KEPT

from .access import parties
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def thanks_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All thanks and treats of an account, with their buttons."""
    read = records.read(session, asked.ws.id, [account_id], now=asked.now)
    if not read:
        return refusal(no_longer.ACCOUNT, asked.viewer)
    of_account = [t.as_known(asked.today) for t in KEPT.of_account(session, asked.ws.id, account_id)]
    shown = say.Thanked(
        account_id,
        read[0].account.name,
        sorted(of_account, key=lambda t: (t.on, t.id), reverse=True),
        by=people.names(session, asked.ws.id, (t.by_id for t in of_account)),
        loyal=loyal(read[0], asked.today),
        did=did,
    )
    return say.page(shown, asked.viewer)


def _theirs(session: Session, asked: Asked, thanks_id: int) -> tuple[Thanks | None, Phrase | None]:
    """The thank-you or treat, and why it is not this person's to change."""
    thanks = KEPT.get(session, asked.ws.id, thanks_id)
    if thanks is None:
        return None, no_longer.THANKS
    caller, owner, team = parties(session, asked, thanks.account_id)
    return thanks, may_put_right(caller, thanks.by_id, owner, team=team)


def open_page(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The list, in place of what the button stands on."""
    with asked.services.reading() as session:
        message = thanks_of(session, asked, AccountRef.unpack(typed_value(body)).account)
    show(asked.services, body, client, message=message)
    ack()


def _note(session: Session, asked: Asked, to: Thanks) -> None:
    """A new one; mornings that told of its like say so."""
    KEPT.note(session, asked.ws.id, to, by_id=asked.person.id, now=asked.now, did=to.kind)
    told = (TREATED if to.is_treat else THANKED, to.account_id)
    outcome = "treated" if to.is_treat else "thanked"
    nudges.answered(session, asked.ws.id, to.account_id, told=told, outcome=outcome, now=asked.now)
    computed_anew(session, asked, to.account_id)


# the form --------------------------------------------------------------------------------------------------
def open_note(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Thanks or a treat: the form. Whoever may log a touch may say so."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
    if hits:
        thanking = Thanking(uuid4().hex, account, response_url=response_url(body), over=over(body, True))
        open_modal(client, body, say.form(thanking, hits[0].name, None, asked.today, asked.viewer))
    else:
        open_modal(client, body, notice("Thanks or a treat", no_longer.ACCOUNT, asked.viewer))
    ack()


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Put right: the same form, filled."""
    with asked.services.reading() as session:
        thanks, stop = _theirs(session, asked, ThanksRef.unpack(typed_value(body)).thanks)
        hits = accounts.hits_of(session, asked.ws.id, [thanks.account_id]) if thanks else []
    if thanks is None or stop:
        open_modal(client, body, notice("Change thanks", stop or no_longer.THANKS, asked.viewer))
    else:
        url, name = response_url(body), hits[0].name if hits else "this account"
        token, of = uuid4().hex, thanks.account_id
        thanking = Thanking(token, of, thanks.id, response_url=url, over=over(body, True))
        open_modal(client, body, say.form(thanking, name, thanks, asked.today, asked.viewer))
    ack()


def submit(ack: Ack, view: Block, asked: Asked) -> None:
    """Noted, or put right, once; the list says so."""
    thanking, filled = Thanking.unpack(view["private_metadata"]), Filled(view)
    with asked.services.transaction() as session:
        was, stop = _theirs(session, asked, thanking.thanks) if thanking.thanks else (None, None)
        if stop is None and not accounts.hits_of(session, asked.ws.id, [thanking.account]):
            stop = no_longer.ACCOUNT
        if stop:
            reject(ack, asked.viewer, {"text": stop})
            return
        to = _filled(filled, asked, thanking, was)
        if error := thanks_error(to, filled.day("on"), filled.text("cost"), asked.today):
            reject(ack, asked.viewer, dict([error]))
            return
        if processed.first_time(session, asked.ws.id, f"view:{thanking.token}", now=asked.now):
            if was:
                KEPT.change(session, asked.ws.id, was, to, by_id=asked.person.id, now=asked.now)
                computed_anew(session, asked, thanking.account)
            else:
                _note(session, asked, to)
        message = thanks_of(session, asked, thanking.account, did=say.noted(to, asked.viewer))
    asked.services.wake()
    url, replaces = thanking.response_url, bool(thanking.over)
    confirm(asked.services, ack, url, title="Tend", said=message, replace=replaces)


def _filled(filled: Filled, asked: Asked, thanking: Thanking, was: Thanks | None) -> Thanks:
    """As it was filled in. What it cost stays where whoever changes it does not see costs."""
    text, on = filled.text("text")[:FIELD], filled.day("on") or asked.today
    to = was or Thanks(0, thanking.account, asked.person.id, THANKS, on)
    to = replace(
        to, kind=filled.chosen("kind"), on=on, text=to.text if text == to.text[:FIELD].strip() else text
    )
    if was and not sees_costs(asked.person):
        return to
    cost, currency = filled.text("cost"), filled.text("currency").upper() or asked.ws.policy.currency
    return replace(to, cost=amount_of(cost, currency) if cost else None, currency=currency if cost else "")


def void(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It was not so, once."""
    with asked.services.transaction() as session:
        thanks, stop = _theirs(session, asked, ThanksRef.unpack(typed_value(body)).thanks)
        if thanks is None or stop:
            message = refusal(stop or no_longer.THANKS, asked.viewer)
        else:
            KEPT.take_back(session, asked.ws.id, thanks, by_id=asked.person.id, now=asked.now)
            computed_anew(session, asked, thanks.account_id)
            message = thanks_of(session, asked, thanks.account_id, did=say.voided(thanks))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


# who is loyal ----------------------------------------------------------------------------------------------
def loyal_of(session: Session, asked: Asked, did: str = "") -> Message:
    """Who is loyal among the caller's accounts, and those of everybody below them."""
    ours = people.under(session, asked.ws.id, asked.person.id)
    those = ranked(loyal_customers.owned_by(session, asked.ws.id, ours, asked.today))
    return say.loyal(those, len(ours) > 1, asked.viewer, did=did)


def thanked(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Thanked today, once a day; the list says so. Whoever may log a touch may say so."""
    account = LoyalRef.unpack(typed_value(body)).account
    with asked.services.transaction() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
        if not hits:
            message = refusal(no_longer.ACCOUNT, asked.viewer)
        else:
            hold(session, asked.ws.id, account)
            kept = KEPT.of_account(session, asked.ws.id, account)
            done = any(t.on == asked.today and not t.is_treat for t in kept)
            if not done:
                _note(session, asked, Thanks(0, account, asked.person.id, THANKS, asked.today))
            did = (say.thanked_already if done else say.just_thanked)(hits[0].name)
            message = loyal_of(session, asked, did=did)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def register(app: Any) -> None:
    app.action(THANKS_SHOW)(open_page)
    app.action(say.THANKS_NOTE)(open_note)
    app.view(say.THANKS_FORM)(submit)
    app.action(say.THANKS_CHANGE)(open_change)
    app.action(say.THANKS_VOID)(void)
    app.action(say.LOYAL_THANKED)(thanked)
