"""One tap in a receipt: what was guessed is put right, who was named and is not on file is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import put_right as say
from messages.book import refusal
from rules import no_longer, phrase
from rules.facts.corrections import corrected
from rules.facts.entries import Entry
from rules.language.reading import Event, Stranger
from rules.phrase import Phrase
from storage import batches, contacts, touches
from storage.assess import recompute
from storage.batches import Batch
from storage.privacy.forgetting import mark, marks, named

from .access import refused_change
from .asked import Asked
from .logged import refused_edit
from .receipts import Hints, receipt_of
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def fix(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """One tap that puts right what was guessed: an edit like any other; pressed twice it is one."""
    ref = say.FixRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        old = batches.batch_of(session, asked.ws.id, ref.batch)
        refused = refused_edit(session, asked, old) if old else no_longer.TOUCH
        if old and not refused and (entry := corrected(old.entry, ref.field, ref.value)) != old.entry:
            touches.amend(
                session, asked.ws.id, asked.ws.policy, batch=old, entry=entry, by=asked.person, now=asked.now
            )
        message = (
            refusal(refused, asked.viewer)
            if refused
            else receipt_of(
                session, asked, batches.line_of(ref.batch), _hints(ref.batch, ref.account, ref.names)
            )
        )
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def add_contact(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Put somebody who was named on file at the account, and on the touch; pressed twice it is one."""
    ref = say.StrangerRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        old = batches.batch_of(session, asked.ws.id, ref.batch)
        refused = _unaddable(session, asked, ref, old)
        if old and not refused:
            contact = contacts.add(
                session,
                asked.ws.id,
                ref.account,
                ref.name,
                by_id=asked.person.id,
                on=old.entry.on,
                now=asked.now,
            )
            contacts.name_on(session, asked.ws.id, ref.batch, ref.account, contact)
            recompute(session, asked.ws.id, asked.ws.policy, ids=[ref.account], now=asked.now)
        message = (
            receipt_of(
                session,
                asked,
                batches.line_of(ref.batch),
                _hints(ref.batch, ref.account, ref.more, ref.guess),
            )
            if old and not refused
            else refusal(refused or no_longer.TOUCH, asked.viewer)
        )
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _unaddable(session: Session, asked: Asked, ref: say.StrangerRef, old: Batch | None) -> Phrase | None:
    """Why somebody can't be put on file from a touch; None when they can."""
    if old is None or ref.account not in old.entry.account_ids:
        return no_longer.TOUCH
    if refused := refused_edit(session, asked, old) or refused_change(session, asked, ref.account):
        return refused
    if mark(asked.ws.secret, named(ref.name, ref.account)) in marks(session, asked.ws.id):
        return phrase.say("{name} was erased here: add them by a file if that is meant.", name=ref.name)
    return None


def _hints(batch: str, account: int | None, names: Sequence[str], guess: str = "") -> Hints:
    """What the receipt goes on offering."""
    strangers = tuple(Stranger(account, name) for name in names) if account is not None else ()
    nothing = Entry((), date.min)  # the receipt asks what is stored
    return {batch: Event(nothing, guessed=(guess,) if guess else (), strangers=strangers)}


def register(app: Any) -> None:
    app.action(say.LOG_FIX)(fix)
    app.action(say.LOG_ADD)(add_contact)
