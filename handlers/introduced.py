"""Introducing an account's next expert: from a card, the morning message, a digest, the list.

The receiver is asked; within their own tree a manager may move it at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import handoffs as say
from messages.blocks import option
from messages.carried import Origin
from messages.handoff_form import HANDOFF_FORM, HANDOFF_WHO, NOW
from messages.inputs import Filled
from messages.introduced import HANDOFF_OPEN, INTRODUCE, Introducing
from rules import phrase
from rules.delivery.seats import said_by
from rules.facts import handoffs as rules
from rules.phrase import Phrase
from rules.records import Person
from storage import accounts, handoffs, introduced, nudges, outbox, people, processed, riding, waiting
from storage.reading import INTRODUCED

from .access import refused_giving
from .asked import Asked
from .digest import repaint_running
from .handoffs import owned_by
from .introducing import form, suggested
from .surface import Body, confirm, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Introduce next expert: on a card, in the morning message, in the list."""
    ref = Introducing.unpack(typed_value(body))
    origin = Origin(uuid4().hex, response_url(body), accounts=(ref.account,), place=ref.place)
    with asked.services.reading() as session:
        view = form(session, asked, ref.account, origin)
    open_modal(client, body, view)
    ack()


def suggest(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead over our own people, the likeliest for this account first."""
    held = (payload.get("view") or {}).get("private_metadata")
    account_id = Origin.unpack(held).accounts[0] if held else 0
    with asked.services.reading() as session:
        there = suggested(session, asked, account_id, str(payload.get("value") or ""))
    ack(options=[option(p.name, str(p.id)) for p in there])


def submit(ack: Ack, view: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """The receiver is asked; or, where that was chosen by who may, has the account from today on. The digest
    or the morning that it was done from shows it."""
    origin, filled = Origin.unpack(view["private_metadata"]), Filled(view)
    account_id, chosen = origin.accounts[0], filled.chosen("receiver")
    with asked.services.transaction() as session:
        receiver = next(iter(people.everyone(session, asked.ws.id, [int(chosen)]) if chosen else []), None)
        caller = people.caller_of(session, asked.ws.id, asked.person)
        owner = accounts.owner_of(session, asked.ws.id, account_id)
        moves = receiver is not None and rules.may_move(caller, owner, receiver.id)
        at_once = moves and (filled.chosen("when") == NOW or receiver == asked.person)
        first = not processed.was_seen(session, asked.ws.id, f"view:{origin.token}")
        stop = refused_giving(session, asked, account_id)
        if first and not stop:
            stop = _wrong(session, asked, account_id, receiver, at_once=at_once, filled=filled)
        if stop or receiver is None:
            reject(ack, asked.viewer, {"receiver": stop or phrase.say("Choose who.")})
            return
        if first:
            processed.first_time(session, asked.ws.id, f"view:{origin.token}", now=asked.now)
            act = _move if at_once else _introduce
            new = rules.Introduction(
                account_id=account_id,
                giver_id=owner,
                by_id=asked.person.id,
                receiver=receiver,
                landmines=filled.text("landmines")[: rules.FIELD],
                on=asked.today,
            )
            act(session, asked, new)
            if origin.place:
                nudges.close(session, asked.ws.id, [account_id], outcome=INTRODUCED, now=asked.now)
            if origin.outbox:
                outbox.repaint(session, asked.ws.id, origin.outbox, now=asked.now)
        said = _said(session, asked, account_id, owner, receiver, at_once=at_once)
    asked.services.wake()
    if origin.digest_of:
        asked.services.later(lambda: repaint_running(asked, client, origin, said=said))
    if origin.digest_of and not origin.view:
        ack()  # the digest is replaced: it says so on top
    else:
        confirm(asked.services, ack, origin.response_url, title=INTRODUCE, said=said)


def _wrong(
    session: Session, asked: Asked, account_id: int, receiver: Person | None, at_once: bool, filled: Filled
) -> Phrase | None:
    """Why the one chosen can't be its next expert, or not at once."""
    ws, owner = asked.ws, accounts.owner_of(session, asked.ws.id, account_id)
    going = None if at_once else introduced.under_way(session, ws.id, account_id)
    status = accounts.status_of(session, ws.id, account_id)
    if why := rules.introduce_error(receiver, owner, going, status):
        return why
    if filled.chosen("when") == NOW and not at_once:
        return phrase.say("Only within your own team it goes at once: let them accept.")
    if receiver == asked.person and not at_once:
        return phrase.say("You can't introduce yourself: its owner or their manager does.")
    return None


def _introduce(session: Session, asked: Asked, new: rules.Introduction) -> None:
    handoffs.introduce(session, asked.ws.id, new, now=asked.now)


def _move(session: Session, asked: Asked, new: rules.Introduction) -> None:
    """One that waits for somebody is taken back with it."""
    ws = asked.ws.id
    handoffs.move(session, ws, new, now=asked.now, instead=introduced.under_way(session, ws, new.account_id))
    owned_by(session, asked, new.account_id, new.giver_id, new.receiver.id)


def _said(
    session: Session, asked: Asked, account_id: int, owner: int, receiver: Person, at_once: bool
) -> str:
    name = accounts.hits_of(session, asked.ws.id, [account_id])[0].name
    if not at_once:
        going = introduced.under_way(session, asked.ws.id, account_id)
        waits = waiting.of_subject(session, asked.ws.id, (rules.WAITS,), going.id) if going else []
        until = waits[0].last_on(receiver.zone) if waits else asked.today
        had = riding.had_today(session, asked.ws.id, receiver, asked.now)
        brief_on = said_by(asked.now, receiver, had, asked.ws.policy)
        return say.introduced(name, receiver.name, until, asked.viewer, brief_on=brief_on)
    giver = people.get(session, asked.ws.id, owner)
    told = [p.name for p in (giver, receiver) if p.id != asked.person.id]
    return say.moved(name, receiver.name, list(dict.fromkeys(told)))


def register(app: Any) -> None:
    app.action(HANDOFF_OPEN)(open_form)
    app.options(HANDOFF_WHO)(suggest)
    app.view(HANDOFF_FORM)(submit)
