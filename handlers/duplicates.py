"""`/account duplicates`: accounts that may be one, for admins; that two are two is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import duplicates as say
from messages.blocks import Message
from messages.book import refusal
from messages.duplicates import PairRef
from rules import access
from rules import merging as rules
from rules.duplicates import look_alike
from rules.phrase import Phrase
from storage import accounts, merged, merging, people

from .asked import Asked
from .changed import audited
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def duplicates_of(session: Session, asked: Asked) -> Message:
    """Accounts that may be one."""
    return say.duplicates(look_alike(*merged.those(session, asked.ws.id)))


def may_look_through(session: Session, asked: Asked) -> Phrase | None:
    return access.may_look_through(people.caller_of(session, asked.ws.id, asked.person))


def list_duplicates(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A page of them."""
    ref = PairRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        stop = may_look_through(session, asked)
        pairs = [] if stop else look_alike(*merged.those(session, asked.ws.id))
    message = refusal(stop, asked.viewer) if stop else say.duplicates(pairs, max(ref.page, 0))
    show(asked.services, body, client, message=message)
    ack()


def they_are_two(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Remembered: the pair is proposed no more."""
    ref, ws = PairRef.unpack(typed_value(body)), asked.ws.id
    with asked.services.transaction() as session:
        stop, said = may_look_through(session, asked), ""
        names = {h.id: h.name for h in accounts.hits_of(session, ws, [ref.account, ref.other])}
        if not stop and len(names) == 2:
            said = say.two(names[ref.account], names[ref.other])
            _note_two(session, asked, ref)
        known = merged.those(session, ws)
    pairs = [] if stop else look_alike(*known)
    message = refusal(stop, asked.viewer) if stop else say.duplicates(pairs, ref.page, said)
    show(asked.services, body, client, message=message)
    ack()


def _note_two(session: Session, asked: Asked, ref: PairRef) -> None:
    """Once, in the trail of the one."""
    ws, by = asked.ws.id, asked.person.id
    if (min(ref.account, ref.other), max(ref.account, ref.other)) in merged.those(session, ws)[1]:
        return
    at = merging.note(
        session, ws, ref.other, ref.account, became=rules.TWO, by_id=by, on=asked.today, now=asked.now
    )
    about = {"row_id": at, "account": ref.account, "other": ref.other}
    audited(session, asked, "said that it is another", noun="merge", **about)


def register(app: Any) -> None:
    app.action(say.MERGE_LIST)(list_duplicates)
    app.action(say.MERGE_TWO)(they_are_two)
