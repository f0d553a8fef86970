"""What a customer lacks: noted in a form, listed, moved on by one tap, put right, taken back. It adds no
touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import need_list as say
from messages.blocks import Block, Message, escape
from messages.book import refusal
from messages.inputs import Filled
from messages.need_list import Needing, NeedRef
from messages.needed import NEED_NOTE, NeedOf
from rules import no_longer
from rules.facts.lacking import like
from rules.facts.needed import CLOSED, WON, Need
from rules.facts.needs import FACT, FIELD, amount_of, may_put_right, need_error, next_status
from rules.facts.offers import active
from rules.phrase import Phrase
from storage import accounts, needs, nudges, offers, people, processed

from .access import parties
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def needs_of(
    session: Session, asked: Asked, account_id: int, did: str = "", won: Need | None = None
) -> Message:
    """All needs of an account, the open ones with their buttons; who else lacks what was `won`."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    of_account = [n.as_known(asked.today) for n in needs.of_account(session, asked.ws.id, account_id)]
    shown = say.Needs(
        account_id,
        hits[0].name if hits else "this account",
        of_account,
        by=people.names(session, asked.ws.id, (n.by_id for n in of_account)),
        did=did,
        won=won.id if won else 0,
        like=_others(session, asked, won) if won else 0,
    )
    return say.needs(shown, asked.viewer)


def _others(session: Session, asked: Asked, won: Need) -> int:
    """How many other accounts of the caller's people lack nearly the same."""
    ours = people.under(session, asked.ws.id, asked.person.id)
    there = like(needs.lacks(session, asked.ws.id, ours), won.text)
    return sum(x.need.account_id != won.account_id for x in there)


def move(session: Session, asked: Asked, need: Need, to: Need) -> None:
    """It is further on, or put right. Mornings that told of one whose status moved say so."""
    ws, now = asked.ws.id, asked.now
    if needs.change(session, ws, need, to, by_id=asked.person.id, now=now):
        if to.status != need.status:
            told = (FACT, need.id)
            nudges.answered(session, ws, need.account_id, told=told, outcome=f"need {to.status}", now=now)
        computed_anew(session, asked, need.account_id)


def theirs(session: Session, asked: Asked, need_id: int) -> tuple[Need | None, Phrase | None]:
    """The need, and why it is not this person's to change."""
    need = needs.get(session, asked.ws.id, need_id)
    if need is None:
        return None, no_longer.NEED
    caller, owner, team = parties(session, asked, need.account_id)
    return need, may_put_right(caller, need.by_id, owner, team=team)


