"""What a customer is unhappy about: the list, what is put right in it, the loop that is closed once they were
told. It adds no touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import concerns as say
from messages.blocks import Block, Message, escape
from messages.book import refusal
from messages.concerns import ConcernRef, Raising
from messages.inputs import Filled
from rules import no_longer
from rules.facts.concerns import FACT, FIELD, close_error, concern_error, may_close
from rules.facts.raised import ABOUT, OPENED, REOPENED, Concern
from rules.phrase import Phrase
from storage import accounts, concerns, nudges, people, processed, routed

from .access import parties
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def concerns_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All concerns of an account, the open ones with their buttons."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    of_account = [c.as_known(asked.today) for c in concerns.of_account(session, asked.ws.id, account_id)]
    by = people.names(session, asked.ws.id, (c.by_id for c in of_account))
    name = hits[0].name if hits else "this account"
    return say.concerns(say.Concerns(account_id, name, of_account, by=by, did=did), asked.viewer)


def change(session: Session, asked: Asked, concern: Concern, changed: dict[str, Any]) -> None:
    """Put right; whoever opened it and says only now what it is about opens it for who looks after that."""
    ws, by = asked.ws.id, asked.person.id
    concerns.change(session, ws, concern, changed, by_id=by, now=asked.now)
    if changed.get("kind", concern.kind) != concern.kind:
        did = ABOUT if concern.kind or by != concern.by_id else OPENED
        routed.tell(session, ws, concern.id, by_id=by, now=asked.now, did=did)


def follow(session: Session, asked: Asked, account_ids: Sequence[int]) -> None:
    """What follows any act: accounts are computed again; Homes that show it are painted anew."""
    computed_anew(session, asked, *account_ids, also=asked.ws.policy.concern_to.values())


# changed and closed ----------------------------------------------------------------------------------------
def _theirs(session: Session, asked: Asked, concern_id: int | None) -> tuple[Concern | None, Phrase | None]:
    """The concern, and why it is not this person's to change or close."""
    ws = asked.ws.id
    concern = concerns.get(session, ws, concern_id or 0)
    if concern is None:
        gone = concerns.was_undone(session, ws, concern_id or 0)
        return None, no_longer.CONCERN_UNDONE if gone else no_longer.CONCERN
    caller, owner, team = parties(session, asked, concern.account_id)
    after = routed.looks_after(session, ws, concern.kind)
    chose = concerns.kind_chosen_by(session, ws, concern.id)
    return concern, may_close(caller, concern, owner, team=team, looks_after=after, chose=chose)


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _open_form(ack, body, asked, client, "Change a concern")


