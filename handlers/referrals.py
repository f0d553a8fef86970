"""Referrals: noted in a form, listed, thanked for by one tap, put right, taken back. It adds no touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import referrals as say
from messages.blocks import Block, Message, escape
from messages.book import refusal
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.referrals import ReferralRef, Referring
from messages.voiced import REFERRAL_SHOW
from rules import no_longer
from rules.facts.needs import may_put_right
from rules.facts.referred import OPEN, RECEIVED, Referral
from rules.facts.referring import FACT, FIELD, closes, referral_error
from rules.phrase import Phrase
from rules.phrase import say as phrase
from storage import accounts, finding, nudges, people, processed
from storage.referrals import REFERRALS as KEPT

from .access import parties
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]
ITSELF = phrase("That is the customer who sent them: which account did they become?")
NO_SUCH = phrase("No account of ours is called so: leave it empty, or give its whole name.")


def referrals_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All referrals of an account, with their buttons."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    of_account = [r.as_known(asked.today) for r in KEPT.of_account(session, asked.ws.id, account_id)]
    by = people.names(session, asked.ws.id, (r.by_id for r in of_account))
    name = hits[0].name if hits else "this account"
    return say.page(say.Referrals(account_id, name, of_account, by=by, did=did), asked.viewer)


def _theirs(session: Session, asked: Asked, referral_id: int) -> tuple[Referral | None, Phrase | None]:
    """The referral, and why it is not this person's to change."""
    referral = KEPT.get(session, asked.ws.id, referral_id)
    if referral is None:
        return None, no_longer.REFERRAL
    caller, owner, team = parties(session, asked, referral.account_id)
    return referral, may_put_right(caller, referral.by_id, owner, team=team)