# one tap ---------------------------------------------------------------------------------------------------
def go_on(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Explored, offered, won: today, once. A stale button says what happened meanwhile."""
    ref = NeedRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        need, stop = theirs(session, asked, ref.need)
        if need is None or stop:
            message = refusal(stop or no_longer.NEED, asked.viewer)
        elif next_status(need) != ref.status:
            did = escape(asked.viewer.plain(say.meanwhile(need)))
            message = needs_of(session, asked, need.account_id, did=did)
        else:
            to = need.moved(ref.status, asked.today)
            move(session, asked, need, to)
            won = to if to.status == WON else None
            message = needs_of(session, asked, need.account_id, say.moved(to, asked.viewer), won=won)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def void(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It is not so, once."""
    with asked.services.transaction() as session:
        need, stop = theirs(session, asked, NeedRef.unpack(typed_value(body)).need)
        if need is None or stop:
            message = refusal(stop or no_longer.NEED, asked.viewer)
        else:
            ws, now, told = asked.ws.id, asked.now, (FACT, need.id)
            needs.take_back(session, ws, need, by_id=asked.person.id, now=now)
            nudges.answered(session, ws, need.account_id, told=told, outcome="need taken back", now=now)
            computed_anew(session, asked, need.account_id)
            message = needs_of(session, asked, need.account_id, did=say.voided(need))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


# the form --------------------------------------------------------------------------------------------------
def open_note(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """They need: the form. Whoever may log a touch may say so."""
    ref = NeedOf.unpack(typed_value(body))
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [ref.account])
        sold = _sold(session, asked)
    if not hits:
        open_modal(client, body, notice("They need", no_longer.ACCOUNT, asked.viewer))
    else:
        url = response_url(body)
        needing = Needing(uuid4().hex, ref.account, response_url=url, over=over(body, ref.over))
        form = say.form(needing, hits[0].name, None, asked.viewer, since=asked.today, sold=sold)
        open_modal(client, body, form)
    ack()


def _sold(session: Session, asked: Asked) -> list[str]:
    """What we sell now, by name."""
    return [o.name for o in active(offers.all_of(session, asked.ws.id))]


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Put right, or lost: the same form, filled."""
    ref = NeedRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        need, stop = theirs(session, asked, ref.need)
        hits = accounts.hits_of(session, asked.ws.id, [need.account_id]) if need else []
        sold = _sold(session, asked)
    if need and ref.status and not need.is_open:
        stop = stop or say.meanwhile(need)
    if need is None or stop:
        open_modal(client, body, notice("Change a need", stop or no_longer.NEED, asked.viewer))
    else:
        since = asked.today if ref.status else need.since or asked.today
        needing = Needing(
            uuid4().hex,
            need.account_id,
            need.id,
            since=since.isoformat(),
            response_url=response_url(body),
            over=over(body, True),
        )
        name = hits[0].name if hits else "this account"
        form = say.form(needing, name, need, asked.viewer, status=ref.status, since=since, sold=sold)
        open_modal(client, body, form)
    ack()


def submit(ack: Ack, view: Block, asked: Asked) -> None:
    """Noted, or put right, once; the list says so."""
    needing, filled = Needing.unpack(view["private_metadata"]), Filled(view)
    with asked.services.transaction() as session:
        need, stop = theirs(session, asked, needing.need) if needing.need else (None, None)
        if stop is None and not accounts.hits_of(session, asked.ws.id, [needing.account]):
            stop = no_longer.ACCOUNT
        if stop:
            reject(ack, asked.viewer, {"text": stop})
            return
        to, on = _filled(filled, asked, needing, need)
        if error := need_error(to, filled.text("budget"), on, asked.today):
            reject(ack, asked.viewer, dict([error]))
            return
        if processed.first_time(session, asked.ws.id, f"view:{needing.token}", now=asked.now):
            if need:
                move(session, asked, need, to)
            else:
                needs.note(session, asked.ws.id, to, by_id=asked.person.id, now=asked.now)
                computed_anew(session, asked, needing.account)
        moved = need is not None and to.status != need.status
        said = say.moved if moved else say.put_right if need else say.noted
        won = to if moved and to.status == WON else None
        message = needs_of(session, asked, needing.account, did=said(to, asked.viewer), won=won)
    asked.services.wake()
    confirm(asked.services, ack, needing.response_url, title="Tend", said=message, replace=bool(needing.over))


def _filled(filled: Filled, asked: Asked, needing: Needing, need: Need | None) -> tuple[Need, date | None]:
    """The need as it was filled in, and since when it stands so: of a new status today, where the day was
    left as the form showed it. A text that the form showed only the beginning of stays whole."""
    text, currency = filled.text("text")[:FIELD], filled.text("currency").upper() or asked.ws.policy.currency
    was = need or Need(0, needing.account, asked.person.id, text=text, heard_on=asked.today)
    status, on = filled.chosen("status") or was.status, filled.day("since")
    if status != was.status and on is not None and on.isoformat() == needing.since:
        on = asked.today
    budget = filled.text("budget")
    to = was.moved(status, on or asked.today, why=filled.text("why")[:FIELD])
    if status == was.status and status in CLOSED and on is None:
        to = replace(to, closed_on=was.closed_on)
    to = replace(
        to,
        text=was.text if text == was.text[:FIELD].strip() else text,
        budget=amount_of(budget, currency) if budget else None,
        currency=currency if budget else "",
        right_on=filled.day("right_on"),
        offer=filled.text("offer")[:FIELD] or filled.chosen("sold"),
        discount=filled.chosen("discount"),
    )
    return to, on


def register(app: Any) -> None:
    app.action(NEED_NOTE)(open_note)
    app.view(say.NEED_FORM)(submit)
    app.action(say.NEED_NEXT)(go_on)
    app.action(say.NEED_CHANGE)(open_change)
    app.action(say.NEED_LOST)(open_change)
    app.action(say.NEED_VOID)(void)
