"""What we promised an account: the list, and what became of each, a tap away. It adds no touch and moves
no cadence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import promises as say
from messages.blocks import Message, escape
from messages.book import refusal
from messages.inputs import Filled
from messages.promises import Moving, PromiseRef
from rules import no_longer
from rules.facts.promised import Promise
from rules.facts.promises import FACT, may_answer, move_error
from rules.phrase import Phrase
from storage import accounts, nudges, people, processed, promises

from .access import parties
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def promises_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All promises of an account, the open ones with their buttons."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    of_account = promises.of_account(session, asked.ws.id, account_id)
    by = people.names(session, asked.ws.id, (x.by_id for x in of_account))
    shown = say.Promises(account_id, hits[0].name if hits else "this account", of_account, by=by, did=did)
    return say.promises(shown, asked.viewer)


def kept(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _close(ack, body, asked, client=client, state="kept")


def dropped(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _close(ack, body, asked, client=client, state="dropped")


def _close(ack: Ack, body: Body, asked: Asked, client: WebClient, state: str) -> None:
    """Kept or dropped today, once; a stale button says what happened meanwhile. The list is painted again."""
    ref = PromiseRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        promise, stop = _answerable(session, asked, ref.promise)
        if promise is None or stop:
            message = refusal(stop or no_longer.PROMISE, asked.viewer)
        elif promise.state != "open":
            did = escape(asked.viewer.plain(say.meanwhile(promise)))
            message = promises_of(session, asked, promise.account_id, did=did)
        else:
            promises.close(
                session,
                asked.ws.id,
                promise,
                state=state,
                on=asked.today,
                by_id=asked.person.id,
                now=asked.now,
            )
            closed = replace(promise, state=state, done_on=asked.today)
            message = _after(session, asked, closed, outcome=f"promise {state}")
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _after(session: Session, asked: Asked, promise: Promise, outcome: str) -> Message:
    """What follows an act: mornings that told of it say its outcome; the account, the person's Home and its
    owner's anew, and the list with the act confirmed."""
    told = (FACT, promise.id)
    nudges.answered(session, asked.ws.id, promise.account_id, told=told, outcome=outcome, now=asked.now)
    computed_anew(session, asked, promise.account_id)
    return promises_of(session, asked, promise.account_id, did=say.did(promise, asked.viewer))


def _answerable(session: Session, asked: Asked, promise_id: int) -> tuple[Promise | None, Phrase | None]:
    """The promise, and why what became of it is not this person's to say."""
    promise = promises.get(session, asked.ws.id, promise_id)
    if promise is None:
        was_undone = promises.was_undone(session, asked.ws.id, promise_id)
        return None, no_longer.PROMISE_UNDONE if was_undone else no_longer.PROMISE
    caller, owner, team = parties(session, asked, promise.account_id)
    return promise, may_answer(caller, promise, owner, team=team)


def open_move(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """New date: asks for which."""
    with asked.services.reading() as session:
        promise, stop = _answerable(session, asked, PromiseRef.unpack(typed_value(body)).promise)
    if promise and not stop and promise.state != "open":
        stop = say.meanwhile(promise)
    if promise is None or stop:
        open_modal(client, body, notice("New date", stop or no_longer.PROMISE, asked.viewer))
    else:
        moving = Moving(promise.id, uuid4().hex, response_url(body))
        open_modal(client, body, say.move_form(promise, moving, asked.viewer))
    ack()


def move(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Promised for another day, once: the first date stays beside it, and the list is painted again."""
    moving = Moving.unpack(view["private_metadata"])
    on, key = Filled(view).day("due_on"), f"view:{moving.token}"
    with asked.services.transaction() as session:
        promise, stop = _answerable(session, asked, moving.promise)
        again = processed.was_seen(session, asked.ws.id, key)
        if promise and not stop and not again:
            open_ = promise.state == "open"
            stop = move_error(on, promise, asked.today) if open_ else say.meanwhile(promise)
        if promise is None or stop or on is None:
            reject(ack, asked.viewer, {"due_on": stop or no_longer.PROMISE})
            return
        if processed.first_time(session, asked.ws.id, key, now=asked.now):
            promises.move(
                session, asked.ws.id, promise, due_on=on, on=asked.today, by_id=asked.person.id, now=asked.now
            )
            promise = replace(promise, due_on=on, first_due_on=promise.first_on)
        message = _after(session, asked, promise, outcome="promise moved")
    asked.services.wake()
    confirm(asked.services, ack, moving.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.PROMISE_KEPT)(kept)
    app.action(say.PROMISE_MOVE)(open_move)
    app.action(say.PROMISE_DROPPED)(dropped)
    app.view(say.PROMISE_FORM)(move)