def open_page(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The list, in place of what the button stands on."""
    with asked.services.reading() as session:
        message = referrals_of(session, asked, AccountRef.unpack(typed_value(body)).account)
    show(asked.services, body, client, message=message)
    ack()


def _changed(session: Session, asked: Asked, was: Referral, to: Referral) -> None:
    """Put right, or thanked for. Mornings that told of it say so; the account that came is computed, too."""
    ws, now = asked.ws.id, asked.now
    if not KEPT.change(session, ws, was, to, by_id=asked.person.id, now=now):
        return
    if to.thanked_on and not was.thanked_on:
        nudges.answered(session, ws, was.account_id, told=(FACT, was.id), outcome="thanked", now=now)
    came = {i for i in (was.became_id, to.became_id) if i}
    computed_anew(session, asked, was.account_id, *(came - {was.account_id}))


def thanked(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Thanked today, once; a stale button says what happened meanwhile."""
    with asked.services.transaction() as session:
        referral, stop = _theirs(session, asked, ReferralRef.unpack(typed_value(body)).referral)
        if referral is None or stop:
            message = refusal(stop or no_longer.REFERRAL, asked.viewer)
        elif not referral.due_thanks(asked.today):
            did = escape(asked.viewer.plain(say.meanwhile(referral)))
            message = referrals_of(session, asked, referral.account_id, did=did)
        else:
            _changed(session, asked, referral, replace(referral, thanked_on=asked.today))
            message = referrals_of(session, asked, referral.account_id, did=say.thanked(referral))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def void(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It is not so, once."""
    with asked.services.transaction() as session:
        referral, stop = _theirs(session, asked, ReferralRef.unpack(typed_value(body)).referral)
        if referral is None or stop:
            message = refusal(stop or no_longer.REFERRAL, asked.viewer)
        else:
            ws, now, of = asked.ws.id, asked.now, referral.account_id
            KEPT.take_back(session, ws, referral, by_id=asked.person.id, now=now)
            told = (FACT, referral.id)
            nudges.answered(session, ws, of, told=told, outcome="referral taken back", now=now)
            computed_anew(session, asked, of)
            message = referrals_of(session, asked, of, did=say.voided(referral))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


# the form --------------------------------------------------------------------------------------------------
def open_note(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A referral: the form. Whoever may log a touch may say so."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
    if hits:
        referring = Referring(uuid4().hex, account, response_url=response_url(body), over=over(body, True))
        open_modal(client, body, say.form(referring, hits[0].name, None, asked.today))
    else:
        open_modal(client, body, notice("A referral", no_longer.ACCOUNT, asked.viewer))
    ack()


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Put right: the same form, filled."""
    with asked.services.reading() as session:
        referral, stop = _theirs(session, asked, ReferralRef.unpack(typed_value(body)).referral)
        hits = accounts.hits_of(session, asked.ws.id, [referral.account_id]) if referral else []
    if referral is None or stop:
        open_modal(client, body, notice("Change a referral", stop or no_longer.REFERRAL, asked.viewer))
    else:
        url, name = response_url(body), hits[0].name if hits else "this account"
        token, of = uuid4().hex, referral.account_id
        referring = Referring(token, of, referral.id, response_url=url, over=over(body, True))
        open_modal(client, body, say.form(referring, name, referral, asked.today))
    ack()


def submit(ack: Ack, view: Block, asked: Asked) -> None:
    """Noted, or put right, once; the list says so."""
    referring, filled = Referring.unpack(view["private_metadata"]), Filled(view)
    with asked.services.transaction() as session:
        was, stop = _theirs(session, asked, referring.referral) if referring.referral else (None, None)
        if stop is None and not accounts.hits_of(session, asked.ws.id, [referring.account]):
            stop = no_longer.ACCOUNT
        if stop:
            reject(ack, asked.viewer, {"who": stop})
            return
        to = _filled(filled, asked, referring, was)
        error = referral_error(to, filled.day("on"), asked.today)
        to, known = _became(session, asked, to, filled.text("became"))
        if error is None and not known:
            error = "became", NO_SUCH
        if error is None and to.became_id == to.account_id:
            error = "became", ITSELF
        if error:
            reject(ack, asked.viewer, dict([error]))
            return
        if processed.first_time(session, asked.ws.id, f"view:{referring.token}", now=asked.now):
            _keep(session, asked, was, to)
        message = referrals_of(session, asked, referring.account, did=say.noted(to, asked.viewer))
    asked.services.wake()
    url, replaces = referring.response_url, bool(referring.over)
    confirm(asked.services, ack, url, title="Tend", said=message, replace=replaces)


def _keep(session: Session, asked: Asked, was: Referral | None, to: Referral) -> None:
    if was:
        _changed(session, asked, was, to)
        return
    KEPT.note(session, asked.ws.id, to, by_id=asked.person.id, now=asked.now)
    came = {to.became_id} if to.became_id else set()
    computed_anew(session, asked, to.account_id, *(came - {to.account_id}))


def _became(session: Session, asked: Asked, to: Referral, typed: str) -> tuple[Referral, bool]:
    """With the one account of that whole name, and whether there is one; what was named before stays."""
    if typed == to.became:
        return to, True
    there = finding.starting(session, asked.ws.id, typed, own=asked.person.id) if typed else []
    exact = [hit for hit in there if hit.exact]
    if not typed or len(exact) != 1:
        return replace(to, became_id=None, became=""), not typed
    return replace(to, became_id=exact[0].id, became=exact[0].name), True


def _filled(filled: Filled, asked: Asked, referring: Referring, was: Referral | None) -> Referral:
    """The referral as it was filled in: an outcome has the day on which it was said first."""
    on, outcome = filled.day("on") or asked.today, filled.chosen("outcome") or OPEN
    to = was or Referral(0, referring.account, asked.person.id, RECEIVED, on)
    closed = (to.closed_on or asked.today) if closes(outcome) else None
    if outcome != to.outcome and closed:
        closed = asked.today
    kind = filled.chosen("kind")
    return replace(
        to,
        kind=kind,
        on=on,
        who=filled.text("who")[:FIELD],
        to=filled.text("to")[:FIELD],
        outcome=outcome,
        closed_on=closed,
        thanked_on=filled.day("thanked_on") if was and kind == RECEIVED else None,
    )


def register(app: Any) -> None:
    app.action(REFERRAL_SHOW)(open_page)
    app.action(say.REFERRAL_NOTE)(open_note)
    app.view(say.REFERRAL_FORM)(submit)
    app.action(say.REFERRAL_THANKED)(thanked)
    app.action(say.REFERRAL_CHANGE)(open_change)
    app.action(say.REFERRAL_VOID)(void)
