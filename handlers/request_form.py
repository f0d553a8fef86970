"""The form of a request by hand: added, put right, answered on an earlier day, opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import requests as say
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.requests import Asking, RequestRef
from rules import no_longer
from rules.facts.requested import Request
from rules.facts.requests import FIELD, form_error
from storage import accounts, contacts, processed, requests
from storage.requests import When, when

from .access import refused_change
from .asked import Asked
from .requests import answerable, followed
from .surface import Body, confirm, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
TITLE = "Request"


def open_new(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Add a request, by whoever may change the account."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        there = accounts.hits_of(session, asked.ws.id, [account])
        stop = refused_change(session, asked, account) if there else no_longer.ACCOUNT
        known = contacts.of_account(session, asked.ws.id, account)
    asking = Asking(account, uuid4().hex, response_url=response_url(body))
    view = notice(TITLE, stop, asked.viewer) if stop else say.form(None, known, asking, asked.viewer)
    open_modal(client, body, view)
    ack()


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What was asked, by whom and when, and when it was answered, to be put right."""
    with asked.services.reading() as session:
        request, stop = answerable(session, asked, RequestRef.unpack(typed_value(body)).request)
        known = contacts.of_account(session, asked.ws.id, request.account_id) if request else []
    if request is None or stop:
        open_modal(client, body, notice(TITLE, stop or no_longer.REQUEST, asked.viewer))
    else:
        asking = Asking(request.account_id, uuid4().hex, request.id, response_url(body))
        open_modal(client, body, say.form(request, known, asking, asked.viewer))
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """A request by hand, kept or put right once; the list is painted again."""
    asking, filled = Asking.unpack(view["private_metadata"]), Filled(view)
    days_of = filled.day("asked_on"), filled.day("answered_on")
    clocks = filled.text("asked_clock"), filled.text("answered_clock")
    with asked.services.transaction() as session:
        request, stop = None, None
        if asking.request is None:
            there = accounts.hits_of(session, asked.ws.id, [asking.account])
            stop = refused_change(session, asked, asking.account) if there else no_longer.ACCOUNT
        else:
            request, stop = answerable(session, asked, asking.request)
        wrong = ("text", stop) if stop else form_error(*days_of, clocks, asked.today)
        if wrong:
            reject(ack, asked.viewer, dict([wrong]))
            return
        request_id = asking.request or 0
        if processed.first_time(session, asked.ws.id, f"view:{asking.token}", now=asked.now):
            request_id = _keep(session, asked, asking.account, request, filled)
        account = request.account_id if request else asking.account
        message = followed(
            session, asked, request_id, account, outcome="request answered" if days_of[1] else ""
        )
    asked.services.wake()
    confirm(asked.services, ack, asking.response_url, title="Tend", said=message, replace=True)


def _keep(session: Session, asked: Asked, account: int, request: Request | None, filled: Filled) -> int:
    """Store what the form holds; the request's id. What was not touched stays to the second."""
    ws, by_id, now = asked.ws.id, asked.person.id, asked.now
    asked_on = filled.day("asked_on")
    assert asked_on is not None
    chosen = filled.chosen("contact")
    known = {c.id for c in contacts.of_account(session, ws, account)}
    contact = int(chosen) if chosen.isdigit() and int(chosen) in known else None
    text, clock = filled.text("text"), filled.text("asked_clock")
    if request is None:
        moment = when(asked_on, clock, asked.person.zone, logged_at=now, now=now)
        request_id = requests.make(
            session, ws, account_id=account, contact_id=contact, by_id=by_id, text=text, asked=moment, now=now
        )
    else:
        request_id, logged = request.id, request.logged_at or now
        moment = when(asked_on, clock, asked.person.zone, logged_at=logged, now=now)
        if (asked_on, clock) == (request.asked_on, say.clock(request, asked.viewer)):
            moment = When(asked_on, request.asked_at, logged)
        if text == request.text[:FIELD].strip():
            text = request.text
        requests.change(
            session, ws, request, contact_id=contact, text=text, asked=moment, by_id=by_id, now=now
        )
    _keep_answer(session, asked, request_id, request, filled)
    return request_id


def _keep_answer(
    session: Session, asked: Asked, request_id: int, request: Request | None, filled: Filled
) -> None:
    """Answered on another day or at another time than before, or not after all."""
    on, clock, now = filled.day("answered_on"), filled.text("answered_clock"), asked.now
    before = request.answered_on if request else None
    if (on, clock) == (before, say.answer_clock(request, asked.viewer) if before else ""):
        return
    stored = requests.get(session, asked.ws.id, request_id)
    assert stored is not None
    if on is None:
        requests.reopen(session, asked.ws.id, request_id, stored.account_id, by_id=asked.person.id, now=now)
        return
    moment = when(on, clock, asked.person.zone, logged_at=now, now=now)
    requests.answer(
        session,
        asked.ws.id,
        stored,
        moment,
        by_id=asked.person.id,
        now=now,
        batch=stored.answer_batch if before else "",
    )


def register(app: Any) -> None:
    app.action(say.REQUEST_CHANGE)(open_change)
    app.action(say.REQUEST_ADD)(open_new)
    app.view(say.REQUEST_FORM)(submit)