def open_close(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _open_form(ack, body, asked, client, "Close the loop")


def _open_form(ack: Ack, body: Body, asked: Asked, client: WebClient, title: str) -> None:
    """The form of an open concern; a stale button says what happened meanwhile."""
    with asked.services.reading() as session:
        concern, stop = _theirs(session, asked, ConcernRef.unpack(typed_value(body)).concern)
    if concern and not stop and not concern.is_open:
        stop = say.meanwhile(concern)
    if concern is None or stop:
        view = notice(title, stop or no_longer.CONCERN, asked.viewer)
    else:
        raising = Raising(uuid4().hex, concern=concern.id, response_url=response_url(body))
        view = (
            say.close_form(concern, raising, asked.viewer)
            if title == "Close the loop"
            else say.change_form(concern, raising)
        )
    open_modal(client, body, view)
    ack()


def reopen(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Open again, once; a stale button says what happened meanwhile. The list is painted again."""
    with asked.services.transaction() as session:
        concern, stop = _theirs(session, asked, ConcernRef.unpack(typed_value(body)).concern)
        if concern is None or stop:
            message = refusal(stop or no_longer.CONCERN, asked.viewer)
        elif concern.is_open:
            did = escape(asked.viewer.plain(say.meanwhile(concern)))
            message = concerns_of(session, asked, concern.account_id, did=did)
        else:
            concerns.reopen(session, asked.ws.id, concern, by_id=asked.person.id, now=asked.now)
            routed.tell(session, asked.ws.id, concern.id, by_id=asked.person.id, now=asked.now, did=REOPENED)
            follow(session, asked, [concern.account_id])
            message = concerns_of(session, asked, concern.account_id, did=say.reopened(concern))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


# what the forms say ----------------------------------------------------------------------------------------
def filled(view: Block) -> tuple[str, str, date | None]:
    values = Filled(view)
    return values.text("text")[:FIELD], values.chosen("concern_kind"), values.day("raised_on")


def submit_change(ack: Ack, view: Block, asked: Asked) -> None:
    """Put right, once. A text that the form showed only the beginning of stays whole while it was let be."""
    raising = Raising.unpack(view["private_metadata"])
    text, kind, on = filled(view)
    with asked.services.transaction() as session:
        concern, stop = _theirs(session, asked, raising.concern)
        key = f"view:{raising.token}"
        again = processed.was_seen(session, asked.ws.id, key)
        if concern and not stop and not again and not concern.is_open:
            stop = say.meanwhile(concern)
        if concern is None or stop:
            reject(ack, asked.viewer, {"text": stop or no_longer.CONCERN})
            return
        if error := concern_error(text, kind, on, asked.today):
            reject(ack, asked.viewer, dict([error]))
            return
        if text == concern.text[:FIELD].strip():
            text = concern.text
        asked_for = {"text": text, "kind": kind, "raised_on": on}
        changed = {name: value for name, value in asked_for.items() if value != getattr(concern, name)}
        if processed.first_time(session, asked.ws.id, key, now=asked.now) and changed:
            change(session, asked, concern, changed)
            follow(session, asked, [concern.account_id])
        did = say.changed(replace(concern, text=text))
        message = concerns_of(session, asked, concern.account_id, did=did)
    answered(ack, asked, raising, message)


def submit_close(ack: Ack, view: Block, asked: Asked) -> None:
    """The loop is closed, once, by what was done and by their having been told."""
    raising = Raising.unpack(view["private_metadata"])
    values, key = Filled(view), f"view:{raising.token}"
    done, told_on = values.text("done"), values.day("told_on")
    with asked.services.transaction() as session:
        concern, stop = _theirs(session, asked, raising.concern)
        again = processed.was_seen(session, asked.ws.id, key)
        if concern and not stop and not again and not concern.is_open:
            stop = say.meanwhile(concern)
        if concern is None or stop:
            reject(ack, asked.viewer, {"done": stop or no_longer.CONCERN})
            return
        error = None if again else close_error(concern, done, told_on, asked.today)
        if error or told_on is None:
            reject(ack, asked.viewer, dict([error]) if error else {})
            return
        if processed.first_time(session, asked.ws.id, key, now=asked.now):
            _close(session, asked, concern, done=done, told_on=told_on)
        did = say.closed(replace(concern, closed_on=told_on, done=done), asked.viewer)
        message = concerns_of(session, asked, concern.account_id, did=did)
    answered(ack, asked, raising, message)


def _close(session: Session, asked: Asked, concern: Concern, done: str, told_on: date) -> None:
    """Mornings that told of it say so; the owner hears of it."""
    ws, by = asked.ws.id, asked.person.id
    concerns.close(session, ws, concern, done, told_on, by_id=by, now=asked.now)
    routed.tell_closed(session, ws, concern, by_id=by, now=asked.now)
    told = (FACT, concern.id)
    nudges.answered(session, ws, concern.account_id, told=told, outcome="concern closed", now=asked.now)
    follow(session, asked, [concern.account_id])


def answered(ack: Ack, asked: Asked, raising: Raising, message: Message) -> None:
    """The list or the receipt, painted again where the form came from."""
    asked.services.wake()
    confirm(asked.services, ack, raising.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.CONCERN_CHANGE)(open_change)
    app.action(say.CONCERN_CLOSE)(open_close)
    app.action(say.CONCERN_REOPEN)(reopen)
    app.view(say.CONCERN_CHANGED)(submit_change)
    app.view(say.CONCERN_CLOSED)(submit_close)
