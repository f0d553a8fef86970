"""A concern is opened: by one tap in the receipt of a worried touch, or from the list of an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import concerns as say
from messages.blocks import Block, Message
from messages.book import refusal
from messages.carried import AccountRef
from messages.concerns import Raising
from messages.raised import CONCERN_KIND, CONCERN_RAISE, RaisedRef
from messages.words import listed
from rules import no_longer
from rules.facts.concerns import FIELD, concern_error
from rules.facts.notes import first_words
from rules.facts.raised import Concern
from rules.phrase import Phrase
from storage import accounts, batches, concerns, processed, routed
from storage.batches import Batch

from .asked import Asked
from .concerns import answered, change, concerns_of, filled, follow
from .logged import refused_edit
from .receipts import receipt_of
from .surface import Body, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def open_new(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Open a concern, from the list: asks what about."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
    if hits:
        raising = Raising(uuid4().hex, account=account, response_url=response_url(body))
        open_modal(client, body, say.new_form(raising, hits[0].name, asked.today))
    else:
        open_modal(client, body, notice("Open a concern", no_longer.ACCOUNT, asked.viewer))
    ack()


def raise_(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Open a concern, from the receipt of a touch, of the kind that its line says: in the words of its note,
    else a form asks.
    Pressed twice it is one."""
    ref = RaisedRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        stored, stop = _touched(session, asked, ref.batch)
        text = first_words(stored.entry.note, FIELD - 1) if stored else ""
        wordless = stored is not None and not stop and not text and not stored.entry.concern_text
        if stored and not stop and not wordless:
            _open_for(session, asked, stored, text=text, kind=ref.kind, on=stored.entry.on)
        message = _receipt(session, asked, ref.batch, stop)
        names = accounts.hits_of(session, asked.ws.id, stored.entry.account_ids) if stored else []
    asked.services.wake()
    if stored and wordless:
        raising = Raising(uuid4().hex, batch=ref.batch, response_url=response_url(body))
        form = say.new_form(raising, listed(h.name for h in names), stored.entry.on)
        open_modal(client, body, form)
    else:
        show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _receipt(session: Session, asked: Asked, batch: str, stop: Phrase | None) -> Message:
    return refusal(stop, asked.viewer) if stop else receipt_of(session, asked, batches.line_of(batch))


def _touched(session: Session, asked: Asked, batch: str) -> tuple[Batch | None, Phrase | None]:
    """A logged line, and why this person may not add to it."""
    stored = batches.batch_of(session, asked.ws.id, batch)
    return stored, refused_edit(session, asked, stored) if stored else no_longer.TOUCH


def _open_for(session: Session, asked: Asked, stored: Batch, text: str, kind: str, on: date) -> None:
    """One for each account of a logged line, which has none yet."""
    if concerns.of_batch(session, asked.ws.id, stored.batch):
        return
    for account in stored.entry.account_ids:
        open_at(session, asked, account, text=text, kind=kind, on=on, batch=stored.batch)


def open_at(
    session: Session,
    asked: Asked,
    account: int,
    text: str,
    kind: str,
    on: date,
    batch: str = "",
    external_id: str = "",
) -> Concern:
    """Opened now, with all that follows."""
    ws, by = asked.ws.id, asked.person.id
    opened = concerns.open_(
        session,
        ws,
        account_id=account,
        by_id=by,
        text=text,
        kind=kind,
        on=on,
        now=asked.now,
        batch=batch,
        external_id=external_id,
    )
    routed.tell(session, ws, opened, by_id=by, now=asked.now)
    follow(session, asked, [account])
    return Concern(opened, account, by, text=text, raised_on=on, kind=kind)


def set_kind(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What the concern of a logged touch is about, chosen in its receipt."""
    ref = RaisedRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        _, stop = _touched(session, asked, ref.batch)
        brought = concerns.of_batch(session, asked.ws.id, ref.batch)
        stop = stop or (None if brought else no_longer.CONCERN)
        if not stop:
            for concern in brought:
                change(session, asked, concern, {"kind": ref.kind})
            follow(session, asked, [c.account_id for c in brought])
        message = _receipt(session, asked, ref.batch, stop)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def submit_new(ack: Ack, view: Block, asked: Asked) -> None:
    """Opened, once: of an account, or of all that a logged touch is with."""
    raising = Raising.unpack(view["private_metadata"])
    text, kind, on = filled(view)
    error = concern_error(text, kind, on, asked.today)
    if error or on is None:
        reject(ack, asked.viewer, dict([error]) if error else {})
        return
    with asked.services.transaction() as session:
        stored, stop = _touched(session, asked, raising.batch) if raising.batch else (None, None)
        there = accounts.hits_of(session, asked.ws.id, [raising.account]) if raising.account else []
        stop = stop or (None if there or stored else no_longer.ACCOUNT)
        if stop:
            reject(ack, asked.viewer, {"text": stop})
            return
        first = processed.first_time(session, asked.ws.id, f"view:{raising.token}", now=asked.now)
        if stored:
            if first:
                _open_for(session, asked, stored, text=text, kind=kind, on=on)
            message = receipt_of(session, asked, batches.line_of(raising.batch))
        else:
            account = there[0].id
            if first:
                open_at(session, asked, account, text=text, kind=kind, on=on)
            did = say.opened(Concern(0, account, asked.person.id, text=text, raised_on=on))
            message = concerns_of(session, asked, account, did=did)
    answered(ack, asked, raising, message)


def register(app: Any) -> None:
    app.action(CONCERN_RAISE)(raise_)
    app.action(CONCERN_KIND)(set_kind)
    app.action(say.CONCERN_ADD)(open_new)
    app.view(say.CONCERN_NEW)(submit_new)
