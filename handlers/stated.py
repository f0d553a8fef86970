"""What a typed line tells of the customer: a change, noted by one tap in the receipt of its touch; and a line
that tells of no contact at all, kept by one tap as the concern or the change that it states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import changes as say_change
from messages import concerns as say_concern
from messages import stated as say
from messages.blocks import Message
from messages.book import refusal
from messages.changed import CHANGED_TOLD, ToldRef
from messages.unlogged import LineRef
from rules import no_longer
from rules.facts.changed import Change
from rules.facts.concerns import FIELD
from rules.facts.notes import first_words
from rules.facts.raised import Concern
from rules.facts.unlogged import NOTED, Unlogged, may_log_line
from rules.heard import Statement, heard, kept_text, stated
from rules.language.reading import Reading
from rules.phrase import Phrase
from storage import accounts, batches, changes, noted, processed, records, unlogged
from storage.assess import recompute
from storage.batches import Batch

from . import lines
from .asked import Asked
from .changes import changes_of
from .concerns import concerns_of
from .logged import receipt_of, refused_edit
from .raising import open_at
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


# in the receipt of a touch ---------------------------------------------------------------------------------
def told(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Note the change that the line of a touch tells; pressed twice it is one."""
    ref = ToldRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        stored = batches.batch_of(session, asked.ws.id, ref.batch)
        stop = refused_edit(session, asked, stored) if stored else no_longer.TOUCH
        if stored and not stop:
            _note_of(session, asked, stored, ref.kind)
        message = (
            refusal(stop, asked.viewer) if stop else receipt_of(session, asked, batches.line_of(ref.batch))
        )
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _note_of(session: Session, asked: Asked, stored: Batch, kind: str) -> None:
    """Nothing where it stands already, or the line was edited and tells of none any more."""
    ws, entry = asked.ws.id, stored.entry
    read = records.read(session, ws, entry.account_ids, asked.now) if len(entry.account_ids) == 1 else []
    change = heard(entry, read[0]).change if read else None
    if change is None or change.kind != kind:
        return
    before = noted.of_batch(session, ws, stored)
    key = f"told:{stored.batch}:{len(before)}"  # noted anew after it was taken back
    if all(r.voided_at for r in before) and processed.first_time(session, ws, key, now=asked.now):
        _note(
            session,
            asked,
            entry.account_ids[0],
            kind=kind,
            text=kept_text(change),
            on=entry.on,
            batch=stored.batch,
        )


def _note(
    session: Session, asked: Asked, account_id: int, kind: str, text: str, on: date, batch: str = ""
) -> None:
    ws = asked.ws.id
    changes.note(
        session,
        ws,
        account_id=account_id,
        by_id=asked.person.id,
        kind=kind,
        text=text,
        on=on,
        today=asked.today,
        now=asked.now,
        batch=batch,
    )
    recompute(session, ws, asked.ws.policy, ids=[account_id], now=asked.now)


# without a touch -------------------------------------------------------------------------------------------
def stated_in(asked: Asked, reading: Reading, token: str) -> Message | None:
    """What is offered for a line that tells of no contact, kept until something becomes of it; None for any
    other line."""
    statement = stated(reading)
    if statement is None:
        return None
    line = lines.keep(asked, reading.typed, token)
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [statement.account_id])
    return say.offered(line, statement, hits[0].name) if hits else None


def keep(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Keep what a line states, once; pressed again the list says it as it stands."""
    with asked.services.reading() as session:
        line = unlogged.get(session, asked.ws.id, LineRef.unpack(typed_value(body)).line)
    stop = may_log_line(asked.person.id, line) if line else no_longer.LINE
    statement = stated(lines.read_again(asked, line)) if line and not stop else None
    if line is None or stop or statement is None:
        message = refusal(stop or no_longer.LINE, asked.viewer)
    else:
        message = _kept(asked, line, statement)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _kept(asked: Asked, line: Unlogged, statement: Statement) -> Message:
    ws = asked.ws.id
    with asked.services.transaction() as session:
        if stop := _stop(session, asked, line, statement):
            return refusal(stop, asked.viewer)
        first = processed.first_time(session, ws, f"stated:{line.token}", now=asked.now)
        message = _store(session, asked, statement, first=first)
        if first:
            unlogged.close(session, ws, asked.person.id, line.text, became=NOTED, now=asked.now)
    return message


def _stop(session: Session, asked: Asked, line: Unlogged, statement: Statement) -> Phrase | None:
    """Why a line is not kept any more: something else became of it, or its account is gone."""
    now = unlogged.get(session, asked.ws.id, line.id)
    if now is None or not (now.loggable or now.became == NOTED):
        return no_longer.LINE
    there = accounts.hits_of(session, asked.ws.id, [statement.account_id])
    return None if there else no_longer.ACCOUNT


def _store(session: Session, asked: Asked, statement: Statement, first: bool) -> Message:
    """The concern or the change, and the list that shows it."""
    account, on = statement.account_id, statement.entry.on
    if statement.change is None:
        text = first_words(statement.text, FIELD - 1)
        opened = Concern(0, account, asked.person.id, text=text, raised_on=on)
        if first:
            open_at(session, asked, account, text=text, kind=statement.concern, on=on)
        return concerns_of(session, asked, account, did=say_concern.opened(opened))
    kind, text = statement.change.kind, kept_text(statement.change, statement.text)
    if first:
        _note(session, asked, account, kind=kind, text=text, on=on)
    did = say_change.did(Change(0, account, asked.person.id, kind, on, text), "Noted", asked.viewer)
    return changes_of(session, asked, account, did=did)


def register(app: Any) -> None:
    app.action(CHANGED_TOLD)(told)
    app.action(say.STATED_KEEP)(keep)
