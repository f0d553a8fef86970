"""What an account asked us: marked in a receipt, answered there or by hand, listed. It adds no touch and
moves no cadence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import requests as say
from messages.blocks import Message, escape
from messages.book import refusal
from messages.put_right import FixRef
from messages.requested import REQUEST_ANSWERS, REQUEST_WANTED
from messages.requests import RequestRef
from rules import no_longer
from rules.facts.requested import Request
from rules.facts.requests import FACT, may_answer
from rules.phrase import Phrase
from rules.records import Person
from storage import accounts, contacts, nudges, people, requests
from storage.requests import When

from . import put_right
from .access import parties
from .asked import Asked
from .changed import computed_anew
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def requests_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All requests of an account, the open ones with their buttons."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    all_of = requests.of_account(session, asked.ws.id, account_id)
    shown = say.Requests(
        account_id,
        hits[0].name if hits else "this account",
        _owner(session, asked, account_id),
        all_of,
        contacts={c.id: c.name for c in contacts.of_account(session, asked.ws.id, account_id)},
        by=people.names(session, asked.ws.id, (r.by_id for r in all_of)),
        did=did,
    )
    return say.requests(shown, asked.viewer)


def _owner(session: Session, asked: Asked, account_id: int) -> Person:
    return people.get(session, asked.ws.id, accounts.owner_of(session, asked.ws.id, account_id))


def wanted(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """They want an answer, said in the receipt of what they brought: put right like anything else in it."""
    put_right.fix(ack, body, asked, client)


def answers(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A touch of ours is the answer, said in its receipt; a stale button says what happened meanwhile."""
    ref = FixRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        request = requests.get(session, asked.ws.id, int(ref.value)) if ref.value.isdigit() else None
    if request is None or (request.answered_on is not None and request.answer_batch != ref.batch):
        stop = say.meanwhile(request) if request else no_longer.REQUEST
        show(asked.services, body, client, message=refusal(stop, asked.viewer), replace=False)
        ack()
        return
    put_right.fix(ack, body, asked, client)


def answered(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Answered now, by hand."""

    def act(session: Session, request: Request) -> Message:
        moment = When(asked.today, asked.now, asked.now)
        requests.answer(session, asked.ws.id, request, moment, by_id=asked.person.id, now=asked.now)
        return followed(session, asked, request.id, request.account_id, outcome="request answered")

    _end(ack, body, asked, client, act)


def withdrawn(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """They want no answer any more."""

    def act(session: Session, request: Request) -> Message:
        requests.withdraw(session, asked.ws.id, request, by_id=asked.person.id, now=asked.now)
        did = say.withdrawn(request)
        return followed(session, asked, request.id, request.account_id, outcome="request withdrawn", did=did)

    _end(ack, body, asked, client, act)


def _end(
    ack: Ack, body: Body, asked: Asked, client: WebClient, act: Callable[[Session, Request], Message]
) -> None:
    """Once; a stale button says what happened meanwhile. The list is painted again."""
    ref = RequestRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        request, stop = answerable(session, asked, ref.request)
        if request is None or stop:
            message = refusal(stop or no_longer.REQUEST, asked.viewer)
        elif request.answered_on is not None:
            did = escape(asked.viewer.plain(say.meanwhile(request)))
            message = requests_of(session, asked, request.account_id, did=did)
        else:
            message = act(session, request)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def followed(
    session: Session, asked: Asked, request_id: int, account_id: int, outcome: str, did: str = ""
) -> Message:
    """What follows an act: mornings that told of it say its outcome; the account, the person's Home and its
    owner's anew, and the list with the act confirmed."""
    ws = asked.ws.id
    if outcome:
        nudges.answered(session, ws, account_id, told=(FACT, request_id), outcome=outcome, now=asked.now)
    computed_anew(session, asked, account_id)
    request = requests.get(session, ws, request_id)
    if request and not did:
        did = say.did(request, _owner(session, asked, account_id), asked.viewer)
    return requests_of(session, asked, account_id, did=did)


def answerable(session: Session, asked: Asked, request_id: int) -> tuple[Request | None, Phrase | None]:
    """The request, and why what became of it is not this person's to say."""
    ws = asked.ws.id
    request = requests.get(session, ws, request_id)
    if request is None:
        was_undone = requests.was_undone(session, ws, request_id)
        return None, no_longer.REQUEST_UNDONE if was_undone else no_longer.REQUEST
    caller, owner, team = parties(session, asked, request.account_id)
    return request, may_answer(caller, request, owner, team=team)


def register(app: Any) -> None:
    app.action(REQUEST_WANTED)(wanted)
    app.action(REQUEST_ANSWERS)(answers)
    app.action(say.REQUEST_ANSWERED)(answered)
    app.action(say.REQUEST_WITHDRAWN)(withdrawn)
